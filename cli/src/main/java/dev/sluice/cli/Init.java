package dev.sluice.cli;

import dev.sluice.cli.screen.Plain;
import dev.sluice.model.outcome.OutcomesStarter;
import dev.sluice.model.pipeline.Starter;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice init}. */
@Command(
    name = "init",
    sortOptions = false,
    description = {
      "Write a commented sluice.yaml to begin with, or an outcomes.yaml.",
      "",
      "It passes check. A file that is there is never overwritten."
    },
    footer = {
      "Examples:",
      "  sluice init",
      "  sluice init my-product",
      "  sluice init --file pipelines/sensor.yaml",
      "  sluice init --outcomes"
    })
final class Init implements Callable<Integer> {
  private final Program program;

  @Parameters(
      index = "0",
      arity = "0..1",
      hideParamSyntax = true,
      paramLabel = "DIR",
      description = "Where to write sluice.yaml; made when absent (default: here).")
  private @Nullable Path folder;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "Another name than sluice.yaml or outcomes.yaml, below DIR.")
  private @Nullable Path named;

  @Option(
      names = "--outcomes",
      description = "Write an outcomes.yaml: what people need and what it hangs on.")
  private boolean outcomes;

  @Mixin private Common common = new Common();

  Init(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException {
    Path file = named == null ? Path.of(outcomes ? "outcomes.yaml" : "sluice.yaml") : named;
    Path to = folder == null ? file : folder.resolve(file);
    String shown = Plain.of(to.toString());
    try {
      if (to.getParent() != null) {
        Files.createDirectories(to.getParent());
      }
      Files.writeString(
          to, outcomes ? OutcomesStarter.text() : Starter.text(), StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw new Unusable(
          "sluice init: " + Plain.of(e.getFile()) + " exists already and was left as it is",
          "  sluice init --file OTHER.yaml writes another");
    } catch (IOException e) {
      throw new Unusable("sluice init: " + Unusable.reason(e));
    }
    Printer printer = program.printer(common);
    printer.out().println("wrote " + shown);
    if (outcomes) {
      String of = to.equals(Path.of("outcomes.yaml")) ? "" : ShellWord.of(to.toString());
      printer
          .out()
          .println(
              "  write what people need at your place, then: sluice check"
                  + (of.isEmpty() ? "" : " --outcomes " + of));
      printer
          .out()
          .println("  and ask: sluice impact spof" + (of.isEmpty() ? "" : " --file " + of));
      return Exit.DONE;
    }
    String pipeline =
        to.equals(Path.of("sluice.yaml")) ? "" : " --pipeline " + ShellWord.of(to.toString());
    printer.out().println("  fill in your own artifacts, then: sluice check" + pipeline);
    return Exit.DONE;
  }
}
