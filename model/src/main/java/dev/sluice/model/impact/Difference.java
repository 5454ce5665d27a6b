package dev.sluice.model.impact;

import dev.sluice.model.outcome.Outcome;
import dev.sluice.model.outcome.Policy;
import dev.sluice.model.outcome.Waiver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a planned change makes worse, and what it makes better. Things and outcomes are the same
 * where their names are.
 *
 * @param worse the worst first
 * @param better the names of outcomes with what they no longer hang on
 */
public record Difference(List<Worse> worse, List<Better> better) {
  public Difference {
    worse = List.copyOf(worse);
    better = List.copyOf(better);
  }

  /**
   * Something worse than before.
   *
   * @param outcome as in the new file; as in the old one where it is gone
   * @param waiver that accepts it today; null when none does
   */
  public record Worse(Outcome outcome, What what, @Nullable Waiver waiver) {
    /** Whether a gate stops it: it is bad by itself, and nobody has accepted it. */
    public boolean isStopped() {
      return waiver == null && what.isStopped();
    }
  }

  /** What got worse. */
  public sealed interface What {
    /** Whether a gate stops it when nobody accepts it. */
    boolean isStopped();

    /** One failure loses it now, with nothing standing in. */
    record Alone(CutSet.Part part, CutSet.Loss loss) implements What {
      @Override
      public boolean isStopped() {
        return true;
      }
    }

    /** It hangs on one thing more, but something that was tried stands in. */
    record Held(CutSet.Part part, CutSet.Loss loss) implements What {
      @Override
      public boolean isStopped() {
        return false;
      }
    }

    /** The same failure harms people sooner than before. */
    record Sooner(CutSet.Part part, CutSet.Loss loss, @Nullable Duration before) implements What {
      @Override
      public boolean isStopped() {
        return true;
      }
    }

    /** The new file does not have it any more. */
    record Gone() implements What {
      @Override
      public boolean isStopped() {
        return true;
      }
    }

    /** What it hangs on is less known than before. */
    record LessKnown(List<Answer.Open> open) implements What {
      public LessKnown {
        open = List.copyOf(open);
      }

      @Override
      public boolean isStopped() {
        return true;
      }
    }

    /**
     * The policy lets its fallback go longer without a drill, or asks for none any more.
     *
     * @param days for which one counts now
     */
    record DrilledLess(int days, int before) implements What {
      @Override
      public boolean isStopped() {
        return true;
      }
    }

    /** The policy protects it no longer. */
    record Unprotected() implements What {
      @Override
      public boolean isStopped() {
        return true;
      }
    }
  }

  /** An outcome that one failure less would lose. */
  public record Better(Outcome outcome, CutSet.Part part) {}

  /** Whether a gate stops the change. */
  public boolean isStopped() {
    return worse.stream().anyMatch(Worse::isStopped);
  }

  /**
   * From an old file to a new one, on the same day. How long a drill counts is the stricter of
   * both: a policy that asks for more makes nothing worse, and one that asks for less nothing
   * better.
   */
  public static Difference of(Impact before, Impact after) {
    int days = Math.min(before.outcomes().policy().days(), after.outcomes().policy().days());
    var comparing = new Comparing(before.countingDrillsFor(days), after.countingDrillsFor(days));
    comparing.drilledLess(before.outcomes().policy(), after.outcomes().policy());
    return comparing.compare();
  }

  private static final class Comparing {
    private final Impact before;
    private final Impact after;
    private final Map<String, Outcome> outcomes = new HashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final CutSet.@Nullable Loss[] then;
    private final List<Worse> worse = new ArrayList<>();
    private final List<Better> better = new ArrayList<>();

    Comparing(Impact before, Impact after) {
      this.before = before;
      this.after = after;
      after.outcomes().outcomes().forEach(outcome -> outcomes.put(outcome.name(), outcome));
      Stream.of(before, after)
          .flatMap(impact -> impact.outcomes().outcomes().stream())
          .forEach(outcome -> numbers.putIfAbsent(outcome.name(), numbers.size()));
      this.then = new CutSet.@Nullable Loss[numbers.size()];
    }

    Difference compare() {
      compareSingleFailures();
      for (Outcome outcome : before.outcomes().outcomes()) {
        if (!outcomes.containsKey(outcome.name())) {
          worse.add(new Worse(outcome, new What.Gone(), null));
        }
      }
      lessKnown();
      for (String name : before.outcomes().policy().noSinglePoint()) {
        Outcome outcome = outcomes.get(name);
        if (outcome != null && !after.outcomes().policy().noSinglePoint().contains(name)) {
          worse.add(new Worse(outcome, new What.Unprotected(), null));
        }
      }
      worse.sort(WORST_FIRST);
      better.sort(
          Comparator.<Better, String>comparing(one -> one.outcome().name())
              .thenComparing(one -> one.part().spoken()));
      return new Difference(worse, better);
    }

    private void compareSingleFailures() {
      Map<CutSet.Part, List<CutSet.Loss>> old = byPart(before);
      byPart(after)
          .forEach(
              (part, losses) -> {
                List<CutSet.Loss> was = old.remove(part);
                compare(part, was == null ? List.of() : was, losses);
              });
      old.forEach((part, losses) -> compare(part, losses, List.of()));
    }

    // What people call it may change.
    private static Map<CutSet.Part, List<CutSet.Loss>> byPart(Impact impact) {
      Map<CutSet.Part, List<CutSet.Loss>> losses = new HashMap<>();
      for (CutSet set : SingleFailures.of(impact)) {
        CutSet.Part part = set.parts().getFirst();
        losses.put(
            new CutSet.Part(part.name(), part.name(), part.kind(), part.hosts()), set.losses());
      }
      return losses;
    }

    private void compare(CutSet.Part part, List<CutSet.Loss> old, List<CutSet.Loss> fresh) {
      for (CutSet.Loss loss : old) {
        then[number(loss)] = loss;
      }
      for (CutSet.Loss loss : fresh) {
        int number = number(loss);
        compare(part, then[number], loss);
        then[number] = null;
      }
      for (CutSet.Loss loss : old) {
        int number = number(loss);
        Outcome outcome = then[number] == null ? null : outcomes.get(loss.outcome().name());
        if (outcome != null) {
          better.add(new Better(outcome, part));
        }
        then[number] = null;
      }
    }

    private int number(CutSet.Loss loss) {
      return Objects.requireNonNull(numbers.get(loss.outcome().name()));
    }

    private void compare(CutSet.Part part, CutSet.@Nullable Loss old, CutSet.Loss fresh) {
      if (old == null || (!fresh.held() && old.held())) {
        add(part, fresh, fresh.held() ? new What.Held(part, fresh) : new What.Alone(part, fresh));
      } else if (isSooner(fresh.harmAfter(), old.harmAfter())) {
        add(part, fresh, new What.Sooner(part, fresh, old.harmAfter()));
      }
    }

    private static boolean isSooner(@Nullable Duration now, @Nullable Duration then) {
      return now != null && (then == null || now.compareTo(then) < 0);
    }

    private void add(CutSet.Part part, CutSet.Loss loss, What what) {
      worse.add(new Worse(loss.outcome(), what, waiver(part.name(), loss.outcome())));
    }

    private @Nullable Waiver waiver(String accepts, Outcome outcome) {
      return after.outcomes().waivers().stream()
          .filter(one -> one.covers(accepts, outcome.name()))
          .filter(one -> one.holdsOn(after.today()))
          .findFirst()
          .orElse(null);
    }

    /** Else what is stale by the old policy would count by the new one. */
    void drilledLess(Policy then, Policy now) {
      boolean asked = then.exercisedWithin() == null || now.exercisedWithin() != null;
      if (now.days() <= then.days() && asked) {
        return;
      }
      for (Outcome outcome : after.outcomes().outcomes()) {
        if (outcome.fallback() != null) {
          worse.add(
              new Worse(
                  outcome,
                  new What.DrilledLess(now.days(), then.days()),
                  waiver(Waiver.UNTRIED, outcome)));
        }
      }
    }

    private void lessKnown() {
      Map<String, Set<Answer.Open>> known = new HashMap<>();
      SinglePoints.notKnown(before.anatomy())
          .forEach(one -> known.put(one.outcome().name(), new HashSet<>(one.open())));
      for (SinglePoints.NotKnown one : SinglePoints.notKnown(after.anatomy())) {
        Set<Answer.Open> already = known.getOrDefault(one.outcome().name(), Set.of());
        List<Answer.Open> more =
            one.open().stream().filter(open -> !already.contains(open)).toList();
        if (!more.isEmpty()) {
          worse.add(new Worse(one.outcome(), new What.LessKnown(more), null));
        }
      }
    }
  }

  private static final Comparator<Worse> WORST_FIRST =
      Comparator.comparing(Worse::isStopped)
          .thenComparingLong(
              worse -> worse.outcome().people() == null ? 0 : worse.outcome().people())
          .reversed()
          .thenComparing(worse -> worse.outcome().name())
          .thenComparing(worse -> part(worse.what()));

  private static String part(What what) {
    return switch (what) {
      case What.Alone(var part, _) -> part.spoken();
      case What.Held(var part, _) -> part.spoken();
      case What.Sooner(var part, _, _) -> part.spoken();
      case What.Gone _, What.LessKnown _, What.DrilledLess _, What.Unprotected _ -> "";
    };
  }
}
