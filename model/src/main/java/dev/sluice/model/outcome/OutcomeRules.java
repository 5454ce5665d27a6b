package dev.sluice.model.outcome;

import dev.sluice.model.file.Findings;
import dev.sluice.model.file.Located;
import dev.sluice.model.file.Nearest;
import dev.sluice.model.file.Quoted;
import dev.sluice.model.file.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rules between parts of the file. */
final class OutcomeRules {
  /** Larger files are refused: beyond them nobody has measured how long answers take. */
  private static final int MOST_THINGS = 20_000;

  private static final int MOST_NEEDS = 100_000;
  private static final int MOST_OUTCOMES = 1_000;
  private static final int LISTED = 12;

  private final Findings findings;
  private final Set<String> outcomes;
  private final Map<String, Located<Thing>> things = new HashMap<>();
  private final List<Located<Thing>> listed;
  private final List<Reference> references;
  private final List<NeedReader.Quorum> quorums;

  OutcomeRules(
      Findings findings,
      Set<String> outcomes,
      List<Located<Thing>> listed,
      List<Reference> references,
      List<NeedReader.Quorum> quorums) {
    this.findings = findings;
    this.outcomes = outcomes;
    this.listed = listed;
    this.references = references;
    this.quorums = quorums;
  }

  void judge() {
    bound(outcomes.size(), MOST_OUTCOMES, "outcomes");
    bound(listed.size(), MOST_THINGS, "things that they hang on");
    bound(references.size(), MOST_NEEDS, "needs");
    for (Located<Thing> thing : listed) {
      @Nullable Located<Thing> first = things.putIfAbsent(thing.value().name(), thing);
      if (first != null) {
        findings.addFor(
            thing.value().kind().key(),
            thing.span(),
            "%s is a %s already, in line %d"
                .formatted(
                    Quoted.of(thing.value().name()),
                    first.value().kind().word(),
                    first.span().line()),
            "a name stands for one thing: call one of them otherwise");
      }
    }
    references.forEach(
        reference -> {
          if (reference.kinds().isEmpty()) {
            judgeOutcome(reference, outcomes);
          } else {
            judgeThing(reference);
          }
        });
    quorums.forEach(this::judge);
    if (findings.none()) {
      judgeCircles();
    }
  }

  private void bound(int count, int most, String what) {
    if (count > most) {
      findings.add(
          Span.START,
          "the file has %s %s".formatted(Quoted.count(count), what),
          "at most %s; write hosts that are alike as one group, or split the file by place"
              .formatted(Quoted.count(most)));
    }
  }

  private void judgeOutcome(Reference reference, Set<String> named) {
    if (!named.contains(reference.name()) && !named.isEmpty()) {
      findings.addNear(
          Nearest.to(reference.name(), named),
          reference.path(),
          reference.span(),
          "%s is no outcome in this file".formatted(Quoted.of(reference.name())),
          known(List.copyOf(named)));
    }
  }

  private void judgeThing(Reference reference) {
    @Nullable Located<Thing> thing = things.get(reference.name());
    if (thing != null && reference.kinds().contains(thing.value().kind())) {
      return;
    }
    if (thing != null) {
      findings.addFor(
          reference.path(),
          reference.span(),
          "%s is a %s".formatted(Quoted.of(reference.name()), thing.value().kind().word()),
          "here stands a name under "
              + reference.kinds().stream().map(Thing.Kind::key).collect(Collectors.joining(", ")));
      return;
    }
    List<String> possible =
        things.values().stream()
            .map(Located::value)
            .filter(other -> reference.kinds().contains(other.kind()))
            .map(Thing::name)
            .toList();
    findings.addNear(
        Nearest.to(reference.name(), possible),
        reference.path(),
        reference.span(),
        "nothing is called %s".formatted(Quoted.of(reference.name())),
        possible.isEmpty() ? "there is none yet" : known(possible),
        "name it under "
            + reference.kinds().stream()
                .sorted()
                .map(Thing.Kind::key)
                .collect(Collectors.joining(", ")));
  }

  private static String known(List<String> names) {
    return names.stream().sorted().limit(LISTED).collect(Collectors.joining(", ", "there is ", ""))
        + (names.size() > LISTED ? " …" : "");
  }

  private void judge(NeedReader.Quorum quorum) {
    @Nullable Located<Thing> group = things.get(quorum.group());
    if (group == null || group.value().kind() != Thing.Kind.GROUP) {
      return;
    }
    @Nullable Long hosts = group.value().hosts();
    if (hosts == null) {
      findings.addFor(
          "groups.NAME.hosts",
          group.span(),
          "host-group %s does not say how many hosts it has".formatted(Quoted.of(quorum.group())),
          "line %d needs %s of them".formatted(quorum.span().line(), Quoted.count(quorum.hosts())),
          "for example: hosts: 12");
    } else if (quorum.hosts() > hosts) {
      findings.addFor(
          "need.hosts",
          quorum.span(),
          "%s hosts are needed of %s".formatted(Quoted.count(quorum.hosts()), Quoted.count(hosts)),
          "host-group %s in line %d".formatted(Quoted.of(quorum.group()), group.span().line()));
    }
  }

  /** Depth first, without recursion: a hostile file is as deep as it has things. */
  private void judgeCircles() {
    Map<String, List<Reference>> needs =
        references.stream()
            .filter(reference -> reference.runtime() && !reference.owner().isEmpty())
            .collect(Collectors.groupingBy(Reference::owner));
    Set<String> done = new HashSet<>();
    for (Located<Thing> thing : listed) {
      if (!done.contains(thing.value().name())) {
        walk(thing.value().name(), needs, done);
      }
    }
  }

  /** A thing on the way down, and which of its needs is looked at next. */
  private static final class Step {
    private final String name;
    private int next;

    Step(String name) {
      this.name = name;
    }
  }

  private void walk(String from, Map<String, List<Reference>> needs, Set<String> done) {
    List<Step> way = new ArrayList<>();
    Map<String, Integer> place = new HashMap<>();
    way.add(new Step(from));
    place.put(from, 0);
    while (!way.isEmpty()) {
      Step step = way.getLast();
      List<Reference> next = needs.getOrDefault(step.name, List.of());
      if (step.next == next.size()) {
        done.add(step.name);
        place.remove(step.name);
        way.removeLast();
        continue;
      }
      Reference need = next.get(step.next++);
      @Nullable Integer before = place.get(need.name());
      if (before != null) {
        report(way.subList(before, way.size()).stream().map(s -> s.name).toList(), need);
      } else if (!done.contains(need.name())) {
        place.put(need.name(), way.size());
        way.add(new Step(need.name()));
      }
    }
  }

  private void report(List<String> circle, Reference last) {
    List<String> shown =
        new ArrayList<>(circle.size() > LISTED ? circle.subList(0, LISTED) : circle);
    if (circle.size() > LISTED) {
      shown.add("…");
    }
    shown.add(last.name());
    findings.addFor(
        "need.only",
        last.span(),
        circle.size() == 1
            ? "%s needs itself".formatted(Quoted.of(last.name()))
            : "these need one another in a circle: " + String.join(" → ", shown),
        "when one of these is needed only to start, break the circle there:",
        "- { need: %s, only: at-start }".formatted(last.name()),
        "and when it goes on without it: without: unaffected");
  }
}
