package dev.sluice.proving.plan;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Combination;
import dev.sluice.model.Release;
import dev.sluice.model.pipeline.Artifact;
import dev.sluice.model.pipeline.EnvironmentSpec;
import dev.sluice.model.pipeline.Pipeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The runs that prove a candidate.
 *
 * @param runs most at risk first
 * @param unproven what the time box or the caller left out; it does not roll out
 * @param predicted how long the runs take in all; zero when no boot was ever measured
 */
public record Plan(List<PlannedRun> runs, List<PlannedRun> unproven, Duration predicted) {
  /** Cold boots of one run; see {@code proving.run.Course}. */
  public static final int BOOTS = 3;

  /** What a boot costs beyond reaching user space: checks and an orderly end, by measurement. */
  private static final double CHECKS_SHARE = 1.2;

  public Plan {
    runs = List.copyOf(runs);
    unproven = List.copyOf(unproven);
  }

  /**
   * What a plan follows from.
   *
   * @param loader the application that the candidate is, or that loads it
   * @param data the data artifacts that the application loads, in the file's order
   * @param field what hosts run now of each artifact, oldest first, the last known good last
   * @param fragile how many known-bad releases of the candidate's artifact break a release: what
   *     broke before breaks again
   * @param environments by name, in the file's order
   */
  public record Question(
      Release candidate,
      ArtifactName loader,
      List<ArtifactName> data,
      Map<ArtifactName, List<Fielded>> field,
      Map<String, Integer> fragile,
      List<String> environments) {
    /**
     * What a pipeline file and its field ask.
     *
     * @param artifact of the candidate
     * @param loader the application that the candidate is, or that loads it
     */
    public static Question of(
        Pipeline pipeline,
        Artifact artifact,
        ArtifactName loader,
        Release candidate,
        Map<ArtifactName, List<Fielded>> field) {
      Map<String, Integer> fragile = new HashMap<>();
      for (Artifact.KnownBad control : artifact.knownBad()) {
        if (control.with() != null) {
          field.values().stream()
              .flatMap(List::stream)
              .map(Fielded::release)
              .filter(r -> r.version().equals(control.with()))
              .forEach(r -> fragile.merge(r.title(), 1, Integer::sum));
        }
      }
      return new Question(
          candidate,
          loader,
          pipeline.dataFor(loader).stream().map(Artifact::name).toList(),
          field,
          fragile,
          pipeline.environments().stream().map(EnvironmentSpec::name).toList());
    }

    private List<Fielded> fieldOf(ArtifactName artifact) {
      return field.getOrDefault(artifact, List.of());
    }

    private boolean isApplication() {
      return candidate.artifact().equals(loader);
    }
  }

  /** Every combination that can occur on a host with the candidate, in every environment. */
  public static Plan of(Question question) {
    List<PlannedRun> runs = new ArrayList<>();
    List<List<Fielded>> choices = new ArrayList<>();
    if (!question.isApplication()) {
      choices.add(question.fieldOf(question.loader()));
    }
    for (ArtifactName name : question.data()) {
      if (!name.equals(question.candidate().artifact()) && !question.fieldOf(name).isEmpty()) {
        choices.add(question.fieldOf(name));
      }
    }
    Optional<Release> predecessor =
        question.fieldOf(question.candidate().artifact()).stream()
            .reduce((a, b) -> b)
            .map(Fielded::release);
    for (List<Fielded> counterparts : everyWay(choices)) {
      Combination combination = combine(question, counterparts, question.candidate());
      for (String environment : question.environments()) {
        if (!counterparts.stream().allMatch(part -> part.isFoundIn(environment))) {
          continue;
        }
        runs.add(
            new PlannedRun(
                question.candidate(),
                combination,
                predecessor.map(p -> combine(question, counterparts, p)).orElse(null),
                environment,
                hosts(counterparts),
                why(question, counterparts)));
      }
    }
    // A stable sort: what ties here stays in the file's order, oldest release first.
    runs.sort(
        Comparator.comparingInt((PlannedRun run) -> -fragility(question, run))
            .thenComparingLong(run -> -run.hosts()));
    return new Plan(runs, List.of(), Duration.ZERO);
  }

  /**
   * Cuts the plan to a time box: whole runs, most at risk first, as many as fit; always at least
   * one, since a plan that proves nothing is no plan.
   *
   * @param boot the typical boot; zero when unknown, and then nothing is cut
   * @param timeBox zero for none
   */
  public Plan within(Duration boot, int cores, Duration timeBox) {
    Duration perRun = Duration.ofMillis(Math.round(boot.toMillis() * BOOTS * CHECKS_SHARE));
    int fit = runs.size();
    if (!timeBox.isZero() && !perRun.isZero()) {
      while (fit > 1 && predict(perRun, fit, cores).compareTo(timeBox) > 0) {
        fit--;
      }
    }
    List<PlannedRun> left = new ArrayList<>(runs.subList(fit, runs.size()));
    left.addAll(unproven);
    return new Plan(runs.subList(0, fit), left, predict(perRun, fit, cores));
  }

  /** The runs that somebody wants, in the same order; the others are left unproven. */
  public Plan only(Only wanted) {
    Map<Boolean, List<PlannedRun>> parts =
        runs.stream().collect(Collectors.partitioningBy(wanted::admits));
    List<PlannedRun> left = new ArrayList<>(parts.getOrDefault(false, List.of()));
    left.addAll(unproven);
    return new Plan(parts.getOrDefault(true, List.of()), left, predicted);
  }

  private static Duration predict(Duration perRun, int runs, int cores) {
    // A run's boots follow each other, so one run gains nothing from a second core.
    double rounds = Math.max(runs / (double) cores, Math.min(runs, 1));
    return Duration.ofMillis(Math.round(perRun.toMillis() * rounds));
  }

  private static List<List<Fielded>> everyWay(List<List<Fielded>> choices) {
    List<List<Fielded>> ways = List.of(List.of());
    for (List<Fielded> choice : choices) {
      List<List<Fielded>> longer = new ArrayList<>();
      for (List<Fielded> way : ways) {
        for (Fielded next : choice) {
          List<Fielded> extended = new ArrayList<>(way);
          extended.add(next);
          longer.add(extended);
        }
      }
      ways = longer;
    }
    return ways;
  }

  private static Combination combine(
      Question question, List<Fielded> counterparts, Release onTrial) {
    List<Release> parts = new ArrayList<>(counterparts.stream().map(Fielded::release).toList());
    parts.add(onTrial);
    Map<Boolean, List<Release>> byKind =
        parts.stream()
            .collect(Collectors.partitioningBy(r -> r.artifact().equals(question.loader())));
    return new Combination(
        byKind.getOrDefault(true, List.of()).getFirst(), byKind.getOrDefault(false, List.of()));
  }

  /** A host runs the whole combination, so no more hosts than its rarest part. */
  private static long hosts(List<Fielded> counterparts) {
    return counterparts.stream()
        .mapToLong(Fielded::hosts)
        .filter(h -> h >= 0)
        .min()
        .orElse(Fielded.UNSTATED);
  }

  private static int fragility(Question question, PlannedRun run) {
    int sum = question.fragile().getOrDefault(run.combination().application().title(), 0);
    for (Release data : run.combination().data()) {
      sum += question.fragile().getOrDefault(data.title(), 0);
    }
    return sum;
  }

  private static String why(Question question, List<Fielded> counterparts) {
    List<String> reasons = new ArrayList<>();
    for (Fielded fielded : counterparts) {
      String title = fielded.release().title();
      String hosts =
          fielded.hosts() < 0
              ? "hosts run "
              : String.format(java.util.Locale.ROOT, "%,d hosts run ", fielded.hosts());
      reasons.add(hosts + title);
      if (question.fragile().getOrDefault(title, 0) > 0) {
        reasons.add("a known-bad release breaks it");
      }
    }
    return reasons.isEmpty() ? "the candidate alone" : String.join("; ", reasons);
  }
}
