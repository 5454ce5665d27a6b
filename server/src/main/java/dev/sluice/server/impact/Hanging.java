package dev.sluice.server.impact;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.impact.Answer;
import dev.sluice.model.impact.Course;
import dev.sluice.model.impact.Failure;
import dev.sluice.model.impact.HostBudget;
import dev.sluice.model.impact.Impact;
import dev.sluice.model.impact.Judgement;
import dev.sluice.model.impact.Sentences;
import dev.sluice.model.outcome.Outcome;
import dev.sluice.model.outcome.Outcomes;
import dev.sluice.model.outcome.Thing;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What hangs on an artifact on one day.
 *
 * @param sentences for whoever looks at a release, the worst first
 * @param refusal why the policy of the outcomes lets no release of it go out; null when it does
 */
public record Hanging(List<String> sentences, @Nullable String refusal) {
  private static final int MOST_OUTCOMES = 20;

  public Hanging {
    sentences = List.copyOf(sentences);
  }

  /** What hangs on it, in sentences. */
  public static List<String> impactOf(Outcomes outcomes, ArtifactName artifact, LocalDate today) {
    return of(outcomes, artifact, today).sentences();
  }

  /**
   * What would become of outcomes if the artifact failed everywhere, until further notice.
   *
   * @param outcomes as drills have found them
   */
  public static Hanging of(Outcomes outcomes, ArtifactName artifact, LocalDate today) {
    Impact impact = Impact.of(outcomes, today);
    Failure failure = new Failure(Thing.Kind.ARTIFACT, artifact.value(), null, null);
    if (impact.thing(failure) == null) {
      return new Hanging(
          List.of(
              "The outcomes name no artifact %s: what hangs on it is not known."
                  .formatted(artifact)),
          null);
    }
    Answer answer = impact.of(failure);
    Sentences words = new Sentences(today, outcomes.policy(), null);
    List<Answer.Effect> affected =
        answer.effects().stream().filter(effect -> effect.atWorst() != Course.State.SAFE).toList();
    List<String> sentences = new ArrayList<>();
    sentences.add(summary(artifact, affected));
    affected.stream()
        .limit(MOST_OUTCOMES)
        .forEach(
            effect ->
                sentences.add(
                    title(effect.course().outcome()) + ": " + String.join(" ", words.of(effect))));
    if (affected.size() > MOST_OUTCOMES) {
      sentences.add("And %d outcomes more.".formatted(affected.size() - MOST_OUTCOMES));
    }
    margin(impact, answer, sentences);
    return new Hanging(sentences, refusal(impact, artifact, affected, words));
  }

  private static String summary(ArtifactName artifact, List<Answer.Effect> affected) {
    if (affected.isEmpty()) {
      return "No outcome hangs on %s.".formatted(artifact);
    }
    long bare = affected.stream().filter(e -> e.course().state() == Course.State.LOST).count();
    return "%s on %s; %s"
        .formatted(
            affected.size() == 1 ? "One outcome hangs" : affected.size() + " outcomes hang",
            artifact,
            bare == 0
                ? "something that counts stands in for each that it would lose."
                : bare == 1
                    ? "for one nothing that counts stands in."
                    : "for " + bare + " of them nothing that counts stands in.");
  }

  private static String title(Outcome outcome) {
    String people = Sentences.people(outcome);
    return "\"" + outcome.says() + "\"" + (people.isEmpty() ? "" : " (" + people + ")");
  }

  /** Of the groups that would fail with it. */
  private static void margin(Impact impact, Answer answer, List<String> sentences) {
    Set<String> reached = new HashSet<>(answer.others().stream().map(Thing::name).toList());
    for (HostBudget.Margin margin : impact.hostBudget().margins()) {
      Outcome bound = margin.bound();
      if (bound != null && reached.contains(margin.group().name())) {
        sentences.add(
            "The narrowest margin: %s of %s may be down at once; one more loses \"%s\"."
                .formatted(
                    margin.down() == 1 ? "one host" : margin.down() + " hosts",
                    margin.group().title(),
                    bound.says()));
        return;
      }
    }
  }

  private static @Nullable String refusal(
      Impact impact, ArtifactName artifact, List<Answer.Effect> affected, Sentences words) {
    Set<String> names = new HashSet<>();
    affected.forEach(effect -> names.add(effect.course().outcome().name()));
    for (Judgement.Breach breach : impact.judged().breaches()) {
      boolean stops =
          switch (breach) {
            case Judgement.Breach.SinglePoint(_, var part, _, _) ->
                part.hosts() == 0 && part.name().equals(artifact.value());
            case Judgement.Breach.Untried untried -> names.contains(untried.outcome().name());
            case Judgement.Breach.NotKnown unknown -> names.contains(unknown.outcome().name());
          };
      if (stops) {
        return "the policy of the outcomes lets no release of "
            + artifact
            + " go out: "
            + words.of(breach)
            + " Have the fallback tried (sluice drill record), write down what is missing, or"
            + " accept it by a waiver, and apply the file again";
      }
    }
    return null;
  }
}
