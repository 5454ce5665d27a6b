package dev.sluice.cli.page;

import dev.sluice.cli.screen.Plain;
import dev.sluice.model.impact.Answer;
import dev.sluice.model.impact.CutSet;
import dev.sluice.model.impact.Failure;
import dev.sluice.model.impact.Impact;
import dev.sluice.model.impact.Sentences;
import dev.sluice.model.impact.SinglePoints;
import dev.sluice.model.outcome.Outcome;
import dev.sluice.model.outcome.Thing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Outcomes with what becomes of them by the worst single failure, in sentences. */
final class NeedsOf {
  private static final int MOST_NAMED = 12;

  /** Each answer is about all outcomes; most outcomes share a few failures. */
  private static final int MOST_ASKED = 100;

  private final Impact impact;
  private final SinglePoints points;
  private final Sentences sentences;
  private final Map<Failure, Map<String, Answer.Effect>> asked = new HashMap<>();

  NeedsOf(Impact impact, SinglePoints points, Sentences sentences) {
    this.impact = impact;
    this.points = points;
    this.sentences = sentences;
  }

  private record Found(CutSet.Part part, CutSet.Loss loss) {}

  List<Page.Need> rows() {
    Map<String, List<Found>> found = new HashMap<>();
    for (CutSet set : points.sets()) {
      for (CutSet.Loss loss : set.losses()) {
        found
            .computeIfAbsent(loss.outcome().name(), _ -> new ArrayList<>())
            .add(new Found(set.parts().getFirst(), loss));
      }
    }
    Map<String, SinglePoints.NotKnown> open = new HashMap<>();
    points.notKnown().forEach(one -> open.put(one.outcome().name(), one));
    return impact.outcomes().outcomes().stream()
        .map(
            outcome ->
                row(
                    outcome,
                    found.getOrDefault(outcome.name(), List.of()),
                    open.containsKey(outcome.name())))
        .sorted(Comparator.comparingInt(need -> order(need.state())))
        .toList();
  }

  private static int order(Page.State state) {
    return switch (state) {
      case BAD -> 0;
      case UNSURE -> 1;
      case GOOD, NONE -> 2;
    };
  }

  private Page.Need row(Outcome outcome, List<Found> found, boolean open) {
    List<Found> bare = found.stream().filter(one -> !one.loss().held()).toList();
    @Nullable Found worst =
        !bare.isEmpty() ? bare.getFirst() : found.isEmpty() ? null : found.getFirst();
    return new Page.Need(
        Rows.outcome(outcome.name()),
        Plain.of(outcome.name()),
        Plain.of(outcome.says()),
        !bare.isEmpty()
            ? Page.State.BAD
            : open || !found.isEmpty() ? Page.State.UNSURE : Page.State.GOOD,
        word(bare.size(), found.size(), open),
        facts(outcome),
        worst == null ? "" : Plain.of("Without " + worst.part().spoken()),
        worst == null
            ? List.of(
                open
                    ? "No single failure is known that loses it, but not all is written down."
                    : "No single failure loses it.")
            : answer(outcome, worst),
        others(bare, "Lost the same way without", worst)
            + others(
                found.stream().filter(one -> one.loss().held()).toList(),
                "Held for a time without",
                worst),
        Plain.of(NeedText.of(outcome.needs())));
  }

  private static String word(int bare, int found, boolean open) {
    if (bare > 0) {
      return bare == 1 ? "one failure loses it" : Numbers.count(bare) + " failures lose it";
    }
    return found > 0 ? "held for a time" : open ? "not known" : "no single failure loses it";
  }

  private static String facts(Outcome outcome) {
    List<String> facts = new ArrayList<>();
    if (outcome.who() != null) {
      facts.add("needed by " + outcome.who());
    }
    String people = Sentences.people(outcome);
    if (!people.isEmpty()) {
      facts.add(people);
    }
    facts.add(
        outcome.harmAfter().isZero()
            ? "people are harmed as soon as it is lost"
            : "people are harmed after " + Sentences.spoken(outcome.harmAfter()) + " without it");
    return Plain.of(String.join(" · ", facts));
  }

  private List<String> answer(Outcome outcome, Found worst) {
    Answer.@Nullable Effect effect = effect(outcome, worst.part());
    if (effect != null) {
      return sentences.of(effect).stream().map(Plain::of).toList();
    }
    CutSet.Loss loss = worst.loss();
    List<String> lines = new ArrayList<>();
    lines.add("It is lost " + PageOf.after(loss.lostAfter()) + ".");
    lines.add(
        !loss.held()
            ? "Nothing that was tried stands in."
            : "What stands in holds "
                + (loss.nothingAfter() == null
                    ? "as long as it takes."
                    : "until " + Sentences.spoken(loss.nothingAfter()) + " after the failure."));
    if (loss.harmAfter() != null) {
      lines.add("People are harmed " + PageOf.after(loss.harmAfter()) + ".");
    }
    return lines;
  }

  /** Null for one host of a group, which is no question, and beyond the bound. */
  private Answer.@Nullable Effect effect(Outcome outcome, CutSet.Part part) {
    Thing.@Nullable Kind kind = Thing.Kind.of(part.kind()).orElse(null);
    if (part.hosts() > 0 || kind == null) {
      return null;
    }
    var failure = new Failure(kind, part.name(), null, null);
    Map<String, Answer.Effect> effects = asked.get(failure);
    if (effects == null) {
      if (asked.size() == MOST_ASKED) {
        return null;
      }
      effects =
          impact.of(failure).effects().stream()
              .collect(Collectors.toMap(each -> each.course().outcome().name(), each -> each));
      asked.put(failure, effects);
    }
    return effects.get(outcome.name());
  }

  private static String others(List<Found> found, String words, @Nullable Found but) {
    List<String> names =
        found.stream().filter(one -> !one.equals(but)).map(one -> one.part().spoken()).toList();
    return names.isEmpty()
        ? ""
        : Plain.of(
            "%s %s%s. "
                .formatted(
                    words,
                    String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size()))),
                    names.size() > MOST_NAMED
                        ? " and %s more".formatted(Numbers.count(names.size() - MOST_NAMED))
                        : ""));
  }
}
