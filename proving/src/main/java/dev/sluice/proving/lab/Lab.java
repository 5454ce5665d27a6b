package dev.sluice.proving.lab;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Release;
import dev.sluice.model.Result;
import dev.sluice.model.Version;
import dev.sluice.model.pipeline.Artifact;
import dev.sluice.model.pipeline.Artifact.KnownBad;
import dev.sluice.proving.candidate.Intake;
import dev.sluice.proving.cause.Cause;
import dev.sluice.proving.check.Outcome;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.format.FormatCheck;
import dev.sluice.proving.plan.Only;
import dev.sluice.proving.plan.Plan;
import dev.sluice.proving.plan.PlannedRun;
import dev.sluice.proving.run.CheckResult;
import dev.sluice.proving.run.Held;
import dev.sluice.proving.run.Job;
import dev.sluice.proving.run.RunReport;
import dev.sluice.proving.run.Runner;
import dev.sluice.proving.workplace.Workplace;
import dev.sluice.proving.workplace.WorkplaceException;
import dev.sluice.trust.key.KeyException;
import dev.sluice.trust.key.LabKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts candidates to the proof. Each call opens its own work folder and leaves nothing behind. */
public final class Lab {
  private final Product product;
  private final LabFolders folders;
  private final LabKey key;
  private final Clock clock;
  private final int cores;
  private final LabWatcher watcher;
  private final @Nullable String trace;

  /**
   * A lab for one product; nothing is opened yet.
   *
   * @param key statements are signed with it
   * @param clock for the times in statements
   * @param cores boots at once
   */
  public Lab(
      Product product, LabFolders folders, LabKey key, Clock clock, int cores, LabWatcher watcher) {
    this(product, folders, key, clock, cores, watcher, null);
  }

  /**
   * The same for a command with a trace, which machines are told.
   *
   * @param trace a trace-id of W3C Trace Context; null for none
   */
  public Lab(
      Product product,
      LabFolders folders,
      LabKey key,
      Clock clock,
      int cores,
      LabWatcher watcher,
      @Nullable String trace) {
    this.product = product;
    this.folders = folders;
    this.key = key;
    this.clock = clock;
    this.cores = cores;
    this.watcher = watcher;
    this.trace = trace;
  }

  /**
   * Proves a candidate with everything that hosts run.
   *
   * @param out parent of the folder in which evidence is kept
   */
  public Answer prove(
      ArtifactName name, Version version, Path file, Path out, Runner.AfterFailure afterFailure)
      throws InterruptedException {
    return prove(name, version, file, out, afterFailure, Only.EVERYTHING);
  }

  /** What becomes of bytes that hosts run already under another version. */
  public enum Repeat {
    /** Nothing is proven twice. */
    SPARED,
    /** They are a release of their own, which needs a proof of its own. */
    PROVEN
  }

  /**
   * The same with a part of the plan.
   *
   * @param only the rest is left unproven
   */
  public Answer prove(
      ArtifactName name,
      Version version,
      Path file,
      Path out,
      Runner.AfterFailure afterFailure,
      Only only)
      throws InterruptedException {
    return prove(name, version, file, out, afterFailure, only, Repeat.SPARED);
  }

  /** The same, with a say in what becomes of bytes that hosts run already. */
  public Answer prove(
      ArtifactName name,
      Version version,
      Path file,
      Path out,
      Runner.AfterFailure afterFailure,
      Only only,
      Repeat repeat)
      throws InterruptedException {
    long from = System.nanoTime();
    return opened(
        session -> {
          Artifact artifact = known(name);
          Release release = taken(session, artifact, version, file);
          session.field().load();
          Optional<Release> same = session.field().identicalTo(release);
          if (same.isPresent() && repeat == Repeat.SPARED) {
            return new Answer.Identical(release, same.get());
          }
          session.load(out, release);
          Trial trial = new Trial(session, artifact, release, clock.instant());
          Plan plan = trial.plan(cores, only);
          watcher.planned(trial.candidate(), plan);
          session.open(List.of(plan));
          List<RunReport> reports = run(session, List.of(trial), List.of(plan), afterFailure);
          return new Answer.Proven(
              session
                  .evidence()
                  .keep(trial, plan, file, reports, elapsed(from), session.records(trial)));
        });
  }

  /**
   * Brings one machine to where a run's first leg ends, and hands it to somebody.
   *
   * @param only the first run of the plan that it names is the one
   */
  public Answer hold(
      ArtifactName name, Version version, Path file, Path out, Only only, Held.Visitor visitor)
      throws InterruptedException {
    return opened(
        session -> {
          Artifact artifact = known(name);
          Release release = taken(session, artifact, version, file);
          session.field().load();
          session.load(out, release);
          Trial trial = new Trial(session, artifact, release, clock.instant());
          Plan plan = trial.plan(cores, only);
          if (plan.runs().isEmpty()) {
            throw new LabException(
                LabException.Kind.UNUSABLE, "the pipeline file has no such run any more");
          }
          session.open(List.of(plan));
          Held.hold(trial.job(plan.runs().getFirst(), List.of(), 0), visitor);
          return new Answer.Visited();
        });
  }

  private static Release taken(Session session, Artifact artifact, Version version, Path file) {
    return switch (session.field().copy(file, artifact.sizeLimit())) {
      case Intake.Copied(var copy, var digest, var size) ->
          session.field().add(artifact.name(), version, digest, size, copy);
      case Intake.Refused(var reason) -> throw new LabException(LabException.Kind.REFUSED, reason);
      case Intake.Unusable(var reason) ->
          throw new LabException(LabException.Kind.UNUSABLE, reason);
    };
  }

  /**
   * Shows every negative control, each in its one combination, and notes what it showed.
   *
   * @param out parent of the folder in which evidence is kept
   */
  public Answer showNegativeControls(Path out) throws InterruptedException {
    return opened(
        session -> {
          List<Known> known = new ArrayList<>();
          for (Artifact artifact : product.pipeline().artifacts()) {
            for (KnownBad control : artifact.knownBad()) {
              known.add(
                  new Known(
                      control,
                      artifact,
                      session.field().take(artifact, control.version(), control.file())));
            }
          }
          if (known.isEmpty()) {
            throw new LabException(
                LabException.Kind.UNUSABLE, "the pipeline file names no known-bad release");
          }
          session.field().load();
          session.load(out, known.getFirst().release());
          List<Trial> trials = new ArrayList<>();
          List<Plan> plans = new ArrayList<>();
          for (Known bad : known) {
            Trial trial = new Trial(session, bad.artifact(), bad.release(), clock.instant());
            Plan plan = trial.planFor(bad.control());
            watcher.planned(trial.candidate(), plan);
            trials.add(trial);
            plans.add(plan);
          }
          session.open(plans);
          List<RunReport> reports = run(session, trials, plans, Runner.AfterFailure.OTHERS);
          List<Answer.Showing> showings = new ArrayList<>();
          for (int i = 0; i < known.size(); i++) {
            KnownBad control = known.get(i).control();
            showings.add(
                new Answer.Showing(
                    control,
                    known.get(i).artifact().name(),
                    session.note(trials.get(i), control, reports.get(i), clock.instant()),
                    reports.get(i)));
          }
          List<String> remarks = session.evidence().keep(shown(trials, showings));
          return new Answer.ControlsShown(showings, remarks);
        });
  }

  private List<Evidence.Shown> shown(List<Trial> trials, List<Answer.Showing> showings) {
    List<Evidence.Shown> shown = new ArrayList<>();
    for (int i = 0; i < showings.size(); i++) {
      RunReport report = showings.get(i).report();
      KnownBad control = showings.get(i).control();
      shown.add(
          new Evidence.Shown(
              report,
              product.folder().resolve(control.file()),
              control.goesRed(),
              trials.get(i).fileName(report.planned(), i)));
    }
    return shown;
  }

  private record Known(KnownBad control, Artifact artifact, Release release) {}

  private interface Work {
    Answer in(Session session) throws InterruptedException;
  }

  private Answer opened(Work work) throws InterruptedException {
    try (Workplace workplace = Workplace.open(folders.work())) {
      return work.in(new Session(product, folders, workplace, key, clock, trace, watcher));
    } catch (LabException e) {
      return e.answer();
    } catch (EnvironmentException | WorkplaceException | KeyException e) {
      return new Answer.CouldNotTell(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return new Answer.CouldNotTell("the work folder could not be made: " + e.getMessage());
    }
  }

  private Artifact known(ArtifactName name) {
    return product
        .pipeline()
        .artifact(name)
        .orElseThrow(
            () ->
                new LabException(
                    LabException.Kind.UNUSABLE,
                    "the pipeline file has no artifact \""
                        + name
                        + "\"; it has "
                        + String.join(
                            ", ",
                            product.pipeline().artifacts().stream()
                                .map(a -> a.name().value())
                                .toList())));
  }

  /** Format first, then every planned run of every trial, as one pool of boots. */
  private List<RunReport> run(
      Session session, List<Trial> trials, List<Plan> plans, Runner.AfterFailure afterFailure)
      throws InterruptedException {
    List<Job> jobs = new ArrayList<>();
    Map<PlannedRun, RunReport> reports = new LinkedHashMap<>();
    for (int i = 0; i < trials.size(); i++) {
      Trial trial = trials.get(i);
      long from = System.nanoTime();
      Outcome format = format(trial, session);
      List<CheckResult> before = before(trial, format, elapsed(from));
      for (PlannedRun planned : plans.get(i).runs()) {
        if (format instanceof Outcome.Passed) {
          jobs.add(trial.job(planned, before, i));
        } else {
          reports.put(planned, stoppedByFormat(trial, planned, before));
        }
      }
    }
    reports.values().forEach(watcher::ended);
    try (Runner runner = new Runner(cores, watcher)) {
      for (RunReport report : runner.run(jobs, afterFailure)) {
        reports.put(report.planned(), report);
      }
    }
    return plans.stream().flatMap(p -> p.runs().stream()).map(p -> known(reports, p)).toList();
  }

  private static RunReport known(Map<PlannedRun, RunReport> reports, PlannedRun planned) {
    RunReport report = reports.get(planned);
    if (report == null) {
      throw new IllegalStateException("no report of " + planned);
    }
    return report;
  }

  private Outcome format(Trial trial, Session session) throws InterruptedException {
    Artifact.Format format = trial.candidate().artifact().format();
    return format == null
        ? new Outcome.Passed()
        : FormatCheck.check(
            format,
            session.file(trial.candidate().release()),
            product.folder(),
            session.workplace());
  }

  private static List<CheckResult> before(Trial trial, Outcome format, Duration took) {
    if (trial.candidate().artifact().format() == null) {
      return List.of();
    }
    return List.of(
        switch (format) {
          case Outcome.Passed _ -> new CheckResult("format", Result.PASSED, took, null);
          case Outcome.NotShown(var cause) -> new CheckResult("format", Result.FAILED, took, cause);
          case Outcome.Broken(var what) ->
              new CheckResult(
                  "format",
                  Result.COULD_NOT_TELL,
                  took,
                  new Cause(Cause.INFRASTRUCTURE, what, List.of()));
        });
  }

  private static RunReport stoppedByFormat(
      Trial trial, PlannedRun planned, List<CheckResult> before) {
    return new RunReport.Finished(
        planned,
        before.getLast().result(),
        before,
        trial.candidate().checks(),
        before.getLast().took(),
        false,
        false);
  }

  private static Duration elapsed(long fromNanos) {
    return Duration.ofNanos(System.nanoTime() - fromNanos);
  }
}
