package dev.sluice.cli.page;

import dev.sluice.cli.screen.Plain;
import dev.sluice.model.impact.CutSet;
import dev.sluice.model.impact.HostBudget;
import dev.sluice.model.impact.Impact;
import dev.sluice.model.impact.Judgement;
import dev.sluice.model.impact.Sentences;
import dev.sluice.model.impact.SinglePoints;
import dev.sluice.model.outcome.Outcome;
import dev.sluice.model.outcome.Outcomes;
import dev.sluice.model.outcome.Requirement;
import dev.sluice.model.outcome.Thing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** From outcomes on a day to what their page shows: values to values. */
final class PageOf {
  private static final int MOST_USERS = 8;
  private static final int MOST_LOST = 4;

  private final Impact impact;
  private final Outcomes outcomes;
  private final SinglePoints points;
  private final Sentences sentences;
  private final Marks marks;
  private final List<CutSet> bare;
  private final List<CutSet> held;

  private PageOf(Impact impact) {
    this.impact = impact;
    this.outcomes = impact.outcomes();
    this.points = impact.singlePoints();
    this.sentences = new Sentences(impact.today(), outcomes.policy(), null);
    this.marks = new Marks(points);
    this.bare = points.sets().stream().filter(CutSet::isBare).toList();
    this.held = points.sets().stream().filter(set -> !set.isBare()).toList();
  }

  static Page page(Impact impact, String file) {
    return new PageOf(impact).page(file);
  }

  private Page page(String file) {
    MapOf.Made map = MapOf.of(impact, points, marks);
    return new Page(
        outcomes.place() == null ? "Outcomes" : Plain.of(outcomes.place()),
        title(),
        state(),
        switch (state()) {
          case BAD -> "hangs on one thing";
          case UNSURE -> "not known";
          case GOOD, NONE -> "no single failure";
        },
        meaning(),
        "As on %s: %s, %s, %s."
            .formatted(
                StandInsOf.day(impact.today()),
                Numbers.count(outcomes.outcomes().size(), "outcome"),
                Numbers.count(outcomes.things().size(), "thing"),
                "a drill counts for " + Numbers.count(outcomes.policy().days(), "day")),
        points(bare, false),
        points(held, true),
        held.size(),
        open(),
        MapLayout.of(
            map.graph(),
            "Map of outcomes and what they hang on",
            "%s at the left; every line leads from what needs something to what it needs, to its right. The tables on this page say the same."
                .formatted(Numbers.count(map.graph().count(MapGraph.Kind.OUTCOME), "outcome"))),
        map.notes(),
        new NeedsOf(impact, points, sentences).rows(),
        StandInsOf.rows(impact),
        policy(),
        rooms(),
        things(),
        again(Plain.of(file)));
  }

  private Page.State state() {
    return !bare.isEmpty()
        ? Page.State.BAD
        : points.notKnown().isEmpty() ? Page.State.GOOD : Page.State.UNSURE;
  }

  private String title() {
    return switch (bare.size()) {
      case 0 ->
          points.notKnown().isEmpty()
              ? "No single failure loses an outcome with nothing standing in"
              : "No single failure is known that loses an outcome with nothing standing in";
      case 1 -> "One failure alone loses an outcome, and nothing that was tried stands in";
      default ->
          "%s failures lose an outcome alone, and nothing that was tried stands in"
              .formatted(Numbers.count(bare.size()));
    };
  }

  private List<String> meaning() {
    List<String> lines = new ArrayList<>();
    if (!bare.isEmpty()) {
      CutSet worst = bare.getFirst();
      List<CutSet.Loss> lost = worst.losses().stream().filter(loss -> !loss.held()).toList();
      lines.add(
          Plain.of(
              "The worst is %s: without it, %s%s%s."
                  .formatted(
                      spoken(worst),
                      lost.stream()
                          .limit(3)
                          .map(loss -> "\"" + loss.outcome().says() + "\"")
                          .collect(Collectors.joining(", ")),
                      lost.size() > 3 ? " and %d more".formatted(lost.size() - 3) : "",
                      (lost.size() == 1 ? " is lost" : " are lost")
                          + (worst.people() == 0
                              ? ""
                              : ", which " + Numbers.count(worst.people()) + " people a day need")
                          + (worst.harmAfter() == null
                              ? ""
                              : "; people are harmed " + after(worst.harmAfter())))));
    }
    if (!held.isEmpty()) {
      lines.add(
          "%s by something that was tried."
              .formatted(
                  held.size() == 1
                      ? (bare.isEmpty() ? "One failure" : "One more failure")
                          + " loses an outcome, held for a time"
                      : Numbers.count(held.size())
                          + (bare.isEmpty() ? "" : " more")
                          + " failures lose outcomes, all held for a time"));
    }
    if (!points.notKnown().isEmpty()) {
      lines.add(
          "Of %s not all is written down, so there may be more. What is not known is not counted as safe."
              .formatted(Numbers.count(points.notKnown().size(), "outcome")));
    }
    return lines;
  }

  private static String spoken(CutSet set) {
    return set.parts().stream().map(CutSet.Part::spoken).collect(Collectors.joining(" and "));
  }

  static String after(Duration after) {
    return after.isZero() ? "at once" : "after " + Sentences.spoken(after);
  }

  /** Failures that lose the same outcomes at the same time are one row. */
  private static List<Page.Point> points(List<CutSet> sets, boolean held) {
    Map<List<CutSet.Loss>, List<CutSet>> alike = new LinkedHashMap<>();
    sets.forEach(set -> alike.computeIfAbsent(set.losses(), _ -> new ArrayList<>()).add(set));
    return alike.values().stream().map(same -> point(same, held)).toList();
  }

  private static Page.Point point(List<CutSet> same, boolean held) {
    CutSet set = same.getFirst();
    long people = held ? set.peopleHeld() : set.people();
    List<String> loses =
        set.losses().stream()
            .map(loss -> Plain.of(loss.outcome().says()) + (loss.held() && !held ? " (held)" : ""))
            .toList();
    // One more line is shorter than the line that says there is one more.
    int shown = loses.size() <= MOST_LOST + 1 ? loses.size() : MOST_LOST;
    return new Page.Point(
        same.stream().map(one -> Plain.of(spoken(one))).toList(),
        people == 0 ? "not written down" : Numbers.count(people),
        set.harmAfter() == null ? "held" : after(set.harmAfter()),
        loses.subList(0, shown),
        loses.subList(shown, loses.size()));
  }

  private List<String> open() {
    return points.notKnown().stream()
        .flatMap(one -> one.open().stream())
        .distinct()
        .map(open -> Plain.of(open.thing() + ": " + open.what()))
        .toList();
  }

  private List<Page.Said> policy() {
    Judgement judgement = impact.judged();
    List<Page.Said> said = new ArrayList<>();
    judgement
        .breaches()
        .forEach(
            breach ->
                said.add(
                    new Page.Said(Page.State.BAD, "not allowed", Plain.of(sentences.of(breach)))));
    judgement
        .waived()
        .forEach(
            one ->
                said.add(
                    new Page.Said(
                        Page.State.UNSURE,
                        "accepted",
                        Plain.of(
                            "%s Accepted until %s by the waiver %s: %s."
                                .formatted(
                                    sentences.of(one.breach()),
                                    StandInsOf.day(one.waiver().until()),
                                    one.waiver().name(),
                                    one.waiver().reason())))));
    return said;
  }

  private List<Page.Room> rooms() {
    List<Page.Room> rooms = new ArrayList<>();
    HostBudget budget = impact.hostBudget();
    for (Thing group : budget.notKnown()) {
      rooms.add(
          new Page.Room(
              Plain.of(group.name()),
              "not written down",
              Page.State.UNSURE,
              "not known",
              "not known",
              "one host may be too many"));
    }
    for (HostBudget.Margin margin : budget.margins()) {
      Outcome bound = margin.bound();
      Long hosts = margin.group().hosts();
      rooms.add(
          new Page.Room(
              Plain.of(margin.group().name()),
              hosts == null ? "" : Numbers.count(hosts),
              bound == null
                  ? Page.State.NONE
                  : margin.down() == 0 ? Page.State.BAD : Page.State.GOOD,
              bound == null ? "all" : margin.down() == 0 ? "none" : Numbers.count(margin.down()),
              margin.anHour() == null ? "not written down" : Numbers.count(margin.anHour()),
              bound == null ? "no outcome hangs on it" : Plain.of(bound.says())));
    }
    return rooms;
  }

  private List<Page.Part> things() {
    Map<String, Set<String>> users = new HashMap<>();
    for (Outcome outcome : outcomes.outcomes()) {
      used(outcome.needs(), outcome.says(), users);
      outcome.ways().forEach(way -> used(way.needs(), outcome.says() + " (stands in)", users));
    }
    outcomes.things().forEach(thing -> used(thing.needs(), thing.name(), users));
    return outcomes.things().stream()
        .map(thing -> part(thing, users.getOrDefault(thing.name(), Set.of())))
        .toList();
  }

  private Page.Part part(Thing thing, Set<String> users) {
    Marks.Mark mark = marks.of(thing.name());
    boolean open = !thing.unwritten().isEmpty();
    String needs =
        NeedText.of(thing.needs())
            + (thing.atStart().isEmpty() ? "" : "; to start: " + String.join(", ", thing.atStart()))
            + (open
                ? "; not written down: "
                    + thing.unwritten().stream()
                        .map(Thing.Unwritten::what)
                        .collect(Collectors.joining(", "))
                : "");
    return new Page.Part(
        Rows.thing(thing.name()),
        Plain.of(thing.name()),
        Plain.of(thing.kind().word() + (thing.sort() == null ? "" : ", " + thing.sort())),
        thing.says() == null ? "" : Plain.of(thing.says()),
        mark.state(),
        mark.word().isEmpty() ? "loses nothing alone" : mark.word(),
        Plain.of(needs),
        users.isEmpty()
            ? "nothing"
            : Plain.of(users.stream().limit(MOST_USERS).collect(Collectors.joining(", ")))
                + (users.size() > MOST_USERS
                    ? " and %s more".formatted(Numbers.count(users.size() - MOST_USERS))
                    : ""));
  }

  private static void used(Requirement needs, String by, Map<String, Set<String>> users) {
    switch (needs) {
      case Requirement.One(var thing) -> user(thing, by, users);
      case Requirement.Running(var artifact, _) -> user(artifact, by, users);
      case Requirement.Quorum(_, var group) -> user(group, by, users);
      case Requirement.All(var of) -> of.forEach(each -> used(each, by, users));
      case Requirement.Any(var of) -> of.forEach(each -> used(each, by, users));
      case Requirement.AtLeast(_, var of) -> of.forEach(each -> used(each, by, users));
      case Requirement.Softened(var of, _, _) -> used(of, by, users);
    }
  }

  private static void user(String thing, String by, Map<String, Set<String>> users) {
    users.computeIfAbsent(thing, _ -> new LinkedHashSet<>()).add(by);
  }

  private List<Page.Command> again(String file) {
    List<Page.Command> commands = new ArrayList<>();
    String from = " --file " + quoted(file);
    @Nullable CutSet worst = points.sets().isEmpty() ? null : points.sets().getFirst();
    if (worst != null && worst.parts().getFirst().hosts() == 0) {
      CutSet.Part part = worst.parts().getFirst();
      commands.add(
          new Page.Command(
              "What becomes of every outcome without the worst, in time:",
              "sluice impact " + part.kind() + " " + quoted(part.name()) + from));
    }
    commands.add(
        new Page.Command(
            "The same single failures in a terminal, and pairs of them:",
            "sluice impact spof --pairs" + from));
    commands.add(
        new Page.Command(
            "What a planned change would make worse:",
            "sluice impact diff " + quoted(file) + " CHANGED.yaml --gate"));
    return commands;
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9._/@:+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
