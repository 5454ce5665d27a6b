package dev.sluice.proving.lab;

import dev.sluice.model.Release;
import dev.sluice.model.Result;
import dev.sluice.model.pipeline.EnvironmentSpec;
import dev.sluice.proving.history.Flakiness;
import dev.sluice.proving.history.History;
import dev.sluice.proving.history.HistoryException;
import dev.sluice.proving.history.PastCheck;
import dev.sluice.proving.history.PastFile;
import dev.sluice.proving.history.PastProve;
import dev.sluice.proving.history.PastRun;
import dev.sluice.proving.history.RunId;
import dev.sluice.proving.page.Surroundings;
import dev.sluice.proving.plan.PlannedRun;
import dev.sluice.proving.report.EvidenceFile;
import dev.sluice.proving.report.ProveReport;
import dev.sluice.proving.report.Sentences;
import dev.sluice.proving.run.CheckResult;
import dev.sluice.proving.run.RunReport;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a prove takes from the store of past runs and leaves there. When the store cannot be used
 * the prove goes on without: what was asked has a plain answer, and a remark says so.
 */
final class Chronicle implements AutoCloseable {
  private final History history;
  private final Product product;
  private final List<String> remarks = new ArrayList<>();
  private boolean usable = true;

  Chronicle(Path state, Product product) {
    this.history = History.in(state);
    this.product = product;
  }

  private <T> T ask(T otherwise, Supplier<T> question) {
    if (!usable) {
      return otherwise;
    }
    try {
      return question.get();
    } catch (HistoryException e) {
      usable = false;
      remarks.add(String.valueOf(e.getMessage()));
      return otherwise;
    }
  }

  /** A number that no other prove of this prefix has, not below {@code from}. */
  int next(String prefix, int from) {
    return ask(from, () -> history.claim(prefix, from));
  }

  /** The environments of these runs that give no proofs until somebody has looked. */
  SortedMap<String, Flakiness> flaky(List<RunReport> reports) {
    SortedMap<String, Flakiness> flaky = new TreeMap<>();
    for (EnvironmentSpec spec : product.pipeline().environments()) {
      List<Boolean> own =
          reports.stream()
              .filter(r -> r.planned().environment().equals(spec.name()))
              .filter(RunReport.Finished.class::isInstance)
              .map(RunReport.Finished.class::cast)
              .map(f -> f.retried() && f.result() == Result.PASSED)
              .toList();
      if (!own.isEmpty()) {
        Flakiness counted =
            ask(
                Flakiness.of(own, spec.mostFlakes()),
                () ->
                    history.flakiness(
                        product.pipeline().product(), spec.name(), own, spec.mostFlakes()));
        if (counted.withholdsProofs()) {
          flaky.put(spec.name(), counted);
        }
      }
    }
    return flaky;
  }

  /** The newest run that passed in the same environment, with the same counterpart if any did. */
  Optional<Surroundings.LastPass> lastPass(PlannedRun run, Instant before) {
    return ask(
        Optional.empty(),
        () ->
            history
                .lastPass(
                    product.pipeline().product(), run.environment(), run.counterpart(), before)
                .flatMap(
                    pass ->
                        history
                            .prove(pass.id().prove())
                            .map(
                                prove ->
                                    new Surroundings.LastPass(pass, prove.where().evidence()))));
  }

  /**
   * Keeps what a prove came to.
   *
   * @param names what the files of each run begin with
   * @param files in the evidence folder, with how far each console reached
   */
  void keep(
      ProveReport report,
      Path candidate,
      Instant at,
      Map<PlannedRun, String> names,
      List<PastFile> files) {
    String id = String.valueOf(report.evidence().getFileName());
    List<PastRun> runs = new ArrayList<>();
    for (int i = 0; i < report.runs().size(); i++) {
      if (report.runs().get(i) instanceof RunReport.Finished finished) {
        String name = names.getOrDefault(finished.planned(), "");
        Path statement = report.statements().get(finished.planned());
        runs.add(run(new RunId(id, i + 1), at, finished, null, statement, name, files));
      }
    }
    Release release = report.candidate().release();
    var past =
        new PastProve(
            id,
            at,
            product.pipeline().product(),
            new PastProve.Candidate(
                release.artifact().value(),
                release.version().value(),
                release.digest(),
                candidate.toAbsolutePath().normalize(),
                null),
            report.result(),
            Sentences.headline(report),
            report.took(),
            report.runs().size() + report.unproven().size(),
            new PastProve.Where(
                product.folder(), product.digest(), report.evidence().toAbsolutePath().normalize()),
            runs);
    keep(past);
  }

  private void keep(PastProve past) {
    var _ =
        ask(
            past,
            () -> {
              history.keep(past);
              return past;
            });
  }

  /**
   * Keeps what a negative control came to, as a prove of its own.
   *
   * @param id claimed for it
   * @param evidence shared with the other controls of the call
   * @param files in that folder
   */
  void keep(
      String id,
      Path evidence,
      Evidence.Shown control,
      RunReport.Finished run,
      Instant at,
      List<PastFile> files) {
    Release release = run.planned().candidate();
    keep(
        new PastProve(
            id,
            at,
            product.pipeline().product(),
            new PastProve.Candidate(
                release.artifact().value(),
                release.version().value(),
                release.digest(),
                control.file().toAbsolutePath().normalize(),
                control.goesRed()),
            run.result(),
            Sentences.control(run, control.goesRed()),
            run.took(),
            1,
            new PastProve.Where(
                product.folder(), product.digest(), evidence.toAbsolutePath().normalize()),
            List.of(
                run(new RunId(id, 1), at, run, control.goesRed(), null, control.name(), files))));
  }

  private PastRun run(
      RunId id,
      Instant at,
      RunReport.Finished run,
      @Nullable String goesRed,
      @Nullable Path statement,
      String name,
      List<PastFile> files) {
    PlannedRun planned = run.planned();
    return new PastRun(
        id,
        at,
        new PastRun.Subject(
            product.pipeline().product(),
            planned.candidate().artifact().value(),
            planned.candidate().version().value(),
            goesRed),
        new PastRun.Place(
            planned.combination().title(), planned.counterpart(), planned.environment()),
        new PastRun.Ending(
            run.result(),
            run.deciding().map(CheckResult::name).orElse(null),
            run.result() == Result.PASSED ? null : Sentences.because(run),
            run.took(),
            run.retried(),
            run.controlPassed(),
            statement == null ? null : String.valueOf(statement.getFileName())),
        name,
        run.checks().stream().map(c -> new PastCheck(c.name(), c.result(), c.took())).toList(),
        files.stream().filter(f -> EvidenceFile.of(f.name(), name).isPresent()).toList());
  }

  /** What was wrong with the store, in sentences. */
  List<String> remarks() {
    List<String> all = new ArrayList<>(history.remarks());
    all.addAll(remarks);
    return all;
  }

  @Override
  public void close() {
    history.close();
  }
}
