package dev.sluice.proving.lab;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Release;
import dev.sluice.model.Result;
import dev.sluice.model.pipeline.PipelineFile;
import dev.sluice.proving.environment.Environment;
import dev.sluice.proving.environment.EnvironmentFacts;
import dev.sluice.proving.plan.Plan;
import dev.sluice.proving.plan.PlannedRun;
import dev.sluice.proving.report.Candidate;
import dev.sluice.proving.report.ControlRecord;
import dev.sluice.proving.report.ProveReport;
import dev.sluice.proving.report.ResultJson;
import dev.sluice.proving.run.CheckResult;
import dev.sluice.proving.run.RunReport;
import dev.sluice.trust.canonical.CombinationJson;
import dev.sluice.trust.key.LabKey;
import dev.sluice.trust.proof.Proof;
import dev.sluice.trust.proof.Statement;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder in which everything of one prove is kept: consoles, logs, statements, the result. */
final class Evidence {
  private static final int MOST_FOLDERS = 1_000_000;

  private final Path folder;
  private final Product product;
  private final LabKey key;
  private final Clock clock;
  private final Map<String, Environment> environments;

  private Evidence(
      Path folder,
      Product product,
      LabKey key,
      Clock clock,
      Map<String, Environment> environments) {
    this.folder = folder;
    this.product = product;
    this.key = key;
    this.clock = clock;
    this.environments = environments;
  }

  /**
   * Makes the next free folder below {@code out}, called after the candidate's digest.
   *
   * @param environments filled by the caller later
   */
  static Evidence create(
      Path out,
      Release named,
      Product product,
      LabKey key,
      Clock clock,
      Map<String, Environment> environments)
      throws IOException {
    Files.createDirectories(out);
    String start = named.digest().hex().substring(0, 4) + "-";
    for (int i = 1; i < MOST_FOLDERS; i++) {
      Path folder = out.resolve(start + i);
      if (isNew(folder)) {
        return new Evidence(folder, product, key, clock, environments);
      }
    }
    throw new IOException("too many folders of this release");
  }

  private static boolean isNew(Path folder) throws IOException {
    try {
      Files.createDirectory(folder);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false; // an earlier prove's, or one that runs now
    }
  }

  Path folder() {
    return folder;
  }

  /** Signs what came to a result, writes the result, and reports. */
  ProveReport keep(
      Trial trial,
      Plan plan,
      List<RunReport> reports,
      Duration took,
      List<ControlRecord> controls) {
    Map<PlannedRun, Path> statements = new HashMap<>();
    Map<PlannedRun, List<Path>> consoles = new HashMap<>();
    boolean withheld = controls.stream().anyMatch(ControlRecord::withholdsProofs);
    try {
      for (RunReport report : reports) {
        String name = trial.fileName(report.planned(), 0);
        consoles.put(report.planned(), consoles(name));
        if (report instanceof RunReport.Finished finished
            && (finished.result() == Result.FAILED
                || (finished.result() == Result.PASSED && !withheld))) {
          statements.put(report.planned(), sign(trial, finished, name, controls));
        }
      }
      ProveReport kept =
          new ProveReport(
              trial.candidate(),
              reports,
              plan.unproven(),
              statements,
              consoles,
              folder,
              controls,
              took);
      Files.writeString(folder.resolve("result.json"), ResultJson.write(kept));
      return kept;
    } catch (IOException e) {
      throw new LabException(
          LabException.Kind.COULD_NOT_TELL,
          "the result could not be kept in " + folder + ": " + e.getMessage());
    }
  }

  private List<Path> consoles(String name) throws IOException {
    Pattern ours =
        Pattern.compile(
            Pattern.quote(name) + "(\\.retry)?(\\.machine-[0-9]+)?\\.boot-[0-9]+\\.console\\.txt");
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> ours.matcher(file.getFileName().toString()).matches())
          .sorted()
          .toList();
    }
  }

  private Path sign(
      Trial trial, RunReport.Finished finished, String name, List<ControlRecord> controls)
      throws IOException {
    boolean passed = finished.result() == Result.PASSED;
    byte[] file = Proof.sign(statement(trial, finished, controls), key);
    Path to = folder.resolve(name + (passed ? ".proof.json" : ".failed.json"));
    Files.write(to, file);
    Files.write(
        folder.resolve(name + ".combination.json"),
        CombinationJson.of(finished.planned().combination()).bytes());
    return to;
  }

  private Statement statement(
      Trial trial, RunReport.Finished finished, List<ControlRecord> controls) {
    Candidate candidate = trial.candidate();
    Environment environment = environments.get(finished.planned().environment());
    if (environment == null) {
      throw new IllegalStateException("no environment " + finished.planned().environment());
    }
    EnvironmentFacts facts = environment.facts();
    Set<ArtifactName> oneWay =
        candidate.artifact().oneWay().contains(candidate.release().version())
            ? Set.of(candidate.artifact().name())
            : Set.of();
    return new Statement(
        new Statement.Run(
            finished.result(),
            clock.instant(),
            names(finished, Result.PASSED),
            names(finished, Result.FAILED)),
        finished.planned().combination(),
        oneWay,
        new Statement.Suite(
            candidate.suite().name(),
            candidate.suite().digest(),
            controls.stream()
                .map(
                    c ->
                        new Statement.NegativeControl(
                            c.artifact(), c.version(), c.goesRed(), c.with(), c.lastRed()))
                .toList()),
        new Statement.Environment(
            facts.name(),
            facts.image(),
            facts.kernel(),
            facts.standsFor(),
            new Statement.Machine(
                facts.driver(), facts.driverVersion(), facts.accelerator(), facts.isolation())),
        new Statement.PipelineFile(product.digest(), PipelineFile.FORMAT));
  }

  private static List<String> names(RunReport.Finished finished, Result result) {
    return finished.checks().stream()
        .filter(c -> c.result() == result)
        .map(CheckResult::name)
        .toList();
  }
}
