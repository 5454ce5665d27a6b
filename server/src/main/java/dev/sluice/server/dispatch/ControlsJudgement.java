package dev.sluice.server.dispatch;

import dev.sluice.server.event.PersonName;
import dev.sluice.server.ledger.ControlsRecord;
import dev.sluice.server.road.Controls;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether negative controls back proofs, and when they have to be shown again. */
public final class ControlsJudgement {
  /** A showing backs proofs for so long. */
  public static final Duration PERIOD = Duration.ofDays(7);

  /** Whoever has nothing else to do shows them again before they are due. */
  static final Duration FRESH = PERIOD.dividedBy(2);

  /** A runner on which a known-bad release was not stopped shows it again after so long. */
  static final Duration AGAIN = Duration.ofHours(1);

  private ControlsJudgement() {}

  /**
   * Of the suite as a whole: one runner that stopped every known-bad release lately is enough, and
   * what a runner proves whose own last showing was not red does not count anyway.
   *
   * @param hasControls whether the bundle has known-bad releases at all
   * @param records of the bundle, newest first
   */
  public static Controls of(boolean hasControls, List<ControlsRecord> records, Instant now) {
    if (!hasControls) {
      return Controls.RED;
    }
    Map<PersonName, ControlsRecord> newest = new LinkedHashMap<>();
    records.forEach(record -> newest.putIfAbsent(record.runner(), record));
    List<ControlsRecord> lately =
        newest.values().stream().filter(r -> r.time().plus(PERIOD).isAfter(now)).toList();
    if (lately.isEmpty()) {
      return Controls.DUE;
    }
    return lately.stream().anyMatch(ControlsRecord::allRed) ? Controls.RED : Controls.GREEN;
  }

  /** The same of one runner's own last showing. */
  static Controls of(
      boolean hasControls, List<ControlsRecord> records, PersonName runner, Instant now) {
    return of(hasControls, records.stream().filter(r -> r.runner().equals(runner)).toList(), now);
  }

  /** Whether a runner has to show them before it goes on. */
  static boolean isDue(
      boolean hasControls, List<ControlsRecord> records, PersonName runner, Instant now) {
    return isDue(hasControls, records, runner, now, PERIOD);
  }

  /** Whether a runner that has nothing else to do is to show them. */
  static boolean isStale(
      boolean hasControls, List<ControlsRecord> records, PersonName runner, Instant now) {
    return isDue(hasControls, records, runner, now, FRESH);
  }

  private static boolean isDue(
      boolean hasControls,
      List<ControlsRecord> records,
      PersonName runner,
      Instant now,
      Duration holds) {
    return switch (of(hasControls, records, runner, now)) {
      case RED ->
          hasControls
              && records.stream()
                  .filter(r -> r.runner().equals(runner))
                  .noneMatch(r -> r.time().plus(holds).isAfter(now));
      case DUE -> true;
      case GREEN ->
          records.stream()
              .filter(r -> r.runner().equals(runner))
              .findFirst()
              .map(r -> r.time().plus(AGAIN).isBefore(now))
              .orElse(true);
    };
  }
}
