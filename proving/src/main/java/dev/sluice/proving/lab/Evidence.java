package dev.sluice.proving.lab;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Release;
import dev.sluice.model.Result;
import dev.sluice.model.pipeline.PipelineFile;
import dev.sluice.proving.environment.Environment;
import dev.sluice.proving.environment.EnvironmentFacts;
import dev.sluice.proving.history.Flakiness;
import dev.sluice.proving.history.PastFile;
import dev.sluice.proving.page.ReportPage;
import dev.sluice.proving.page.Surroundings;
import dev.sluice.proving.plan.Plan;
import dev.sluice.proving.plan.PlannedRun;
import dev.sluice.proving.report.Candidate;
import dev.sluice.proving.report.ControlRecord;
import dev.sluice.proving.report.EvidenceFile;
import dev.sluice.proving.report.ProveReport;
import dev.sluice.proving.report.ResultJson;
import dev.sluice.proving.run.CheckResult;
import dev.sluice.proving.run.RunReport;
import dev.sluice.trust.canonical.CombinationJson;
import dev.sluice.trust.canonical.PlainText;
import dev.sluice.trust.key.LabKey;
import dev.sluice.trust.proof.Proof;
import dev.sluice.trust.proof.Statement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Everything that one prove leaves: consoles, logs, statements, the result and its page. Gathered
 * in the work folder and published whole at the end, so that a prove that is stopped leaves
 * nothing.
 */
final class Evidence {
  private final Path folder;
  private final Shelf shelf;
  private final Path state;
  private final Product product;
  private final LabKey key;
  private final Clock clock;
  private final Map<String, Environment> environments;

  /**
   * Where evidence goes.
   *
   * @param gathered a new folder, on this host for the length of the prove
   * @param out the published folder goes in here
   * @param state past runs are remembered in here
   */
  record Places(Path gathered, Path out, Path state) {}

  /**
   * Nothing gathered yet.
   *
   * @param named after whose digest the published folder is called
   * @param environments filled by the caller later
   */
  Evidence(
      Places places,
      Release named,
      Product product,
      LabKey key,
      Clock clock,
      Map<String, Environment> environments)
      throws IOException {
    this.folder = Files.createDirectory(places.gathered());
    this.shelf = new Shelf(places.out(), prefix(named));
    this.state = places.state();
    this.product = product;
    this.key = key;
    this.clock = clock;
    this.environments = environments;
  }

  /**
   * A negative control that was shown.
   *
   * @param file of the known-bad release
   * @param goesRed the check at which it must fail
   * @param name what its files begin with
   */
  record Shown(RunReport report, Path file, String goesRed, String name) {}

  /**
   * Publishes what was gathered of negative controls, without a result or a page, and remembers
   * each that came to a result as a prove of its own.
   *
   * @return what was wrong with the store of past runs, in sentences
   */
  List<String> keep(List<Shown> controls) {
    try (Chronicle chronicle = new Chronicle(state, product)) {
      Path published = shelf.reserve(chronicle);
      Instant now = clock.instant();
      List<PastFile> files = pastFiles();
      shelf.publish(folder, published);
      for (int i = 0; i < controls.size(); i++) {
        Shown control = controls.get(i);
        if (control.report() instanceof RunReport.Finished run) {
          // The first gave the folder its name, the others share it.
          String id =
              i == 0
                  ? String.valueOf(published.getFileName())
                  : shelf.name(prefix(run.planned().candidate()), chronicle);
          chronicle.keep(id, published, control, run, now, files);
        }
      }
      return chronicle.remarks();
    } catch (IOException e) {
      throw unkept(e);
    }
  }

  private static String prefix(Release release) {
    return release.digest().hex().substring(0, 4);
  }

  private LabException unkept(IOException e) {
    return new LabException(
        LabException.Kind.COULD_NOT_TELL,
        "the result could not be kept in " + shelf.out() + ": " + e.getMessage());
  }

  Path folder() {
    return folder;
  }

  /**
   * Signs what came to a result, writes the result and its page, remembers it, and reports.
   *
   * @param file the candidate's, as the caller named it
   */
  ProveReport keep(
      Trial trial,
      Plan plan,
      Path file,
      List<RunReport> reports,
      Duration took,
      List<ControlRecord> controls) {
    try (Chronicle chronicle = new Chronicle(state, product)) {
      Path published = shelf.reserve(chronicle);
      SortedMap<String, Flakiness> flaky = chronicle.flaky(reports);
      Map<PlannedRun, String> names = new LinkedHashMap<>();
      reports.forEach(r -> names.put(r.planned(), trial.fileName(r.planned(), 0)));
      Map<PlannedRun, Path> statements = new HashMap<>();
      for (RunReport report : reports) {
        if (report instanceof RunReport.Finished finished && isSigned(finished, controls, flaky)) {
          Path signed = sign(trial, finished, trial.fileName(report.planned(), 0), controls);
          statements.put(report.planned(), published.resolve(signed.getFileName()));
        }
      }
      ProveReport kept =
          new ProveReport(
              trial.candidate(),
              reports,
              plan.unproven(),
              statements,
              consoles(names, published),
              published,
              controls,
              flaky,
              unenforced(),
              chronicle.remarks(),
              took);
      Files.writeString(folder.resolve("result.json"), ResultJson.kept(kept));
      Instant now = clock.instant();
      List<PastFile> files = pastFiles();
      writePage(kept, now, names, chronicle);
      shelf.publish(folder, published);
      chronicle.keep(kept, file, now, names, files);
      return kept.remarking(chronicle.remarks());
    } catch (IOException e) {
      throw unkept(e);
    }
  }

  private void writePage(
      ProveReport report, Instant at, Map<PlannedRun, String> names, Chronicle chronicle)
      throws IOException {
    Map<PlannedRun, Surroundings.LastPass> lastPasses = new HashMap<>();
    report
        .runs()
        .forEach(
            run ->
                chronicle
                    .lastPass(run.planned(), at)
                    .ifPresent(pass -> lastPasses.put(run.planned(), pass)));
    Map<String, EnvironmentFacts> facts = new HashMap<>();
    environments.forEach((name, environment) -> facts.put(name, environment.facts()));
    Files.writeString(
        folder.resolve(ProveReport.PAGE),
        ReportPage.of(
            report,
            new Surroundings(
                product.pipeline().product(),
                String.valueOf(report.evidence().getFileName()),
                at,
                folder,
                names,
                lastPasses,
                facts)));
  }

  private SortedMap<String, List<String>> unenforced() {
    SortedMap<String, List<String>> unenforced = new TreeMap<>();
    environments.forEach(
        (name, environment) -> {
          if (!environment.facts().unenforced().isEmpty()) {
            unenforced.put(name, environment.facts().unenforced());
          }
        });
    return unenforced;
  }

  /** A failure is always on record; a pass only where nothing withholds the proof. */
  private static boolean isSigned(
      RunReport.Finished run, List<ControlRecord> controls, SortedMap<String, Flakiness> flaky) {
    return switch (run.result()) {
      case FAILED -> true;
      case COULD_NOT_TELL -> false;
      case PASSED ->
          controls.stream().noneMatch(ControlRecord::withholdsProofs)
              && !flaky.containsKey(run.planned().environment());
    };
  }

  private Map<PlannedRun, List<Path>> consoles(Map<PlannedRun, String> names, Path published)
      throws IOException {
    List<String> files = fileNames();
    Map<PlannedRun, List<Path>> consoles = new HashMap<>();
    names.forEach(
        (run, name) ->
            consoles.put(
                run,
                EvidenceFile.ofItself(EvidenceFile.of(files, name), EvidenceFile.Kind.CONSOLE)
                    .stream()
                    .map(f -> published.resolve(f.fileName()))
                    .toList()));
    return consoles;
  }

  private List<String> fileNames() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private List<PastFile> pastFiles() throws IOException {
    List<PastFile> files = new ArrayList<>();
    for (String name : fileNames()) {
      files.add(
          new PastFile(
              name,
              name.endsWith(".console.txt")
                  ? ConsoleLength.of(
                      new String(Files.readAllBytes(folder.resolve(name)), StandardCharsets.UTF_8))
                  : null));
    }
    return files;
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
                facts.driver(),
                facts.driverVersion(),
                facts.accelerator(),
                facts.isolation(),
                facts.unenforced().stream().map(PlainText::plain).toList())),
        new Statement.PipelineFile(product.digest(), PipelineFile.FORMAT));
  }

  private static List<String> names(RunReport.Finished finished, Result result) {
    return finished.checks().stream()
        .filter(c -> c.result() == result)
        .map(CheckResult::name)
        .toList();
  }
}
