package dev.sluice.server.runner;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Result;
import dev.sluice.model.Version;
import dev.sluice.proving.lab.Answer;
import dev.sluice.proving.lab.Lab;
import dev.sluice.proving.lab.LabFolders;
import dev.sluice.proving.plan.Only;
import dev.sluice.proving.plan.PlannedRun;
import dev.sluice.proving.report.ControlRecord;
import dev.sluice.proving.report.JUnitXml;
import dev.sluice.proving.report.ProveReport;
import dev.sluice.proving.report.Sentences;
import dev.sluice.proving.run.RunReport;
import dev.sluice.proving.run.Runner;
import dev.sluice.server.event.TraceId;
import dev.sluice.server.wire.Assignment;
import dev.sluice.server.wire.RunResult.WireControl;
import dev.sluice.trust.key.LabKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes runs with this machine's lab, and signs with its key. */
public final class LabWork implements RunWork {
  private final LabFolders folders;
  private final LabKey key;
  private final Clock clock;
  private final int cores;
  private final int controlCores;

  /** A lab of which each run has all cores. */
  public LabWork(LabFolders folders, LabKey key, Clock clock, int cores) {
    this(folders, key, clock, cores, cores);
  }

  /**
   * A lab that opens nothing before it is asked.
   *
   * @param cores boots at once of one run
   * @param controlCores the same of negative controls, which a runner's other places often wait for
   */
  public LabWork(LabFolders folders, LabKey key, Clock clock, int cores, int controlCores) {
    this.folders = folders;
    this.key = key;
    this.clock = clock;
    this.cores = cores;
    this.controlCores = controlCores;
  }

  @Override
  public Done make(Job job, Consumer<String> said) throws InterruptedException, IOException {
    Assignment assignment = job.assignment();
    return switch (assignment.work()) {
      case "prove" -> proven(job, lab(job, cores, said));
      case "controls" -> shown(lab(job, controlCores, said).showNegativeControls(job.out()));
      default ->
          throw new WorkRefused(
              "this runner does not know the work \""
                  + assignment.work()
                  + "\"; it is older than the server",
              false);
    };
  }

  private Lab lab(Job job, int boots, Consumer<String> said) {
    return new Lab(
        job.product(),
        folders,
        key,
        clock,
        boots,
        new SpokenProgress(said),
        new TraceId(job.assignment().trace()).value());
  }

  private static Done proven(Job job, Lab lab) throws InterruptedException, IOException {
    Assignment assignment = job.assignment();
    var artifact = new ArtifactName(Objects.requireNonNull(assignment.artifact()));
    var version = new Version(Objects.requireNonNull(assignment.version()));
    String title = artifact + " " + version;
    Answer answer =
        lab.prove(
            artifact,
            version,
            Objects.requireNonNull(job.candidate()),
            job.out(),
            Runner.AfterFailure.STOP,
            Only.of(Objects.requireNonNull(assignment.counterpart()), assignment.environment()),
            Lab.Repeat.PROVEN);
    return switch (answer) {
      case Answer.Proven(var report) -> {
        Files.writeString(job.out().resolve("junit.xml"), JUnitXml.of(report));
        yield done(report, assignment);
      }
      case Answer.Refused(var reason) ->
          early(job, title, Result.FAILED, title + " was refused: " + reason);
      case Answer.Unusable(var reason) ->
          early(job, title, Result.COULD_NOT_TELL, "could not be run: " + reason);
      case Answer.CouldNotTell(var reason) ->
          early(
              job,
              title,
              Result.COULD_NOT_TELL,
              "could not tell whether " + title + " works: " + reason);
      case Answer.Identical _, Answer.ControlsShown _, Answer.Visited _ ->
          throw new IllegalStateException("asked for a proof");
    };
  }

  private static Done early(Job job, String title, Result result, String sentence)
      throws IOException {
    Files.writeString(job.out().resolve("junit.xml"), JUnitXml.of(title, result, sentence));
    return new Done(result, sentence, null, List.of());
  }

  private static Done done(ProveReport report, Assignment assignment) {
    if (report.runs().isEmpty()) {
      return new Done(
          Result.COULD_NOT_TELL,
          "the pipeline file has no run with "
              + assignment.counterpart()
              + " in "
              + assignment.environment(),
          null,
          List.of());
    }
    PlannedRun run = report.runs().getFirst().planned();
    @Nullable Path proof = report.result() == Result.PASSED ? report.statements().get(run) : null;
    return new Done(report.result(), sentence(report), proof, List.of());
  }

  private static String sentence(ProveReport report) {
    return switch (report.runs().getFirst()) {
      case RunReport.NotRun(var _, var reason) -> reason;
      case RunReport.Finished finished ->
          finished.result() == Result.PASSED && report.result() == Result.PASSED
              ? report.candidate().release().title()
                  + " works with "
                  + finished.planned().counterpart()
                  + " in "
                  + finished.planned().environment()
              : finished.result() == Result.PASSED
                  ? Sentences.headline(report)
                  : Sentences.because(finished);
    };
  }

  private static Done shown(Answer answer) {
    return switch (answer) {
      case Answer.ControlsShown(var showings, var _) -> of(showings);
      case Answer.Refused(var reason) -> untold("a known-bad release was refused: " + reason);
      case Answer.Unusable(var reason) -> untold(reason);
      case Answer.CouldNotTell(var reason) -> untold(reason);
      case Answer.Proven _, Answer.Identical _, Answer.Visited _ ->
          throw new IllegalStateException("asked for controls");
    };
  }

  private static Done untold(String reason) {
    return new Done(
        Result.COULD_NOT_TELL,
        "could not tell whether known-bad releases are stopped: " + reason,
        null,
        List.of());
  }

  private static Done of(List<Answer.Showing> showings) {
    @Nullable String green = null;
    for (Answer.Showing showing : showings) {
      String sentence = sentence(showing);
      if (!(showing.report() instanceof RunReport.Finished run)
          || run.result() == Result.COULD_NOT_TELL) {
        return untold(sentence);
      }
      if (green == null && !isRed(showing)) {
        green = sentence;
      }
    }
    List<WireControl> controls =
        showings.stream()
            .map(
                showing ->
                    new WireControl(
                        showing.artifact().value(),
                        showing.control().version().value(),
                        showing.record().file().hex(),
                        showing.control().goesRed(),
                        isRed(showing)))
            .toList();
    return green == null
        ? new Done(
            Result.PASSED,
            showings.size() == 1
                ? "the known-bad release was stopped"
                : "all " + showings.size() + " known-bad releases were stopped",
            null,
            controls)
        : new Done(Result.FAILED, green, null, controls);
  }

  private static boolean isRed(Answer.Showing showing) {
    return showing.record().lastShown() == ControlRecord.Shown.RED;
  }

  private static String sentence(Answer.Showing showing) {
    return switch (showing.report()) {
      case RunReport.NotRun(var _, var reason) -> reason;
      case RunReport.Finished run -> Sentences.control(run, showing.control().goesRed());
    };
  }
}
