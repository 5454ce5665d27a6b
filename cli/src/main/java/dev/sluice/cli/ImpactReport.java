package dev.sluice.cli;

import dev.sluice.cli.page.ImpactPage;
import dev.sluice.cli.screen.Plain;
import dev.sluice.model.impact.Impact;
import java.nio.file.Path;
import java.util.concurrent.Callable;
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

  @Mixin private AskedFile asked = new AskedFile();
  @Mixin private Common common = new Common();

  ImpactReport(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    Path source = asked.file();
    Impact impact = asked.impact(program);
    String html = ImpactPage.of(impact, source.toString());
    OutFile.write("impact report", out, html, source);
    program.printer(common).out().println("Written: " + Plain.of(out.toString()));
    return Exit.DONE;
  }
}
