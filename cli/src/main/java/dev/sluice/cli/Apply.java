package dev.sluice.cli;

import dev.sluice.cli.screen.PipelineScreen;
import dev.sluice.cli.screen.Plain;
import dev.sluice.model.Digest;
import dev.sluice.proving.lab.FieldBuild;
import dev.sluice.proving.lab.Product;
import dev.sluice.server.bundle.Bundle;
import dev.sluice.server.bundle.BundleJson;
import dev.sluice.server.bundle.Gathered;
import dev.sluice.server.bundle.Gathering;
import dev.sluice.server.client.ContentClient;
import dev.sluice.server.client.Moved;
import dev.sluice.server.client.PipelineClient;
import dev.sluice.server.client.ServerClient;
import dev.sluice.server.wire.WirePipeline;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice apply}. */
@Command(
    name = "apply",
    sortOptions = false,
    customSynopsis = "sluice apply [FILE] [OPTIONS]",
    description = {
      "Bring a pipeline file to a server, with everything that it names.",
      "",
      "Checks it here, builds releases that are absent, sends what the server lacks, and says in",
      "plain words what changes. What weakens a check, a limit or a budget waits for another",
      "person; all else is in use at once, and so is a product's first file."
    },
    footer = {
      "Secrets, such as the key to a machine of your own, stay here; a runner has them itself.",
      "",
      "Exit status:",
      "    0  in use; with --dry-run: would be in use at once",
      "    1  waits for another person: sluice pipeline approve; with --dry-run: would wait",
      "    2  nothing was proposed: not valid, a file is missing, wrong use, no right to",
      "    3  could not tell: a build failed, the server cannot be reached",
      "",
      "Examples:",
      "  sluice apply",
      "  sluice apply examples/kernel-sensor/sluice.yaml --dry-run",
      "  sluice apply --json | jq -r '.changes[] | select(.weaker) | .sentence'"
    })
final class Apply implements Callable<Integer> {
  private final Program program;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FILE",
      hideParamSyntax = true,
      description = "The pipeline file (default: sluice.yaml).")
  private Path file = Path.of(Bundle.PIPELINE);

  @Option(
      names = "--dry-run",
      description = "Say what would change; files are sent, and nothing is proposed.")
  private boolean dryRun;

  @Option(names = "--json", description = "The proposal as JSON.")
  private boolean json;

  @Mixin private ServerCall server = new ServerCall();
  @Mixin private Common common = new Common();

  Apply(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Product product = PipelineSource.valid(file);
    Path outcomes = OutcomesSource.of(file).orElse(null);
    if (outcomes != null) {
      OutcomesSource.written(outcomes); // or it says what is wrong with it
    }
    Printer printer = program.printer(common);
    Optional<String> failed =
        FieldBuild.absent(
            product, program.folders().lab(), what -> printer.err().println(Plain.of(what)));
    if (failed.isPresent()) {
      printer.err().println("sluice apply: " + Plain.of(failed.get()));
      return Exit.COULD_NOT_TELL;
    }
    return switch (Gathering.of(product, file)) {
      case Gathered.Lacking(var problems) -> throw lacking(problems);
      case Gathered.Whole(var bundle, var files) -> {
        try (ServerClient client = server.open(program)) {
          WirePipeline answer = proposed(client, bundle, files, printer.err());
          yield told(answer, bundle, client, printer);
        }
      }
    };
  }

  private Unusable lacking(List<String> problems) {
    List<String> lines = new ArrayList<>();
    lines.add("sluice apply: " + Plain.of(file.toString()) + " cannot be taken to a server");
    problems.forEach(problem -> lines.add("  " + Plain.of(problem)));
    return Unusable.saying(lines.getFirst(), String.join("\n", lines));
  }

  private WirePipeline proposed(
      ServerClient client, Bundle bundle, Map<Digest, Path> files, PrintStream err)
      throws IOException, InterruptedException {
    ContentClient content = client.content(bundle.product());
    int sent = 0;
    long bytes = 0;
    for (Bundle.File each : bundle.files()) {
      Path at = files.get(each.digest());
      if (at == null) {
        throw new IllegalStateException("nobody knows where " + each.path() + " is");
      }
      if (content.size(each.digest()).isEmpty()) {
        if (!content.upload(at, Moved.UNSEEN).equals(each.digest())) {
          throw new Unusable(
              "sluice apply: " + Plain.of(each.path()) + " was changed meanwhile; apply it again");
        }
        sent++;
        bytes += each.size();
      }
    }
    Digest digest = content.upload(BundleJson.bytes(bundle));
    if (sent > 0) {
      err.println("sent %d of %d files, %,d bytes".formatted(sent, bundle.files().size(), bytes));
    }
    PipelineClient pipelines = client.pipelines(bundle.product());
    return dryRun ? pipelines.dryRun(digest) : pipelines.propose(digest);
  }

  private int told(WirePipeline answer, Bundle bundle, ServerClient client, Printer printer) {
    boolean waits = answer.state().equals("waiting");
    if (json) {
      printer.out().print(ServerJson.of(answer));
      return waits ? Exit.NO : Exit.DONE;
    }
    printer
        .out()
        .println(
            "%s %s at %s"
                .formatted(
                    bundle.product(),
                    PipelineScreen.named(answer.bundle()),
                    Plain.of(client.address().toString())));
    PipelineScreen.changes(answer, printer.outIsLive()).forEach(printer.out()::println);
    if (dryRun) {
      printer
          .out()
          .println(
              waits
                  ? "It would wait for another person, since something is weaker."
                  : "It would be in use at once.");
    } else {
      printer.out().println(PipelineScreen.state(answer));
      if (waits) {
        printer
            .out()
            .println(
                "  that person     sluice pipeline approve "
                    + PipelineScreen.named(answer.bundle())
                    + " --product "
                    + bundle.product());
      }
    }
    if (!bundle.elsewhere().isEmpty()) {
      printer
          .out()
          .println(
              "Not sent, a runner needs its own: "
                  + Plain.of(String.join(", ", bundle.elsewhere())));
    }
    return waits ? Exit.NO : Exit.DONE;
  }
}
