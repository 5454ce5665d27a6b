package dev.sluice.model.impact;

import dev.sluice.model.outcome.Outcome;
import dev.sluice.model.outcome.Policy;
import dev.sluice.model.outcome.Waiver;
import dev.sluice.model.outcome.Way;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the owner's policy says of the file.
 *
 * @param breaches what it does not allow and nobody has accepted
 * @param waived what was accepted, and still is
 */
public record Judgement(List<Breach> breaches, List<Waived> waived) {
  public Judgement {
    breaches = List.copyOf(breaches);
    waived = List.copyOf(waived);
  }

  /** Something that the policy does not allow. */
  public sealed interface Breach {
    Outcome outcome();

    /** The waiver that accepted it until lately; null when none did. */
    @Nullable Waiver expired();

    /** One failure loses the outcome, and nothing that was tried stands in. */
    record SinglePoint(
        Outcome outcome, CutSet.Part part, CutSet.Loss loss, @Nullable Waiver expired)
        implements Breach {}

    /** The fallback was not tried in time. */
    record Untried(Outcome outcome, Way way, Readiness readiness, @Nullable Waiver expired)
        implements Breach {}

    /** Whether a single failure loses it cannot be told: what is not known is not safe. */
    record NotKnown(Outcome outcome, List<Answer.Open> open) implements Breach {
      public NotKnown {
        open = List.copyOf(open);
      }

      @Override
      public @Nullable Waiver expired() {
        return null;
      }
    }
  }

  /** A breach that somebody has accepted. */
  public record Waived(Breach breach, Waiver waiver) {}

  static Judgement of(Impact impact) {
    var judging = new Judging(impact);
    judging.judge();
    return new Judgement(judging.breaches, judging.waived);
  }

  private static final class Judging {
    private final Impact impact;
    private final Policy policy;
    private final List<Breach> breaches = new ArrayList<>();
    private final List<Waived> waived = new ArrayList<>();

    Judging(Impact impact) {
      this.impact = impact;
      this.policy = impact.outcomes().policy();
    }

    void judge() {
      if (!policy.noSinglePoint().isEmpty()) {
        SinglePoints points = impact.singlePoints();
        for (CutSet set : points.sets()) {
          set.losses().stream()
              .filter(loss -> !loss.held())
              .filter(loss -> policy.noSinglePoint().contains(loss.outcome().name()))
              .forEach(loss -> singlePoint(set.parts().getFirst(), loss));
        }
        points.notKnown().stream()
            .filter(one -> policy.noSinglePoint().contains(one.outcome().name()))
            .forEach(one -> breaches.add(new Breach.NotKnown(one.outcome(), one.open())));
      }
      if (policy.exercisedWithin() != null) {
        impact.outcomes().outcomes().forEach(this::untried);
      }
    }

    private void singlePoint(CutSet.Part part, CutSet.Loss loss) {
      @Nullable Waiver waiver = waiver(part.name(), loss.outcome());
      boolean holds = waiver != null && waiver.holdsOn(impact.today());
      var breach = new Breach.SinglePoint(loss.outcome(), part, loss, holds ? null : waiver);
      add(breach, holds ? waiver : null);
    }

    private void untried(Outcome outcome) {
      for (Way way : outcome.ways()) {
        Readiness readiness = Readiness.of(way, impact.today(), policy);
        if (!readiness.counts()) {
          @Nullable Waiver waiver = waiver(Waiver.UNTRIED, outcome);
          boolean holds = waiver != null && waiver.holdsOn(impact.today());
          add(
              new Breach.Untried(outcome, way, readiness, holds ? null : waiver),
              holds ? waiver : null);
        }
      }
    }

    private void add(Breach breach, @Nullable Waiver waiver) {
      if (waiver == null) {
        breaches.add(breach);
      } else {
        waived.add(new Waived(breach, waiver));
      }
    }

    /** The one that counts longest. */
    private @Nullable Waiver waiver(String accepts, Outcome outcome) {
      return impact.outcomes().waivers().stream()
          .filter(waiver -> waiver.covers(accepts, outcome.name()))
          .max((one, other) -> one.until().compareTo(other.until()))
          .orElse(null);
    }
  }
}
