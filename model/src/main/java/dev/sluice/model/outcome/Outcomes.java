package dev.sluice.model.outcome;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What people need at one place, and everything it hangs on. Names are unique among things, and
 * among outcomes; every name that is needed is there.
 *
 * @param place whose it is; null when not written down
 * @param things in the order of the file
 */
public record Outcomes(
    @Nullable String place,
    List<Outcome> outcomes,
    List<Thing> things,
    Policy policy,
    List<Waiver> waivers) {

  public Outcomes {
    outcomes = List.copyOf(outcomes);
    things = List.copyOf(things);
    waivers = List.copyOf(waivers);
  }

  /** The same with each outcome as it is found now: drilled again, or not. */
  public Outcomes withEach(UnaryOperator<Outcome> now) {
    return new Outcomes(place, outcomes.stream().map(now).toList(), things, policy, waivers);
  }
}
