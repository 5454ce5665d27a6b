package dev.sluice.model.impact;

import dev.sluice.model.Version;
import dev.sluice.model.impact.Answer.Effect;
import dev.sluice.model.impact.Answer.Open;
import dev.sluice.model.impact.Course.State;
import dev.sluice.model.outcome.Outcome;
import dev.sluice.model.outcome.Outcomes;
import dev.sluice.model.outcome.Policy;
import dev.sluice.model.outcome.Thing;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The outcomes of a place on one day, ready to be asked what a failure would do. */
public final class Impact {
  private static final int BROUGHT_BACK = 5;

  private final Outcomes outcomes;
  private final LocalDate today;
  private final Anatomy anatomy;

  private Impact(Outcomes outcomes, LocalDate today) {
    this.outcomes = outcomes;
    this.today = today;
    this.anatomy =
        new Anatomy(outcomes, way -> Readiness.of(way, today, outcomes.policy()).counts());
  }

  /**
   * The outcomes on a day.
   *
   * @param today decides which drills still count
   */
  public static Impact of(Outcomes outcomes, LocalDate today) {
    return new Impact(outcomes, today);
  }

  public Outcomes outcomes() {
    return outcomes;
  }

  public LocalDate today() {
    return today;
  }

  Anatomy anatomy() {
    return anatomy;
  }

  /** What can fail in the way of this failure; null when the file has no such thing. */
  public @Nullable Thing thing(Failure failure) {
    Thing thing = anatomy.thing(failure.name());
    return thing != null && thing.kind() == failure.kind() ? thing : null;
  }

  /** The releases of an artifact that groups are written down to run. */
  public List<Version> releases(String artifact) {
    List<Version> versions = new ArrayList<>();
    for (Anatomy.Release release : anatomy.releases().keySet()) {
      if (release.artifact().equals(artifact) && release.version() != null) {
        versions.add(release.version());
      }
    }
    return versions;
  }

  /**
   * What a failure does.
   *
   * @throws IllegalArgumentException when {@link #thing} knows no such thing
   */
  public Answer of(Failure failure) {
    if (thing(failure) == null) {
      throw new IllegalArgumentException("there is no " + failure.title());
    }
    Spread spread = anatomy.spread();
    failing(failure).forEach(node -> spread.fail(node, 0));
    spread.settle();
    var timeline = new Timeline(anatomy, spread, today);
    List<Course> courses =
        anatomy.parts().stream().map(parts -> timeline.course(parts, failure.lasts())).toList();
    List<Thing> others =
        outcomes.things().stream()
            .filter(thing -> spread.lost(anatomy.at(thing.name())) != Spread.NEVER)
            .filter(thing -> !thing.name().equals(failure.name()))
            .toList();
    List<Step> first = first(spread, timeline, courses);
    Map<Integer, Open> open = open(failure);
    open.keySet().forEach(node -> spread.fail(node, 0));
    spread.settle();
    List<Effect> effects = new ArrayList<>();
    for (int i = 0; i < courses.size(); i++) {
      Anatomy.Parts parts = anatomy.parts().get(i);
      State worst = timeline.course(parts, failure.lasts()).state();
      boolean sure = worst == courses.get(i).state();
      effects.add(
          new Effect(courses.get(i), worst, sure ? List.of() : open(timeline, parts, open)));
    }
    return new Answer(failure, effects.stream().sorted(WORST_FIRST).toList(), first, others);
  }

  /** Every single failure that loses an outcome. */
  public SinglePoints singlePoints() {
    return SinglePoints.of(this);
  }

  /** Every pair of failures that loses an outcome which neither loses alone. */
  public Pairs pairs() {
    return Pairs.of(this);
  }

  /** The same, of one outcome alone; null when there is no such outcome. */
  public @Nullable Impact only(String outcome) {
    List<Outcome> one =
        outcomes.outcomes().stream().filter(each -> each.name().equals(outcome)).toList();
    return one.isEmpty()
        ? null
        : new Impact(
            new Outcomes(
                outcomes.place(), one, outcomes.things(), outcomes.policy(), outcomes.waivers()),
            today);
  }

  /** The same where a drill counts for so many days, whatever the policy says. */
  Impact countingDrillsFor(int days) {
    Policy policy = outcomes.policy();
    return policy.days() == days
        ? this
        : new Impact(
            new Outcomes(
                outcomes.place(),
                outcomes.outcomes(),
                outcomes.things(),
                new Policy(policy.noSinglePoint(), days),
                outcomes.waivers()),
            today);
  }

  /** How many hosts may be down at once. */
  public HostBudget hostBudget() {
    return HostBudget.of(this);
  }

  /** What the owner's policy says. */
  public Judgement judged() {
    return Judgement.of(this);
  }

  static final Comparator<Course> MOST_HARM_FIRST =
      Comparator.<Course>comparingLong(
              course -> course.outcome().people() == null ? -1 : course.outcome().people())
          .reversed()
          .thenComparing(course -> or(course.harmAfter()))
          .thenComparing(course -> or(course.lostAfter()));

  private static final Comparator<Effect> WORST_FIRST =
      Comparator.<Effect, State>comparing(effect -> effect.course().state())
          .thenComparing(Effect::atWorst)
          .reversed()
          .thenComparing(Effect::course, MOST_HARM_FIRST);

  private static Duration or(@Nullable Duration duration) {
    return Objects.requireNonNullElse(duration, Duration.ofMillis(Spread.NEVER));
  }

  private List<Integer> failing(Failure failure) {
    if (failure.version() == null) {
      return List.of(anatomy.at(failure.name()));
    }
    Integer release =
        anatomy.releases().get(new Anatomy.Release(failure.name(), failure.version()));
    return release == null ? List.of() : List.of(release);
  }

  /** What the file leaves open that this failure could reach, by node. */
  private Map<Integer, Open> open(Failure failure) {
    Map<Integer, Open> open = new LinkedHashMap<>();
    for (Thing thing : outcomes.things()) {
      for (Thing.Unwritten unwritten : thing.unwritten()) {
        boolean itself = thing.name().equals(failure.name());
        boolean release = failure.version() != null && unwritten == Thing.Unwritten.VENDOR;
        if (unwritten.concerns(failure.kind()) && !itself && !release) {
          open.put(anatomy.at(thing.name()), new Open(thing.name(), unwritten.what()));
        }
      }
    }
    if (failure.version() != null) {
      Integer unversioned = anatomy.releases().get(new Anatomy.Release(failure.name(), null));
      if (unversioned != null) {
        open.put(unversioned, new Open(failure.name(), "which version of it every group runs"));
      }
    }
    return open;
  }

  private static List<Open> open(Timeline timeline, Anatomy.Parts parts, Map<Integer, Open> open) {
    Set<Integer> nodes = new HashSet<>(timeline.below(parts.usual(), true));
    parts.ways().forEach(way -> nodes.addAll(timeline.below(way, true)));
    return open.entrySet().stream()
        .filter(entry -> nodes.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  private List<Step> first(Spread spread, Timeline timeline, List<Course> courses) {
    List<Course> lost = courses.stream().filter(course -> course.lostAfter() != null).toList();
    List<Step> steps = new ArrayList<>();
    lost.stream()
        .sorted(Comparator.comparing(Impact::deadline).thenComparing(MOST_HARM_FIRST))
        .forEach(
            course ->
                steps.add(
                    course.stands().isEmpty()
                        ? new Step.Improvise(course.outcome(), deadline(course))
                        : new Step.Begin(
                            course.outcome(),
                            course.stands().getFirst().way(),
                            course.stands().getFirst().from(),
                            deadline(course))));
    steps.addAll(bringBack(timeline));
    for (Thing thing : outcomes.things()) {
      boolean down = spread.lost(anatomy.at(thing.name())) != Spread.NEVER;
      thing.atStart().stream()
          .filter(name -> down && spread.lost(anatomy.at(name)) != Spread.NEVER)
          .forEach(name -> steps.add(new Step.StartBefore(name, thing.name())));
    }
    return steps;
  }

  private static Duration deadline(Course course) {
    return or(course.lostAfter()).plus(course.outcome().harmAfter());
  }

  private List<Step> bringBack(Timeline timeline) {
    Map<Thing, List<Outcome>> waiting = new LinkedHashMap<>();
    for (Anatomy.Parts parts : anatomy.parts()) {
      for (int node : timeline.below(parts.usual(), false)) {
        Thing thing = anatomy.thing(node);
        if (thing != null && thing.kind() == Thing.Kind.GROUP && timeline.isLost(node)) {
          waiting.computeIfAbsent(thing, _ -> new ArrayList<>()).add(parts.outcome());
        }
      }
    }
    return waiting.entrySet().stream()
        .sorted(
            Comparator.<Map.Entry<Thing, List<Outcome>>>comparingLong(
                    entry -> people(entry.getValue()))
                .thenComparingInt(entry -> entry.getValue().size())
                .reversed()
                .thenComparing(entry -> entry.getKey().name()))
        .limit(BROUGHT_BACK)
        .<Step>map(
            entry ->
                new Step.BringBack(
                    entry.getKey(), entry.getValue().stream().map(Outcome::name).toList()))
        .toList();
  }

  static long people(List<Outcome> outcomes) {
    return outcomes.stream()
        .mapToLong(outcome -> outcome.people() == null ? 0 : outcome.people())
        .sum();
  }
}
