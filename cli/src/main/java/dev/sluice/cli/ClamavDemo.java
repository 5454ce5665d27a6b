package dev.sluice.cli;

import dev.sluice.cli.screen.Board;
import dev.sluice.cli.screen.ProveScreen;
import dev.sluice.cli.screen.SetsScreen;
import dev.sluice.model.ArtifactName;
import dev.sluice.model.Result;
import dev.sluice.model.Version;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.lab.Answer;
import dev.sluice.proving.lab.Product;
import dev.sluice.proving.lab.SystemTrees;
import dev.sluice.proving.report.ProveReport;
import dev.sluice.proving.run.CheckResult;
import dev.sluice.proving.run.RunReport;
import dev.sluice.proving.run.Runner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Every signature set of the example {@code clamav}: what ClamAV's own tests say of it and what
 * whole machines say.
 */
final class ClamavDemo {
  private static final ArtifactName SIGNATURES = new ArtifactName("signatures");
  private static final int WIDEST = 160;
  private static final Pattern CLAMSCAN =
      Pattern.compile(
          "^clamscan loads=(\\d+) eicar\\.com=(\\d+) lure\\.png=(\\d+)", Pattern.MULTILINE);
  private static final Pattern FRESHCLAM =
      Pattern.compile("^freshclam test=(\\d+)", Pattern.MULTILINE);

  private final Program program;
  private final Printer printer;
  private final Path out;
  private final Path example = SourceTree.example("clamav");

  ClamavDemo(Program program, Printer printer, Path out) {
    this.program = program;
    this.printer = printer;
    this.out = out;
  }

  /** What ClamAV's own tests say of a set. */
  private record Others(String clamscan, String freshclam) {}

  /** Proves every set, or the ones named, and prints the table; the exit status. */
  int show(List<String> only) throws IOException {
    Product product = PipelineSource.valid(example.resolve("sluice.yaml"));
    List<SignatureSet> sets =
        SignatureSet.all().stream()
            .filter(set -> only.isEmpty() || only.contains(set.name()))
            .toList();
    if (sets.size() < only.size()) {
      throw new Unusable(
          "sluice demo: there is no such set among " + String.join(", ", only),
          "  there are "
              + String.join(", ", SignatureSet.all().stream().map(SignatureSet::name).toList()));
    }
    List<SetsScreen.Row> rows = new ArrayList<>();
    Result worst = Result.PASSED;
    try {
      SequencedMap<String, Path> trees =
          SystemTrees.of(product, program.folders().lab(), printer.err()::println);
      for (SignatureSet set : sets) {
        printer
            .err()
            .println(set.name() + " (" + (rows.size() / 2 + 1) + " of " + sets.size() + ")");
        @Nullable Answer answer = prove(product, set);
        if (answer == null) {
          return Exit.STOPPED;
        }
        if (!(answer instanceof Answer.Proven(var report))) {
          printer.err().println(set.name() + ": " + Demo.reason(answer));
          worst = Result.COULD_NOT_TELL;
          continue;
        }
        for (RunReport run : report.runs()) {
          SetsScreen.Row row = row(set, run, trees, report);
          rows.add(row);
          if (!row.asItMust()) {
            worst =
                worst.worse(
                    row.result() == Result.COULD_NOT_TELL ? Result.COULD_NOT_TELL : Result.FAILED);
          }
        }
      }
    } catch (EnvironmentException e) {
      printer.err().println("could not tell: " + e.getMessage());
      return Exit.COULD_NOT_TELL;
    } catch (InterruptedException e) {
      return Exit.STOPPED;
    }
    SetsScreen.table(rows, program.columns(ProveScreen.COLUMNS, WIDEST), printer.outIsLive())
        .forEach(printer.out()::println);
    return Exit.of(worst);
  }

  private @Nullable Answer prove(Product product, SignatureSet set) throws IOException {
    return new LabCall(program, product, printer.err())
        .make(
            () -> Progress.on(printer, printer.withoutOut(), new Board(), (_, _) -> List.of()),
            lab ->
                lab.prove(
                    SIGNATURES, new Version("2"), file(set), out, Runner.AfterFailure.KEEP_GOING));
  }

  private Path file(SignatureSet set) {
    return example.resolve("signatures/" + set.name() + ".tar");
  }

  private SetsScreen.Row row(
      SignatureSet set, RunReport run, SequencedMap<String, Path> trees, ProveReport report)
      throws IOException, InterruptedException {
    String environment = run.planned().environment();
    Path tree = trees.get(environment);
    Others others = tree == null ? new Others("-", "-") : ask(set, tree);
    List<String> failed =
        run instanceof RunReport.Finished f
            ? f.checks().stream()
                .filter(check -> check.result() != Result.PASSED)
                .map(CheckResult::name)
                .toList()
            : List.of();
    Result result = run instanceof RunReport.Finished f ? f.result() : Result.COULD_NOT_TELL;
    Duration took = run instanceof RunReport.Finished f ? f.took() : report.took();
    boolean told = result != Result.COULD_NOT_TELL;
    return new SetsScreen.Row(
        set.name(),
        run.planned().combination().application().version().value(),
        others.clamscan(),
        others.freshclam(),
        result,
        failed,
        took,
        told && set.isAsItMust(environment, failed));
  }

  private Others ask(SignatureSet set, Path tree) throws IOException, InterruptedException {
    Process asked =
        new ProcessBuilder(
                example.resolve("others-say.sh").toString(), file(set).toString(), tree.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    asked.getOutputStream().close();
    String said = new String(asked.getInputStream().readNBytes(64 * 1024), StandardCharsets.UTF_8);
    asked.waitFor();
    Matcher clamscan = CLAMSCAN.matcher(said);
    Matcher freshclam = FRESHCLAM.matcher(said);
    return new Others(
        clamscan.find()
            ? clamscan.group(1) + " " + clamscan.group(2) + " " + clamscan.group(3)
            : "?",
        freshclam.find() ? freshclam.group(1) : "?");
  }
}
