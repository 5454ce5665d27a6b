package dev.sluice.model.impact;

import dev.sluice.model.Version;
import dev.sluice.model.outcome.Outcome;
import dev.sluice.model.outcome.Outcomes;
import dev.sluice.model.outcome.Requirement;
import dev.sluice.model.outcome.Thing;
import dev.sluice.model.outcome.Way;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Outcomes as a graph, with the way back from numbers to names. An outcome has a node for what it
 * usually needs, one for each way that stands in for it, and one for all of these together: that is
 * lost when nothing is left.
 */
final class Anatomy {
  private final Outcomes outcomes;
  private final Graph graph;
  private final Graph.Needed needed;
  private final Map<String, Integer> things = new HashMap<>();
  private final Map<String, Thing> named = new HashMap<>();
  private final Map<Integer, Thing> thingAt = new HashMap<>();
  private final Map<Release, Integer> releases = new LinkedHashMap<>();
  private final Map<Integer, Release> releaseAt = new HashMap<>();
  private final Map<Spare, Integer> spares = new LinkedHashMap<>();
  private final List<Parts> parts = new ArrayList<>();
  private final Map<Quorum, Integer> quorums = new LinkedHashMap<>();

  /** An artifact as some group runs it. */
  record Release(String artifact, @Nullable Version version) {}

  /**
   * A single host of a group.
   *
   * @param number 0 for the first, 1 for another
   */
  record Spare(String group, int number) {}

  /** So many hosts of a group. */
  record Quorum(String group, long hosts) {}

  /**
   * The nodes of an outcome.
   *
   * @param usual lost when the outcome's own needs are
   * @param ways one for each of its ways, those that do not count too
   * @param counts which of them can stand in at all
   * @param whole lost when the usual and every way that counts are
   */
  record Parts(Outcome outcome, int usual, List<Integer> ways, List<Boolean> counts, int whole) {
    Parts {
      ways = List.copyOf(ways);
      counts = List.copyOf(counts);
    }
  }

  /**
   * Of these outcomes.
   *
   * @param counts which ways can stand in at all
   */
  Anatomy(Outcomes outcomes, Predicate<Way> counts) {
    this.outcomes = outcomes;
    var build = new GraphBuilder();
    for (Thing thing : outcomes.things()) {
      named.put(thing.name(), thing);
      things.put(thing.name(), build.node(GraphBuilder.ALL));
    }
    var weave = new Weave(build);
    for (Thing thing : outcomes.things()) {
      weave.needs(at(thing.name()), thing.needs());
    }
    List<Parts> loose = new ArrayList<>();
    for (Outcome outcome : outcomes.outcomes()) {
      loose.add(weave.parts(outcome, counts));
    }
    GraphBuilder.Built built = build.build();
    graph = built.graph();
    needed = graph.needed();
    things.replaceAll((_, node) -> built.number(node));
    releases.replaceAll((_, node) -> built.number(node));
    spares.replaceAll((_, node) -> built.number(node));
    quorums.replaceAll((_, node) -> built.number(node));
    outcomes.things().forEach(thing -> thingAt.put(at(thing.name()), thing));
    releases.forEach((release, node) -> releaseAt.put(node, release));
    for (Parts one : loose) {
      parts.add(
          new Parts(
              one.outcome(),
              built.number(one.usual()),
              one.ways().stream().map(built::number).toList(),
              one.counts(),
              built.number(one.whole())));
    }
  }

  /** Requirements into nodes and edges. */
  private final class Weave {
    private final GraphBuilder build;

    Weave(GraphBuilder build) {
      this.build = build;
    }

    Parts parts(Outcome outcome, Predicate<Way> counts) {
      int usual = build.node(GraphBuilder.ALL);
      needs(usual, outcome.needs());
      int whole = build.node(1);
      build.edge(whole, usual);
      List<Integer> ways = new ArrayList<>();
      for (Way way : outcome.ways()) {
        int node = build.node(GraphBuilder.ALL);
        needs(node, way.needs());
        ways.add(node);
        if (counts.test(way)) {
          build.edge(whole, node);
        }
      }
      return new Parts(
          outcome, usual, ways, outcome.ways().stream().map(counts::test).toList(), whole);
    }

    /** Hangs a requirement beneath a node that needs all. */
    private void needs(int node, Requirement requirement) {
      switch (requirement) {
        case Requirement.All(var of) -> of.forEach(one -> needs(node, one));
        case Requirement.Softened(var of, var without, var holds) -> {
          byte effect =
              switch (without) {
                case Requirement.Without.Lost _ -> Graph.LOSES;
                case Requirement.Without.Degraded _ -> Graph.DEGRADES;
                case Requirement.Without.Unaffected _ -> Graph.NOTHING;
              };
          String how = without instanceof Requirement.Without.Degraded(var text) ? text : "";
          build.edge(node, node(of), effect, holds.toMillis(), how);
        }
        case Requirement.One _,
            Requirement.Running _,
            Requirement.Any _,
            Requirement.AtLeast _,
            Requirement.Quorum _ ->
            build.edge(node, node(requirement));
      }
    }

    private int node(Requirement requirement) {
      return switch (requirement) {
        case Requirement.One(var name) -> at(name);
        case Requirement.Running(var artifact, var version) ->
            release(new Release(artifact, version));
        case Requirement.All _, Requirement.Softened _ -> {
          int gate = build.node(GraphBuilder.ALL);
          needs(gate, requirement);
          yield gate;
        }
        case Requirement.Any(var of) -> choice(1, of);
        case Requirement.AtLeast(int count, var of) -> choice(count, of);
        case Requirement.Quorum(long hosts, var group) -> quorum(new Quorum(group, hosts));
      };
    }

    private int choice(int count, List<Requirement> of) {
      int gate = build.node(count);
      for (Requirement one : of) {
        if (one instanceof Requirement.Softened) {
          needs(gate, one);
        } else {
          build.edge(gate, node(one));
        }
      }
      return gate;
    }

    private int release(Release release) {
      @Nullable Integer known = releases.get(release);
      if (known != null) {
        return known;
      }
      int node = build.node(GraphBuilder.ALL);
      build.edge(node, at(release.artifact()));
      releases.put(release, node);
      return node;
    }

    /** One host of it, or two, where a quorum feels the loss of so few. */
    private int quorum(Quorum quorum) {
      @Nullable Integer known = quorums.get(quorum);
      if (known != null) {
        return known;
      }
      int node = build.node(GraphBuilder.ALL);
      build.edge(node, at(quorum.group()));
      quorums.put(quorum, node);
      long hosts = hosts(quorum.group());
      long spare = hosts - quorum.hosts();
      if (spare == 0 && hosts > 1) {
        build.edge(node, spare(quorum.group(), 0));
        build.edge(node, spare(quorum.group(), 1));
      } else if (spare == 1 && hosts > 2) {
        int one = build.node(1);
        build.edge(one, spare(quorum.group(), 0));
        build.edge(one, spare(quorum.group(), 1));
        build.edge(node, one);
      }
      return node;
    }

    private int spare(String group, int number) {
      return spares.computeIfAbsent(new Spare(group, number), _ -> build.node(GraphBuilder.ALL));
    }

    private long hosts(String group) {
      @Nullable Thing thing = named.get(group);
      return thing == null || thing.hosts() == null ? 0 : thing.hosts();
    }
  }

  Graph graph() {
    return graph;
  }

  Graph.Needed needed() {
    return needed;
  }

  Spread spread() {
    return new Spread(graph, needed);
  }

  Outcomes outcomes() {
    return outcomes;
  }

  List<Parts> parts() {
    return parts;
  }

  Map<Release, Integer> releases() {
    return releases;
  }

  Map<Spare, Integer> spares() {
    return spares;
  }

  Map<Quorum, Integer> quorums() {
    return quorums;
  }

  /** The node of a thing that is in the file. */
  int at(String thing) {
    @Nullable Integer node = things.get(thing);
    if (node == null) {
      throw new IllegalStateException("nothing is called " + thing);
    }
    return node;
  }

  @Nullable Thing thing(String name) {
    return named.get(name);
  }

  @Nullable Thing thing(int node) {
    return thingAt.get(node);
  }

  @Nullable Release release(int node) {
    return releaseAt.get(node);
  }
}
