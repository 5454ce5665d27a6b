package dev.sluice.proving.lab;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Combination;
import dev.sluice.model.Release;
import dev.sluice.model.pipeline.Artifact;
import dev.sluice.model.pipeline.Artifact.KnownBad;
import dev.sluice.model.pipeline.CheckSpec;
import dev.sluice.model.pipeline.EnvironmentSpec;
import dev.sluice.proving.check.Subject;
import dev.sluice.proving.environment.Environment;
import dev.sluice.proving.plan.Fielded;
import dev.sluice.proving.plan.Only;
import dev.sluice.proving.plan.Plan;
import dev.sluice.proving.plan.PlannedRun;
import dev.sluice.proving.report.Candidate;
import dev.sluice.proving.report.Suite;
import dev.sluice.proving.run.CheckResult;
import dev.sluice.proving.run.Course;
import dev.sluice.proving.run.Equipment;
import dev.sluice.proving.run.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One candidate in one session: its plan, and the job that each planned run is. */
final class Trial {
  private static final int MOST_NAMED = 20;

  private final Session session;
  private final Artifact artifact;
  private final Release release;
  private final Suite suite;
  private final Plan combinations;
  private final Candidate candidate;
  private final Artifact loader;
  private final Artifact.Verbs verbs;
  private final Instant now;

  /**
   * A trial in a session.
   *
   * @param now what days to come are counted from
   */
  Trial(Session session, Artifact artifact, Release release, Instant now) {
    this.session = session;
    this.now = now;
    this.loader =
        switch (artifact.kind()) {
          case Artifact.Application _ -> artifact;
          case Artifact.Data(var name) -> known(name);
        };
    if (!(loader.kind() instanceof Artifact.Application(var theVerbs))) {
      throw new IllegalStateException(loader.name() + " loads data and is no application");
    }
    this.verbs = theVerbs;
    if (artifact.equals(loader) && verbs.install() == null) {
      throw new LabException(
          LabException.Kind.UNUSABLE,
          "a running machine could not take "
              + release.title()
              + ": the pipeline file gives "
              + artifact.name()
              + " no verb install; see sluice explain artifacts.NAME.verbs.install");
    }
    this.artifact = artifact;
    this.release = release;
    this.suite = session.suite(artifact, verbs);
    this.combinations = Plan.of(question());
    if (combinations.runs().isEmpty()) {
      throw new LabException(
          LabException.Kind.UNUSABLE,
          "the pipeline file names no release of "
              + loader.name()
              + " that hosts run, so there is nothing to prove "
              + release.title()
              + " with");
    }
    int format = artifact.format() == null ? 0 : 1;
    Course course = course(combinations.runs().getFirst());
    this.candidate = new Candidate(artifact, release, suite, format + course.checkNames().size());
  }

  private Artifact known(ArtifactName name) {
    return session
        .product()
        .pipeline()
        .artifact(name)
        .orElseThrow(() -> new IllegalStateException("no artifact " + name));
  }

  Candidate candidate() {
    return candidate;
  }

  Plan plan(int cores, Only only) {
    Duration box = session.product().pipeline().timeBox();
    Plan wanted = combinations.only(only);
    if (wanted.runs().isEmpty()) {
      throw new LabException(
          LabException.Kind.UNUSABLE,
          "no combination is called "
              + only
              + "; the plan has "
              + combinations.runs().stream()
                  .limit(MOST_NAMED)
                  .map(run -> Only.of(run.counterpart(), run.environment()).toString())
                  .collect(Collectors.joining(", ")));
    }
    return wanted.within(session.typicalBoot(), cores, box == null ? Duration.ZERO : box);
  }

  /** The one run that shows a negative control: with the release it names, else the riskiest. */
  Plan planFor(KnownBad control) {
    PlannedRun chosen =
        combinations.runs().stream()
            .filter(run -> control.with() == null || has(run, control))
            .findFirst()
            .orElseThrow(
                () ->
                    new LabException(
                        LabException.Kind.UNUSABLE,
                        "no combination with "
                            + control.with()
                            + " for known-bad "
                            + release.title()));
    return new Plan(List.of(chosen), List.of(), Duration.ZERO);
  }

  private boolean has(PlannedRun run, KnownBad control) {
    return run.combination().application().version().equals(control.with())
        || run.combination().data().stream()
            .anyMatch(
                d -> !d.artifact().equals(artifact.name()) && d.version().equals(control.with()));
  }

  private Plan.Question question() {
    return Plan.Question.of(
        session.product().pipeline(), artifact, loader.name(), release, session.field().field());
  }

  private Course.WayBack wayBack() {
    Release floor = session.field().floors().get(artifact.name());
    if (floor != null && artifact.oneWay().contains(release.version())) {
      return new Course.WayBack.ToFloor(floor);
    }
    return predecessor()
        .map(p -> (Course.WayBack) new Course.WayBack.ToLastKnownGood(p))
        .orElseGet(
            () ->
                floor == null ? new Course.WayBack.ToNothing() : new Course.WayBack.ToFloor(floor));
  }

  private Optional<Release> predecessor() {
    return session.field().field().getOrDefault(artifact.name(), List.of()).stream()
        .reduce((a, b) -> b)
        .map(Fielded::release);
  }

  private Course course(PlannedRun planned) {
    return course(planned.environment(), planned.combination(), release, wayBack());
  }

  private Course course(
      String environment, Combination combination, Release onTrial, Course.WayBack wayBack) {
    Environment.Reach reach = Drivers.reach(spec(environment));
    if (reach == Environment.Reach.WHILE_RUNNING && wayBack instanceof Course.WayBack.ToNothing) {
      throw new LabException(
          LabException.Kind.UNUSABLE,
          environment
              + " takes releases only while it runs, so there must be something to go back to: name"
              + " the release of "
              + artifact.name()
              + " that hosts run, or a floor");
    }
    return Course.of(
        new Course.Setting(
            reach,
            combination,
            onTrial,
            wayBack,
            predecessor().orElse(null),
            session.field().inImages(),
            verbs.install(),
            verbs.take(),
            verbs.probe(),
            verbs.healthy(),
            checks(environment),
            session.inputs().samples(),
            session.inputs().releases(),
            stateMount(environment),
            now));
  }

  /** Where there is no machine, what only a machine can show is left out. */
  private List<CheckSpec> checks(String environment) {
    boolean machine = !(spec(environment).driver() instanceof EnvironmentSpec.Sandbox);
    return suite.checks().stream()
        .filter(
            check ->
                machine
                    || !(check instanceof CheckSpec.SurvivesDates
                        || session.product().pipeline().needMachine().contains(check.name())))
        .toList();
  }

  /**
   * A planned run with all it takes to make it.
   *
   * @param number of the trial in the session, so that names of files stay unique
   */
  Job job(PlannedRun planned, List<CheckResult> before, int number) {
    Combination good = planned.lastKnownGood();
    return new Job(
        planned,
        fileName(planned, number),
        before,
        course(planned),
        good == null ? null : control(planned.environment(), good),
        equipment(planned));
  }

  private @Nullable Course control(String environment, Combination good) {
    return predecessor()
        .map(p -> course(environment, good, p, new Course.WayBack.ToLastKnownGood(p)))
        .orElse(null);
  }

  private String stateMount(String environment) {
    return switch (spec(environment).driver()) {
      case EnvironmentSpec.Qemu q -> q.isWhole() ? "/" : q.stateMount();
      case EnvironmentSpec.Sandbox s -> s.stateMount();
      case EnvironmentSpec.OwnMachine _ -> "/";
    };
  }

  private EnvironmentSpec spec(String environment) {
    return session.product().pipeline().environments().stream()
        .filter(e -> e.name().equals(environment))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no environment " + environment));
  }

  private Equipment equipment(PlannedRun planned) {
    Map<ArtifactName, Artifact.InForce> how = new HashMap<>();
    Map<ArtifactName, String> at = new HashMap<>();
    for (Artifact artifact : session.product().pipeline().artifacts()) {
      how.put(artifact.name(), artifact.inForce());
      if (artifact.at() != null) {
        at.put(artifact.name(), artifact.at());
      }
    }
    Environment environment = session.environment(planned.environment());
    return new Equipment(
        environment,
        new Subject(
            verbs.inForce(),
            how,
            spec(planned.environment()).health(),
            environment.facts().platform(),
            session.trace()),
        session.field().files(),
        at);
  }

  /** As in {@code out/}: the counterpart, and the environment when there are several. */
  String fileName(PlannedRun planned, int number) {
    String name = planned.counterpart().replace(" + ", "_").replace(' ', '-');
    String place = session.environmentNames().size() > 1 ? "@" + planned.environment() : "";
    return (number == 0 ? "" : number + ".") + name + place;
  }
}
