package dev.sluice.model.impact;

import dev.sluice.model.impact.Course.Stand;
import dev.sluice.model.impact.Course.State;
import dev.sluice.model.impact.Course.Useless;
import dev.sluice.model.outcome.Outcome;
import dev.sluice.model.outcome.Policy;
import dev.sluice.model.outcome.Thing;
import dev.sluice.model.outcome.Way;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From a failure that has spread to what becomes of one outcome. */
final class Timeline {
  private final Anatomy anatomy;
  private final Spread spread;
  private final LocalDate today;
  private final Policy policy;

  Timeline(Anatomy anatomy, Spread spread, LocalDate today) {
    this.anatomy = anatomy;
    this.spread = spread;
    this.today = today;
    this.policy = anatomy.outcomes().policy();
  }

  /**
   * The course of an outcome that is lost, in short: for when there are thousands.
   *
   * @param nothing when what stands in runs out
   */
  record Moments(long lost, long nothing, boolean held) {
    /**
     * The moments of one outcome.
     *
     * @param lost when its own needs are
     * @param until when each of its ways is; of one that does not count, anything
     */
    static Moments of(Anatomy.Parts parts, long lost, long[] until) {
      long at = lost;
      boolean held = false;
      for (int i = 0; i < parts.ways().size() && at != Spread.NEVER; i++) {
        if (parts.counts().get(i) && until[i] > at) {
          at = Math.min(until[i], end(at, parts.outcome().ways().get(i)));
          held = true;
        }
      }
      return new Moments(lost, at, held);
    }

    CutSet.Loss loss(Outcome outcome) {
      return new CutSet.Loss(
          outcome,
          held,
          Duration.ofMillis(lost),
          duration(nothing),
          duration(plus(nothing, outcome.harmAfter())));
    }
  }

  Moments moments(Anatomy.Parts parts) {
    long[] until = new long[parts.ways().size()];
    for (int way = 0; way < until.length; way++) {
      until[way] = spread.lost(parts.ways().get(way));
    }
    return Moments.of(parts, spread.lost(parts.usual()), until);
  }

  /**
   * What becomes of an outcome.
   *
   * @param lasts how long the failure does; null for until further notice
   */
  Course course(Anatomy.Parts parts, @Nullable Duration lasts) {
    long end = lasts == null ? Spread.NEVER : plus(lasts.toMillis(), recovery(parts));
    long lost = within(spread.lost(parts.usual()), end);
    long degraded = within(spread.degraded(parts.usual()), end);
    List<Stand> stands = new ArrayList<>();
    List<Useless> useless = new ArrayList<>();
    long at = lost;
    for (int i = 0; i < parts.ways().size() && at < end; i++) {
      Way way = parts.outcome().ways().get(i);
      long until = spread.lost(parts.ways().get(i));
      Useless.@Nullable Reason reason = reason(way, until, at);
      if (reason != null) {
        useless.add(new Useless(way, reason));
        continue;
      }
      long from = at;
      at = Math.min(until, end(at, way));
      stands.add(new Stand(way, Duration.ofMillis(from), duration(within(at, end))));
    }
    long nothing = within(at, end);
    long harm = within(plus(nothing, parts.outcome().harmAfter()), end);
    return new Course(
        parts.outcome(),
        state(lost, degraded, nothing, end, !stands.isEmpty()),
        duration(degraded),
        duration(lost),
        stands,
        useless,
        duration(nothing),
        duration(harm),
        how(parts.usual()),
        lost == Spread.NEVER ? List.of() : because(parts.usual()));
  }

  private Useless.@Nullable Reason reason(Way way, long until, long at) {
    if (until <= at) {
      return Useless.Reason.LOST_TOO;
    }
    return switch (Readiness.of(way, today, policy)) {
      case BUILT_IN, TRIED -> null;
      case STALE -> Useless.Reason.STALE;
      case FAILED -> Useless.Reason.FAILED;
      case NEVER_TRIED -> Useless.Reason.NEVER_TRIED;
    };
  }

  // Without an end, whatever stands in gives time to act; with one, it must last until then.
  private static State state(long lost, long degraded, long nothing, long end, boolean stood) {
    if (lost == Spread.NEVER) {
      return degraded == Spread.NEVER ? State.SAFE : State.DEGRADED;
    }
    boolean open = end == Spread.NEVER;
    return nothing == Spread.NEVER || (open && stood) ? State.HELD : State.LOST;
  }

  /** The longest that a lost group of this outcome takes to come back. */
  private Duration recovery(Anatomy.Parts parts) {
    Duration longest = Duration.ZERO;
    for (int node : below(parts.usual(), false)) {
      Thing thing = anatomy.thing(node);
      if (thing != null
          && thing.recoversIn() != null
          && longest.compareTo(thing.recoversIn()) < 0) {
        longest = thing.recoversIn();
      }
    }
    return longest;
  }

  /** What is lost of all that a node needs; with {@code soft} also by ways that only degrade. */
  List<Integer> below(int node, boolean soft) {
    List<Integer> found = new ArrayList<>();
    var seen = new BitSet();
    List<Integer> open = new ArrayList<>(List.of(node));
    while (!open.isEmpty()) {
      int next = open.removeLast();
      if (seen.get(next)) {
        continue;
      }
      seen.set(next);
      found.add(next);
      for (int edge = anatomy.graph().from()[next];
          edge < anatomy.graph().from()[next + 1];
          edge++) {
        boolean follows =
            soft
                ? spread.degradedThrough(edge) != Spread.NEVER
                : spread.lostThrough(edge) != Spread.NEVER;
        if (follows) {
          open.add(anatomy.graph().child()[edge]);
        }
      }
    }
    return found;
  }

  boolean isLost(int node) {
    return spread.lost(node) != Spread.NEVER;
  }

  private List<String> how(int usual) {
    Set<String> how = new LinkedHashSet<>();
    for (int node : below(usual, true)) {
      for (int edge = anatomy.graph().from()[node];
          edge < anatomy.graph().from()[node + 1];
          edge++) {
        String text = anatomy.graph().how(edge);
        if (text != null && spread.degradedThrough(edge) != Spread.NEVER) {
          how.add(text);
        }
      }
    }
    return List.copyOf(how);
  }

  private List<String> because(int usual) {
    List<String> names = new ArrayList<>();
    int node = usual;
    while (node >= 0) {
      Thing thing = anatomy.thing(node);
      Anatomy.Release release = anatomy.release(node);
      if (thing != null
          && !(names.isEmpty() ? "" : names.getLast()).startsWith(thing.name() + " ")) {
        names.add(thing.title());
      } else if (release != null && release.version() != null) {
        names.add(release.artifact() + " " + release.version());
      }
      node = cause(node);
    }
    return names;
  }

  /** What it was lost by; -1 when it failed by itself. */
  private int cause(int node) {
    for (int edge = anatomy.graph().from()[node]; edge < anatomy.graph().from()[node + 1]; edge++) {
      if (spread.lostThrough(edge) == spread.lost(node)) {
        return anatomy.graph().child()[edge];
      }
    }
    return -1;
  }

  private static long within(long moment, long end) {
    return moment < end ? moment : Spread.NEVER;
  }

  private static long plus(long moment, Duration by) {
    return moment == Spread.NEVER ? Spread.NEVER : moment + by.toMillis();
  }

  private static long end(long from, Way way) {
    return way.keepsFor() == null ? Spread.NEVER : plus(from, way.keepsFor());
  }

  private static @Nullable Duration duration(long moment) {
    return moment == Spread.NEVER ? null : Duration.ofMillis(moment);
  }
}
