package dev.sluice.cli;

import dev.sluice.cli.screen.Plain;
import dev.sluice.model.pipeline.EnvironmentSpec;
import dev.sluice.proving.history.Flakiness;
import dev.sluice.proving.lab.Product;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice runs looked}. */
@Command(
    name = "looked",
    sortOptions = false,
    description = {
      "Say that you looked why an environment is flaky.",
      "",
      "An environment where too many runs passed only at the second attempt gives no proofs until"
          + " somebody has looked. Its flakes until now are not counted again."
    },
    footer = {
      "Examples:",
      "  sluice runs looked linux-6.1 --reason 'a backup ran on the host'",
      "  sluice runs looked debian-12 --reason 'deadline raised' --pipeline p.yaml"
    })
final class RunsLooked implements Callable<Integer> {
  private static final int LONGEST_REASON = 500;

  private final Program program;

  @Parameters(
      index = "0",
      paramLabel = "ENVIRONMENT",
      description = "Its name in the pipeline file.")
  private String environment = "";

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "What was found. It is kept.")
  private String reason = "";

  @Option(
      names = "--pipeline",
      paramLabel = "FILE",
      description = "The pipeline file (default: ${DEFAULT-VALUE}).",
      defaultValue = "sluice.yaml")
  private Path pipeline = Path.of("sluice.yaml");

  @Mixin private Common common = new Common();

  RunsLooked(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException {
    Printer printer = program.printer(common);
    String found = Plain.of(reason).strip();
    if (found.isEmpty() || found.length() > LONGEST_REASON) {
      throw new Unusable(
          "sluice runs looked: --reason: say what you found, in 1 to "
              + LONGEST_REASON
              + " characters");
    }
    Product product = PipelineSource.valid(pipeline);
    EnvironmentSpec spec = named(product);
    String name = product.pipeline().product();
    Flakiness before =
        new PastRuns(program, "sluice runs looked")
            .ask(
                printer.err(),
                history -> {
                  Flakiness counted =
                      history.flakiness(name, spec.name(), List.of(), spec.mostFlakes());
                  history.looked(name, spec.name(), program.clock().instant(), found);
                  return counted;
                });
    printer
        .out()
        .println(
            "noted. "
                + before.flakes()
                + " of the last "
                + before.runs()
                + " runs in "
                + spec.name()
                + " passed only at the second attempt"
                + (before.withholdsProofs()
                    ? "; from now on it gives proofs again, and counting begins anew."
                    : "; it gave proofs before, and counting begins anew."));
    return Exit.DONE;
  }

  private EnvironmentSpec named(Product product) {
    List<String> names =
        product.pipeline().environments().stream().map(EnvironmentSpec::name).toList();
    return product.pipeline().environments().stream()
        .filter(spec -> spec.name().equals(environment))
        .findFirst()
        .orElseThrow(
            () -> {
              return new Unusable(
                  "sluice runs looked: the pipeline file has no environment \""
                      + Plain.of(environment)
                      + "\""
                      + NearWord.hint(environment, names),
                  "  it has " + String.join(", ", names));
            });
  }
}
