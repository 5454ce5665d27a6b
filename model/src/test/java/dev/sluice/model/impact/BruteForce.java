package dev.sluice.model.impact;

import dev.sluice.model.outcome.Outcome;
import dev.sluice.model.outcome.Outcomes;
import dev.sluice.model.outcome.Requirement;
import dev.sluice.model.outcome.Thing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The same questions, answered by trying everything, from the requirements as they are written. */
final class BruteForce {
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
    boolean lost = !holds(outcome.needs(), failed);
    return lost
        && (!bare
            || outcome.ways().stream()
                .filter(way -> Readiness.of(way, Asked.TODAY, outcomes.policy()).counts())
                .noneMatch(way -> holds(way.needs(), failed)));
  }

  private boolean holds(Requirement requirement, Set<String> failed) {
    return switch (requirement) {
      case Requirement.One(var name) -> holds(name, failed);
      case Requirement.Running(var artifact, _) -> holds(artifact, failed);
      case Requirement.All(var of) -> of.stream().allMatch(one -> holds(one, failed));
      case Requirement.Any(var of) -> of.stream().anyMatch(one -> holds(one, failed));
      case Requirement.AtLeast(int count, var of) ->
          of.stream().filter(one -> holds(one, failed)).count() >= count;
      case Requirement.Quorum(long hosts, var group) -> {
        Thing thing = things.get(group);
        long all = thing == null || thing.hosts() == null ? 0 : thing.hosts();
        long down = failed.stream().filter(one -> one.startsWith(group + "/")).count();
        yield holds(group, failed) && all - down >= hosts;
      }
      case Requirement.Softened(var of, var without, _) ->
          !(without instanceof Requirement.Without.Lost) || holds(of, failed);
    };
  }

  private boolean holds(String name, Set<String> failed) {
    Thing thing = things.get(name);
    return thing != null && !failed.contains(name) && holds(thing.needs(), failed);
  }
}
