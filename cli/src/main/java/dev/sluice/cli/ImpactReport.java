package dev.sluice.cli;

import dev.sluice.cli.page.ImpactPage;
import dev.sluice.cli.screen.Plain;
import dev.sluice.model.impact.Impact;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice impact report}. */
@Command(
    name = "report",
    sortOptions = false,
    description = {
      "Write all answers as one HTML page that stands alone.",
      "",
      "Single failures first, then a map of outcomes and what they hang on, what becomes of",
      "each outcome, what stands in and how stale it is, and tables of all. No server, no",
      "script, nothing loaded: it can be mailed, printed and read on a phone. It names all",
      "that you hang on; give it to those who may know."
    },
    footer = {
      "Exit status: 0 written, whatever it says; 2 the file is not valid, or FILE cannot be",
      "written.",
      "",
      "Examples:",
      "  sluice impact report --out impact.html",
      "  sluice impact report --out impact.html --file examples/hospital/outcomes.yaml"
    })
final class ImpactReport implements Callable<Integer> {
  private final Program program;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "Write the page here; what was there is replaced.")
  private Path out = Path.of("impact.html");

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = {
        "The file of outcomes, or a pipeline file that has them under outcomes:",
        "(default: outcomes.yaml, or sluice.yaml here)."
      })
  private @Nullable Path file;

  @Option(
      names = "--today",
      paramLabel = "DATE",
      description = "Write as on this day, such as 2026-11-25: decides which drills still count.")
  private @Nullable LocalDate today;

  @Mixin private Common common = new Common();

  ImpactReport(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    Path source = OutcomesSource.file(file);
    LocalDate day =
        today == null ? LocalDate.ofInstant(program.clock().instant(), ZoneOffset.UTC) : today;
    Impact impact = Impact.of(OutcomesSource.valid(source, day), day);
    String html = ImpactPage.of(impact, source.toString());
    try {
      write(source, html);
    } catch (IOException e) {
      throw new Unusable("sluice impact report: the page cannot be written: " + Unusable.reason(e));
    }
    program.printer(common).out().println("Written: " + Plain.of(out.toString()));
    return Exit.DONE;
  }

  private void write(Path source, String html) throws IOException {
    if (Files.isDirectory(out)) {
      throw new Unusable(
          "sluice impact report: "
              + out
              + " is a folder; name the file: --out "
              + out.resolve("impact.html"));
    }
    if (Files.exists(out) && Files.isSameFile(out, source)) {
      throw new Unusable(
          "sluice impact report: --out "
              + out
              + " is the file of outcomes itself; nothing written");
    }
    if (out.getParent() != null) {
      Files.createDirectories(out.getParent());
    }
    Files.writeString(out, html, StandardCharsets.UTF_8);
  }
}
