package dev.sluice.model.impact;

import dev.sluice.model.outcome.Outcome;
import dev.sluice.model.outcome.Outcomes;
import dev.sluice.model.outcome.Requirement;
import dev.sluice.model.outcome.Thing;
import dev.sluice.model.outcome.Way;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The same questions, answered by trying everything, from the requirements as they are written. */
final class BruteForce {
  private static final long NEVER = Long.MAX_VALUE;

  private final Outcomes outcomes;
  private final Map<String, Thing> things = new HashMap<>();

  BruteForce(Outcomes outcomes) {
    this.outcomes = outcomes;
    outcomes.things().forEach(thing -> things.put(thing.name(), thing));
  }

  /** What can fail: things by name, single hosts as {@code name/1} and {@code name/2}. */
  List<String> candidates() {
    List<String> all = new ArrayList<>();
    for (Thing thing : outcomes.things()) {
      all.add(thing.name());
      if (thing.kind() == Thing.Kind.GROUP && thing.hosts() != null && thing.hosts() > 1) {
        all.add(thing.name() + "/1");
        if (thing.hosts() > 2) {
          all.add(thing.name() + "/2");
        }
      }
    }
    return all;
  }

  /** Minimal sets of at most two that lose the outcome, with nothing standing in if so asked. */
  Set<String> cuts(Outcome outcome, boolean bare) {
    List<String> candidates = candidates();
    Set<String> singles = new TreeSet<>();
    for (String one : candidates) {
      if (isLost(outcome, Set.of(one), bare)) {
        singles.add(one);
      }
    }
    Set<String> cuts = new TreeSet<>();
    singles.stream().filter(one -> !one.endsWith("/2")).forEach(cuts::add);
    for (int i = 0; i < candidates.size(); i++) {
      for (int j = i + 1; j < candidates.size(); j++) {
        String one = candidates.get(i);
        String other = candidates.get(j);
        boolean minimal = !singles.contains(one) && !singles.contains(other);
        if (minimal && isSaidOnce(one, other) && isLost(outcome, Set.of(one, other), bare)) {
          cuts.add(one + " " + other);
        }
      }
    }
    return cuts;
  }

  private static boolean isSaidOnce(String one, String other) {
    return !one.endsWith("/2") && (!other.endsWith("/2") || other.equals(one.replace("/1", "/2")));
  }

  boolean isLost(Outcome outcome, Set<String> failed, boolean bare) {
    boolean lost = lostAfter(outcome.needs(), failed) != NEVER;
    return lost
        && (!bare
            || outcome.ways().stream()
                .filter(this::counts)
                .noneMatch(way -> lostAfter(way.needs(), failed) == NEVER));
  }

  private boolean counts(Way way) {
    return Readiness.of(way, Asked.TODAY, outcomes.policy()).counts();
  }

  /** What becomes of an outcome that is lost. */
  CutSet.Loss loss(Outcome outcome, Set<String> failed) {
    long lost = lostAfter(outcome.needs(), failed);
    long nothing = lost;
    boolean held = false;
    for (Way way : outcome.ways()) {
      long until = lostAfter(way.needs(), failed);
      if (counts(way) && until > nothing) {
        held = true;
        nothing = Math.min(until, later(nothing, way.keepsFor()));
      }
    }
    return new CutSet.Loss(
        outcome,
        held,
        Duration.ofMinutes(lost),
        nothing == NEVER ? null : Duration.ofMinutes(nothing),
        nothing == NEVER ? null : Duration.ofMinutes(nothing).plus(outcome.harmAfter()));
  }

  /** Minutes. */
  private long lostAfter(Requirement requirement, Set<String> failed) {
    return switch (requirement) {
      case Requirement.One(var name) -> lostAfter(name, failed);
      case Requirement.Running(var artifact, _) -> lostAfter(artifact, failed);
      case Requirement.All(var of) -> ranked(of, failed, 1);
      case Requirement.Any(var of) -> ranked(of, failed, of.size());
      case Requirement.AtLeast(int count, var of) -> ranked(of, failed, of.size() - count + 1);
      case Requirement.Quorum(long hosts, var group) -> {
        Thing thing = things.get(group);
        long all = thing == null || thing.hosts() == null ? 0 : thing.hosts();
        long down = failed.stream().filter(one -> one.startsWith(group + "/")).count();
        yield all - down < hosts ? 0 : lostAfter(group, failed);
      }
      case Requirement.Softened(var of, var without, var holds) ->
          without instanceof Requirement.Without.Lost ? later(lostAfter(of, failed), holds) : NEVER;
    };
  }

  /** When so many of them are lost. */
  private long ranked(List<Requirement> of, Set<String> failed, int rank) {
    return rank > of.size()
        ? NEVER
        : of.stream()
            .mapToLong(one -> lostAfter(one, failed))
            .sorted()
            .skip(rank - 1)
            .min()
            .orElse(NEVER);
  }

  private long lostAfter(String name, Set<String> failed) {
    Thing thing = things.get(name);
    return thing == null || failed.contains(name) ? 0 : lostAfter(thing.needs(), failed);
  }

  private static long later(long minutes, @Nullable Duration by) {
    return minutes == NEVER || by == null ? NEVER : minutes + by.toMinutes();
  }
}
