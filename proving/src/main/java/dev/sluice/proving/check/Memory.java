package dev.sluice.proving.check;

import java.util.Map;

/** What a run remembers from one boot to the next, to compare with later. For one thread. */
public final class Memory {
  private Baseline baseline = Baseline.NONE;
  private Map<String, String> vital = Map.of();

  /**
   * How the machine was before the candidate reached it.
   *
   * @param notes what {@link Performer#state} returned
   */
  public void begin(String notes) {
    baseline = Baseline.read(notes);
    vital = Vital.read(notes);
  }

  Baseline baseline() {
    return baseline;
  }

  void vital(Map<String, String> digests) {
    vital = Map.copyOf(digests);
  }

  Map<String, String> vital() {
    return vital;
  }
}
