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
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Everything that one prove leaves: consoles, logs, statements, the result. Gathered in the work
 * folder and published whole at the end, so that a prove that is stopped leaves nothing.
 */
final class Evidence {
  private static final int MOST_FOLDERS = 1_000_000;

  private final Path folder;
  private final Path out;
  private final String start;
  private final Product product;
  private final LabKey key;
  private final Clock clock;
  private final Map<String, Environment> environments;

  /**
   * Nothing gathered yet.
   *
   * @param gathered a new folder, on this host for the length of the prove
   * @param out the published folder goes in here
   * @param named after whose digest the published folder is called
   * @param environments filled by the caller later
   */
  Evidence(
      Path gathered,
      Path out,
      Release named,
      Product product,
      LabKey key,
      Clock clock,
      Map<String, Environment> environments)
      throws IOException {
    this.folder = Files.createDirectory(gathered);
    this.out = Files.createDirectories(out);
    this.start = named.digest().hex().substring(0, 4) + "-";
    this.product = product;
    this.key = key;
    this.clock = clock;
    this.environments = environments;
  }

  /** Takes the next free name below {@code out}, empty until {@link #publish} fills it at once. */
  private Path reserve() throws IOException {
    for (int i = 1; i < MOST_FOLDERS; i++) {
      Path published = out.resolve(start + i);
      if (isNew(published)) {
        return published;
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

  private void publish(Path published) throws IOException {
    Path partial = out.resolve("." + published.getFileName() + ".partial");
    try {
      Files.createDirectory(partial);
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.copy(file, partial.resolve(file.getFileName()));
        }
      }
      Files.move(partial, published, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      discard(partial);
      Files.deleteIfExists(published);
      throw e;
    }
  }

  private static void discard(Path partial) throws IOException {
    if (Files.exists(partial)) {
      try (Stream<Path> files = Files.list(partial)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(partial);
    }
  }

  /** Publishes what was gathered, without a result: of calls that are about many candidates. */
  void keep() {
    try {
      publish(reserve());
    } catch (IOException e) {
      throw unkept(e);
    }
  }

  private LabException unkept(IOException e) {
    return new LabException(
        LabException.Kind.COULD_NOT_TELL,
        "the result could not be kept in " + out + ": " + e.getMessage());
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
      Path published = reserve();
      for (RunReport report : reports) {
        String name = trial.fileName(report.planned(), 0);
        consoles.put(report.planned(), in(published, consoles(name)));
        if (report instanceof RunReport.Finished finished
            && (finished.result() == Result.FAILED
                || (finished.result() == Result.PASSED && !withheld))) {
          Path file = sign(trial, finished, name, controls);
          statements.put(report.planned(), published.resolve(file.getFileName()));
        }
      }
      ProveReport kept =
          new ProveReport(
              trial.candidate(),
              reports,
              plan.unproven(),
              statements,
              consoles,
              published,
              controls,
              took);
      Files.writeString(folder.resolve("result.json"), ResultJson.write(kept));
      publish(published);
      return kept;
    } catch (IOException e) {
      throw unkept(e);
    }
  }

  private static List<Path> in(Path published, List<Path> files) {
    return files.stream().map(file -> published.resolve(file.getFileName())).toList();
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
