package dev.sluice.proving.run;

import static dev.sluice.proving.Examples.name;
import static dev.sluice.proving.Examples.release;

import dev.sluice.model.Combination;
import dev.sluice.model.Release;
import dev.sluice.model.Result;
import dev.sluice.model.pipeline.Artifact;
import dev.sluice.model.pipeline.CheckSpec;
import dev.sluice.model.pipeline.Command;
import dev.sluice.model.pipeline.EnvironmentSpec;
import dev.sluice.proving.check.Subject;
import dev.sluice.proving.environment.Environment;
import dev.sluice.proving.environment.EnvironmentFacts;
import dev.sluice.proving.plan.PlannedRun;
import dev.sluice.proving.run.Runner.AfterFailure;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Whole proves on paper: what to prove, and how its reports are read. */
abstract class PaperProves {
  static final String BAD = "channel 291";
  static final List<String> SENSORS = List.of("7.15", "7.16", "7.11");

  /** One prove on paper, from jobs to reports. */
  static final class Prove {
    final PaperEnvironment environment;
    final Log log = new Log();
    int cores = 2;
    AfterFailure afterFailure = AfterFailure.KEEP_GOING;
    private List<CheckSpec> checks = List.of();

    Prove(PaperEnvironment.Story story) {
      this(story, 1);
    }

    Prove(PaperEnvironment.Story story, long seed) {
      this.environment = new PaperEnvironment(story, new Turns(seed));
    }

    Prove onCores(int count) {
      cores = count;
      return this;
    }

    /** Machines take releases while they run, and the suite asks for dates. */
    Prove onRunningMachines() {
      environment.whileRunning();
      checks = List.of(new CheckSpec.SurvivesDates(null, List.of()));
      return this;
    }

    Prove stoppingAtTheFirstFailure() {
      afterFailure = AfterFailure.STOP;
      return this;
    }

    List<RunReport> of(Job... jobs) {
      return of(List.of(jobs));
    }

    List<RunReport> of(List<Job> jobs) {
      try (Runner runner = new Runner(cores, log)) {
        return runner.run(jobs, afterFailure);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    RunReport.Finished single() {
      return finished(of(job("7.15")).getFirst());
    }

    Job job(String sensor) {
      return job(sensor, "291", PlannedRunChange.NONE);
    }

    Job job(String sensor, String channel, PlannedRunChange change) {
      Release application = release("sensor", sensor);
      Release candidate = release("channel", channel);
      Release good = release("channel", "290");
      Combination combination = new Combination(application, List.of(candidate));
      Combination lastKnownGood = new Combination(application, List.of(good));
      PlannedRun planned =
          change.apply(
              new PlannedRun(candidate, combination, lastKnownGood, "paper", 10, "hosts run it"));
      Map<Release, Path> files = new HashMap<>();
      for (Release release : List.of(application, candidate, good)) {
        files.put(release, PaperEnvironment.file(release));
      }
      return new Job(
          planned,
          "with-" + sensor + "." + channel,
          List.of(),
          course(combination, candidate, good, environment.reach(), checks),
          planned.lastKnownGood() == null
              ? null
              : course(lastKnownGood, good, good, environment.reach(), checks),
          new Equipment(
              environment,
              new Subject(
                  new Command(List.of("in-force")),
                  Map.of(
                      name("sensor"), Artifact.InForce.VERSION,
                      name("channel"), Artifact.InForce.VERSION),
                  EnvironmentSpec.Health.DEFAULT,
                  EnvironmentFacts.Platform.LINUX),
              files,
              PaperEnvironment.places(combination)));
    }

    List<Job> threeJobs() {
      return SENSORS.stream().map(this::job).toList();
    }

    List<String> controlBoots() {
      return environment.boots().stream().filter(b -> b.startsWith("control-")).toList();
    }

    List<String> candidateBoots() {
      return environment.boots().stream().filter(b -> !b.startsWith("control-")).toList();
    }
  }

  interface PlannedRunChange extends UnaryOperator<PlannedRun> {
    PlannedRunChange NONE = run -> run;
    PlannedRunChange NO_LAST_KNOWN_GOOD =
        run ->
            new PlannedRun(
                run.candidate(),
                run.combination(),
                null,
                run.environment(),
                run.hosts(),
                run.why());
  }

  static Course course(
      Combination combination,
      Release onTrial,
      Release back,
      Environment.Reach reach,
      List<CheckSpec> checks) {
    Map<Release, String> inputs = new HashMap<>();
    inputs.put(combination.application(), PaperEnvironment.input(combination.application()));
    combination.data().forEach(r -> inputs.put(r, PaperEnvironment.input(r)));
    List.of(onTrial, back).forEach(r -> inputs.put(r, PaperEnvironment.input(r)));
    return Course.of(
        new Course.Setting(
            reach,
            combination,
            onTrial,
            new Course.WayBack.ToLastKnownGood(back),
            back,
            Set.of(),
            new Command(List.of("install")),
            new Command(List.of("take")),
            null,
            new Command(List.of("healthy")),
            checks,
            Map.of(),
            inputs,
            "/var/lib",
            Instant.EPOCH));
  }

  /** What a watcher was told, from several threads. */
  static final class Log implements RunWatcher {
    final List<String> phases = new ArrayList<>();
    final List<String> passed = new ArrayList<>();
    final List<RunReport> ended = new ArrayList<>();

    @Override
    public synchronized void phase(PlannedRun run, String phase) {
      phases.add(phase);
    }

    @Override
    public synchronized void checkPassed(PlannedRun run, String check, int number, int of) {
      passed.add(check + " " + number + "/" + of);
    }

    @Override
    public synchronized void ended(RunReport report) {
      ended.add(report);
    }
  }

  static RunReport.Finished finished(RunReport report) {
    if (report instanceof RunReport.Finished finished) {
      return finished;
    }
    throw new AssertionError("not finished: " + report);
  }

  static String line(RunReport report) {
    return switch (report) {
      case RunReport.Finished f ->
          f.planned().combination().title()
              + ": "
              + f.result().word()
              + f.deciding().map(c -> " at " + c.name()).orElse("")
              + f.cause().map(c -> ", " + c.what()).orElse("")
              + (f.retried() ? ", second attempt" : "");
      case RunReport.NotRun n -> n.planned().combination().title() + ": not run, " + n.reason();
    };
  }

  static List<Result> results(List<RunReport> reports) {
    return reports.stream().map(r -> finished(r).result()).toList();
  }
}
