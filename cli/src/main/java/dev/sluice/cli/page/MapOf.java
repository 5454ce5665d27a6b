package dev.sluice.cli.page;

import dev.sluice.cli.page.MapGraph.Force;
import dev.sluice.cli.page.MapGraph.Kind;
import dev.sluice.cli.screen.Plain;
import dev.sluice.model.impact.CutSet;
import dev.sluice.model.impact.Impact;
import dev.sluice.model.impact.Readiness;
import dev.sluice.model.impact.Sentences;
import dev.sluice.model.impact.SinglePoints;
import dev.sluice.model.outcome.Outcome;
import dev.sluice.model.outcome.Outcomes;
import dev.sluice.model.outcome.Requirement;
import dev.sluice.model.outcome.Thing;
import dev.sluice.model.outcome.Way;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** From outcomes to the graph that is drawn, as large as can be read and no larger. */
final class MapOf {
  /** Up to so many outcomes and things, all is drawn one by one, with what stands in. */
  static final int FEW = 60;

  /** More than so many nodes, and only the worst single failures are drawn. */
  static final int MOST = 260;

  /** Finding what can be left out takes the square of this in bits, and this as depth. */
  private static final int MOST_JUDGED = 1500;

  private static final int WORST = 60;

  private final Outcomes outcomes;
  private final Impact impact;
  private final SinglePoints points;
  private final Marks marks;
  private final Map<String, Thing> things = new HashMap<>();
  private final List<String> notes = new ArrayList<>();

  private MapOf(Impact impact, SinglePoints points, Marks marks) {
    this.outcomes = impact.outcomes();
    this.impact = impact;
    this.points = points;
    this.marks = marks;
    outcomes.things().forEach(thing -> things.put(thing.name(), thing));
  }

  /**
   * A graph with what must be said beneath its drawing.
   *
   * @param notes what it leaves out or draws together
   */
  record Made(MapGraph graph, List<String> notes) {}

  static Made of(Impact impact, SinglePoints points, Marks marks) {
    return new MapOf(impact, points, marks).make();
  }

  private Made make() {
    MapGraph whole = whole(true);
    long many = whole.count(Kind.OUTCOME) + whole.count(Kind.THING);
    if (many <= FEW) {
      return new Made(whole, notes);
    }
    if (many > MOST_JUDGED) {
      return new Made(worst(), notes);
    }
    whole = whole(false);
    int said = whole.reduce();
    int alike = whole.group();
    if (whole.nodes().size() > MOST) {
      return new Made(worst(), notes);
    }
    notes.add("What stands in for outcomes is not drawn; the table of fallbacks has it.");
    if (said > 0) {
      notes.add(
          "%s not drawn, as others say them already: what needs something needs all that this needs."
              .formatted(said == 1 ? "1 line is" : Numbers.count(said) + " lines are"));
    }
    if (alike > 0) {
      notes.add(
          "%s that are needed by the same and need the same are drawn together."
              .formatted(Numbers.count(alike, "thing")));
    }
    return new Made(whole, notes);
  }

  private MapGraph whole(boolean ways) {
    var graph = new MapGraph();
    Deque<Thing> next = new ArrayDeque<>();
    for (Outcome outcome : outcomes.outcomes()) {
      String id = "outcome " + outcome.name();
      graph.add(id, node(outcome));
      needs(graph, id, outcome.needs(), next);
      for (int i = 0; ways && i < outcome.ways().size(); i++) {
        String way = "way " + i + " " + outcome.name();
        graph.add(way, node(outcome.ways().get(i), Rows.way(outcome.name(), i)));
        graph.link(id, way, Force.DEGRADES);
        needs(graph, way, outcome.ways().get(i).needs(), next);
      }
    }
    Set<String> done = new HashSet<>();
    while (!next.isEmpty()) {
      Thing thing = next.remove();
      if (done.add(thing.name())) {
        needs(graph, "thing " + thing.name(), thing.needs(), next);
      }
    }
    return graph;
  }

  private void needs(MapGraph graph, String from, Requirement needs, Deque<Thing> next) {
    targets(graph, needs, Force.LOSES, next)
        .forEach(target -> graph.link(from, target.id(), target.force()));
  }

  private record Target(String id, Force force) {}

  private List<Target> targets(MapGraph graph, Requirement needs, Force force, Deque<Thing> next) {
    return switch (needs) {
      case Requirement.One(var thing) -> List.of(thing(graph, thing, force, next));
      case Requirement.Running(var artifact, _) -> List.of(thing(graph, artifact, force, next));
      case Requirement.All(var of) ->
          of.stream().flatMap(each -> targets(graph, each, force, next).stream()).toList();
      case Requirement.Any(var of) -> join(graph, 1, of, force, next);
      case Requirement.AtLeast(var count, var of) -> join(graph, count, of, force, next);
      case Requirement.Quorum(var hosts, var group) -> {
        Thing thing = things.get(group);
        if (hosts <= 1 && (thing == null || thing.hosts() == null || thing.hosts() > 1)) {
          yield List.of(thing(graph, group, force, next));
        }
        Long all = thing == null ? null : thing.hosts();
        String words =
            (all == null ? Numbers.count(hosts) : hosts + " of " + Numbers.count(all)) + " hosts";
        yield List.of(joined(graph, words, List.of(thing(graph, group, Force.LOSES, next)), force));
      }
      case Requirement.Softened(var of, var without, var holdsFor) ->
          switch (without) {
            case Requirement.Without.Lost _ ->
                targets(
                    graph,
                    of,
                    holdsFor.equals(Duration.ZERO) ? force : force.then(Force.LOSES_LATER),
                    next);
            case Requirement.Without.Degraded _ -> targets(graph, of, Force.DEGRADES, next);
            case Requirement.Without.Unaffected _ -> List.of();
          };
    };
  }

  private List<Target> join(
      MapGraph graph, int count, List<Requirement> of, Force force, Deque<Thing> next) {
    if (count == of.size()) {
      return targets(graph, new Requirement.All(of), force, next);
    }
    List<Target> targets =
        of.stream().flatMap(each -> targets(graph, each, Force.LOSES, next).stream()).toList();
    return List.of(joined(graph, count + " of " + of.size(), targets, force));
  }

  /** One node for all that need the same of the same. */
  private static Target joined(MapGraph graph, String words, List<Target> of, Force force) {
    Set<String> ids = new TreeSet<>();
    of.forEach(target -> ids.add(target.id() + " " + target.force()));
    String id = "join " + words + " " + String.join(" ", ids);
    graph.add(
        id, new MapGraph.Node(Kind.JOIN, "", words, "", Page.State.NONE, words + " must work", ""));
    of.forEach(target -> graph.link(id, target.id(), target.force()));
    return new Target(id, force);
  }

  private Target thing(MapGraph graph, String name, Force force, Deque<Thing> next) {
    String id = "thing " + name;
    Thing thing = things.get(name);
    if (thing == null) {
      throw new IllegalStateException("no thing " + name);
    }
    if (!graph.nodes().containsKey(id)) {
      graph.add(id, node(thing));
      next.add(thing);
    }
    return new Target(id, force);
  }

  private MapGraph.Node node(Thing thing) {
    Marks.Mark mark = marks.of(thing.name());
    String note = note(thing, mark);
    return new MapGraph.Node(
        Kind.THING,
        thing.kind().word(),
        Plain.of(thing.name()),
        note,
        mark.state(),
        Plain.of(
            thing.name()
                + (thing.says() == null ? "" : ", " + thing.says())
                + " ("
                + thing.kind().word()
                + ")"
                + (mark.word().isEmpty() ? "" : ": " + mark.word() + outcomesWord(mark))),
        Rows.thing(thing.name()));
  }

  private static String outcomesWord(Marks.Mark mark) {
    return Math.max(mark.bare(), mark.held()) == 1 ? " outcome" : " outcomes";
  }

  private static String note(Thing thing, Marks.Mark mark) {
    return mark.word().isEmpty()
        ? Plain.of(thing.kind().word() + (thing.sort() == null ? "" : ", " + thing.sort()))
        : mark.word();
  }

  private static MapGraph.Node node(Outcome outcome) {
    String people = Sentences.people(outcome);
    return new MapGraph.Node(
        Kind.OUTCOME,
        "",
        Plain.of(outcome.says()),
        people,
        Page.State.NONE,
        Plain.of("Outcome: " + outcome.says() + (people.isEmpty() ? "" : ", " + people)),
        Rows.outcome(outcome.name()));
  }

  private MapGraph.Node node(Way way, String row) {
    Readiness readiness = Readiness.of(way, impact.today(), outcomes.policy());
    Page.State state = StandInsOf.state(readiness);
    return new MapGraph.Node(
        Kind.WAY,
        "",
        StandInsOf.kind(way),
        StandInsOf.shortly(readiness),
        state,
        Plain.of("Stands in: " + way.says() + " (" + StandInsOf.shortly(readiness) + ")"),
        row);
  }

  /** The worst single failures and the outcomes that each loses, without what lies between. */
  private MapGraph worst() {
    var graph = new MapGraph();
    Set<String> lost = new HashSet<>();
    int drawn = 0;
    for (CutSet set : points.sets()) {
      if (drawn == WORST || lost.size() > WORST) {
        break;
      }
      Thing thing = things.get(set.parts().getFirst().name());
      if (thing == null) {
        continue;
      }
      String id = "thing " + thing.name();
      graph.add(id, node(thing));
      drawn++;
      set.losses().stream().limit(WORST).forEach(loss -> link(graph, loss, id, lost));
    }
    graph.group();
    notes.add(
        "The file has too much for one picture: %s and %s. Drawn are the %s worst single failures"
                .formatted(
                    Numbers.count(outcomes.outcomes().size(), "outcome"),
                    Numbers.count(outcomes.things().size(), "thing"),
                    drawn)
            + " with outcomes that each loses, without what lies between. The tables have all.");
    return graph;
  }

  private static void link(MapGraph graph, CutSet.Loss loss, String thing, Set<String> lost) {
    String id = "outcome " + loss.outcome().name();
    if (lost.size() < WORST || lost.contains(id)) {
      lost.add(id);
      graph.add(id, node(loss.outcome()));
      graph.link(id, thing, loss.lostAfter().isZero() ? Force.LOSES : Force.LOSES_LATER);
    }
  }
}
