package dev.sluice.model.impact;

import dev.sluice.model.outcome.Thing;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What can fail by itself: every thing, and a host or two of a group where a quorum feels it. */
final class Candidates {
  private final Anatomy anatomy;
  private final int[] nodes;
  private final Map<Integer, Anatomy.Spare> spareAt;
  private final int firstHosts;

  private Candidates(Anatomy anatomy, int[] nodes, Map<Integer, Anatomy.Spare> spareAt) {
    this.anatomy = anatomy;
    this.nodes = nodes;
    this.spareAt = spareAt;
    this.firstHosts =
        nodes.length
            - Math.toIntExact(
                spareAt.values().stream().filter(spare -> spare.number() > 0).count());
  }

  static Candidates of(Anatomy anatomy) {
    Map<Integer, Anatomy.Spare> spareAt =
        anatomy.spares().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
    // Second hosts come last: a pair with one is looked for under the first.
    int[] nodes =
        IntStream.concat(
                IntStream.concat(
                        anatomy.outcomes().things().stream()
                            .filter(Candidates::failsWhole)
                            .mapToInt(thing -> anatomy.at(thing.name())),
                        hosts(spareAt, 0))
                    .sorted(),
                hosts(spareAt, 1))
            .toArray();
    return new Candidates(anatomy, nodes, spareAt);
  }

  private static IntStream hosts(Map<Integer, Anatomy.Spare> spareAt, int number) {
    return spareAt.entrySet().stream()
        .filter(spare -> spare.getValue().number() == number)
        .mapToInt(Map.Entry::getKey)
        .sorted();
  }

  /** Several people are not ill at once by one cause. */
  private static boolean failsWhole(Thing thing) {
    return thing.kind() != Thing.Kind.PERSON || thing.hosts() == null || thing.hosts() < 2;
  }

  /** The node of each; never changed. */
  int[] nodes() {
    return nodes;
  }

  /** How many there are before the second hosts. */
  int firstHosts() {
    return firstHosts;
  }

  int count() {
    return nodes.length;
  }

  /** Whether it says the same as another candidate: the second host of a group. */
  boolean isSecondHost(int candidate) {
    return candidate >= firstHosts;
  }

  /** Whether two candidates are two hosts of one group. */
  boolean areTwoHosts(int one, int other) {
    Anatomy.Spare first = spareAt.get(nodes[one]);
    Anatomy.Spare second = spareAt.get(nodes[other]);
    return first != null && second != null && first.group().equals(second.group());
  }

  CutSet.Part part(int candidate) {
    Anatomy.@Nullable Spare spare = spareAt.get(nodes[candidate]);
    if (spare != null) {
      return new CutSet.Part(spare.group(), spare.group(), Thing.Kind.GROUP.word(), 1);
    }
    Thing thing = anatomy.thing(nodes[candidate]);
    if (thing == null) {
      throw new IllegalStateException("no thing at node " + nodes[candidate]);
    }
    return new CutSet.Part(thing.name(), thing.title(), thing.kind().word(), 0);
  }

  List<CutSet.Part> parts(int... candidates) {
    if (candidates.length == 2 && areTwoHosts(candidates[0], candidates[1])) {
      CutSet.Part one = part(candidates[0]);
      return List.of(new CutSet.Part(one.name(), one.title(), one.kind(), 2));
    }
    return IntStream.of(candidates).mapToObj(this::part).toList();
  }
}
