package dev.sluice.cli;

import dev.sluice.cli.screen.Plain;
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
      "Write a commented sluice.yaml to begin with.",
      "",
      "It passes check. A file that is there is never overwritten."
    },
    footer = {
      "Examples:",
      "  sluice init",
      "  sluice init my-product",
      "  sluice init --file pipelines/sensor.yaml"
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
      description = "Another name than sluice.yaml, below DIR.")
  private Path file = Path.of("sluice.yaml");

  @Mixin private Common common = new Common();

  Init(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException {
    Path to = folder == null ? file : folder.resolve(file);
    String named = Plain.of(to.toString());
    try {
      if (to.getParent() != null) {
        Files.createDirectories(to.getParent());
      }
      Files.writeString(to, Starter.text(), StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw new Unusable(
          "sluice init: " + Plain.of(e.getFile()) + " exists already and was left as it is",
          "  sluice init --file OTHER.yaml writes another");
    } catch (IOException e) {
      throw new Unusable("sluice init: " + Unusable.reason(e));
    }
    Printer printer = program.printer(common);
    printer.out().println("wrote " + named);
    String pipeline =
        to.equals(Path.of("sluice.yaml")) ? "" : " --pipeline " + ShellWord.of(to.toString());
    printer.out().println("  fill in your own artifacts, then: sluice check" + pipeline);
    return Exit.DONE;
  }
}
