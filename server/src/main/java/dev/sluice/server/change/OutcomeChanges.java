package dev.sluice.server.change;

import dev.sluice.model.file.Measures;
import dev.sluice.model.outcome.Outcome;
import dev.sluice.model.outcome.Outcomes;
import dev.sluice.model.outcome.Policy;
import dev.sluice.model.outcome.Thing;
import dev.sluice.model.outcome.Waiver;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What changes about outcomes. Of these, what the owner wants to hold is a limit; what the world is
 * like is not, however bad.
 */
final class OutcomeChanges {
  private final Told told;

  OutcomeChanges(Told told) {
    this.told = told;
  }

  void compare(@Nullable Outcomes old, @Nullable Outcomes now) {
    if (old == null) {
      if (now != null) {
        told.noted("what hangs on the artifacts is written down: outcomes are new");
      }
      return;
    }
    if (now == null) {
      told.weaker("outcomes are removed: nobody is told any more what hangs on a release");
      return;
    }
    policy(old.policy(), now.policy());
    Changes.matched(
        old.waivers(),
        now.waivers(),
        Waiver::name,
        gone -> told.noted("the waiver " + gone + " is removed"),
        more -> told.weaker("the waiver " + more + " is new: a risk is accepted"),
        this::waiver);
    Changes.matched(
        old.outcomes(),
        now.outcomes(),
        Outcome::name,
        gone -> told.weaker("the outcome " + gone + " is removed"),
        more -> told.noted("the outcome " + more + " is new"),
        this::outcome);
    Changes.matched(
        old.things(),
        now.things(),
        Thing::name,
        gone -> told.noted("outcomes: " + gone + " is removed"),
        more -> told.noted("outcomes: " + more + " is new"),
        (before, after) -> {
          if (!before.equals(after)) {
            told.noted("outcomes: " + after.name() + " is described in another way");
          }
        });
    told.harmless("outcomes: place", old.place(), now.place(), place -> place);
  }

  private void policy(Policy old, Policy now) {
    told.each(
        "policy.no-single-point", old.noSinglePoint(), now.noSinglePoint(), outcome -> outcome);
    // Where nothing is asked a drill still counts for a year.
    boolean longer = now.days() > old.days();
    String what = "policy.exercised-within";
    if (old.exercisedWithin() == null && longer) {
      told.any(what, old.exercisedWithin(), now.exercisedWithin(), days -> days + " days");
    } else {
      told.atMost(what, old.exercisedWithin(), now.exercisedWithin(), days -> days + " days");
    }
  }

  private void waiver(Waiver old, Waiver now) {
    String what = "the waiver " + old.name() + ": ";
    told.any(what + "accepts", old.accepts(), now.accepts(), thing -> thing);
    told.atMost(what + "until", old.until(), now.until(), day -> day.toString());
    told.harmless(what + "reason", old.reason(), now.reason(), reason -> "\"" + reason + "\"");
    now.outcomes().stream()
        .filter(outcome -> !old.outcomes().contains(outcome))
        .forEach(outcome -> told.weaker(what + "it is for " + outcome + " too"));
    old.outcomes().stream()
        .filter(outcome -> !now.outcomes().contains(outcome))
        .forEach(outcome -> told.noted(what + "it is not for " + outcome + " any more"));
  }

  private void outcome(Outcome old, Outcome now) {
    String what = "the outcome " + old.name() + ": ";
    told.atMost(what + "harm-after", old.harmAfter(), now.harmAfter(), Measures::spoken);
    if (!described(old).equals(described(now))) {
      told.noted(what + "what it needs, or what stands in for it, is described in another way");
    }
  }

  /** All but where it stands in the file, and what is compared by itself. */
  private static List<Object> described(Outcome outcome) {
    return List.of(
        outcome.says(),
        String.valueOf(outcome.who()),
        String.valueOf(outcome.people()),
        outcome.needs(),
        outcome.ways());
  }
}
