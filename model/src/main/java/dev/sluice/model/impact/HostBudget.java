package dev.sluice.model.impact;

import dev.sluice.model.outcome.Outcome;
import dev.sluice.model.outcome.Thing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many hosts of each group may be down at once, all else working, so that no outcome falls
 * below its quorum: the narrowest first.
 *
 * <p>The number of hosts whose loss loses a node follows from its children's as moments do in
 * {@link Spread}: the smallest where all are needed, the largest where one is enough, the
 * (n-k+1)-th where k of n are. One pass over what hangs on the group is exact.
 *
 * @param notKnown groups on which an outcome hangs, without a number of hosts: one may be too many
 */
public record HostBudget(List<Margin> margins, List<Thing> notKnown) {
  public HostBudget {
    margins = List.copyOf(margins);
    notKnown = List.copyOf(notKnown);
  }

  /**
   * The room of one group.
   *
   * @param down hosts that may be down at once
   * @param bound the outcome that one host more would lose; null when none hangs on the group
   * @param anHour hosts that may be taken down in an hour, each being back in its time; null where
   *     that is not written down
   */
  public record Margin(Thing group, long down, @Nullable Outcome bound, @Nullable Long anHour) {}

  static HostBudget of(Impact impact) {
    Anatomy anatomy = impact.anatomy();
    // Numbers of hosts spread here, and no moments: what bridges a lack would be added to them.
    var spread = new Spread(anatomy.graph().withoutHolds(), anatomy.needed());
    List<Margin> margins = new ArrayList<>();
    List<Thing> notKnown = new ArrayList<>();
    for (Thing group : impact.outcomes().things()) {
      if (group.kind() != Thing.Kind.GROUP) {
        continue;
      }
      spread.clear();
      if (group.hosts() == null) {
        spread.fail(anatomy.at(group.name()), 1);
        spread.settle();
        if (margin(anatomy, spread, group, 1).bound() != null) {
          notKnown.add(group);
        }
        continue;
      }
      long hosts = group.hosts();
      spread.fail(anatomy.at(group.name()), hosts);
      anatomy
          .quorums()
          .forEach(
              (quorum, node) -> {
                if (quorum.group().equals(group.name())) {
                  spread.fail(node, hosts - quorum.hosts() + 1);
                }
              });
      spread.settle();
      margins.add(margin(anatomy, spread, group, hosts));
    }
    margins.sort(
        Comparator.<Margin, Boolean>comparing(margin -> margin.bound() == null)
            .thenComparingLong(Margin::down)
            .thenComparing(margin -> margin.group().name()));
    return new HostBudget(margins, notKnown);
  }

  private static Margin margin(Anatomy anatomy, Spread spread, Thing group, long hosts) {
    long fewest = Spread.NEVER;
    Outcome bound = null;
    for (Anatomy.Parts parts : anatomy.parts()) {
      long lost = spread.lost(parts.usual());
      if (lost < fewest) {
        fewest = lost;
        bound = parts.outcome();
      }
    }
    long down = bound == null ? hosts : fewest - 1;
    return new Margin(group, down, bound, anHour(down, group.recoversIn()));
  }

  private static @Nullable Long anHour(long down, @Nullable Duration recoversIn) {
    return recoversIn == null
        ? null
        : Math.multiplyExact(down, Duration.ofHours(1).toMillis()) / recoversIn.toMillis();
  }

  /** The group with the least room on which an outcome hangs; null when there is none. */
  public @Nullable Margin narrowest() {
    return margins.stream().filter(margin -> margin.bound() != null).findFirst().orElse(null);
  }
}
