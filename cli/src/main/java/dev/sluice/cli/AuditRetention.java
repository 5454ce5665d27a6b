package dev.sluice.cli;

import dev.sluice.cli.screen.Plain;
import dev.sluice.server.client.ServerClient;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.wire.WireRetention;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice audit retention}. */
@Command(
    name = "retention",
    sortOptions = false,
    description = {
      "Say what the server would remove now; nothing is removed by asking.",
      "",
      "Without options by its own settings, which sluice serve takes. Events, proofs, pipeline"
          + " files and what was handed on always stay."
    },
    footer = {
      "Examples:",
      "  sluice audit retention",
      "  sluice audit retention --evidence-days 90 --content-days 30"
    })
final class AuditRetention implements Callable<Integer> {
  private final Program program;

  @Option(
      names = "--evidence-days",
      paramLabel = "N",
      description = "If what runs left went so long after their release ended.")
  private @Nullable Integer evidenceDays;

  @Option(
      names = "--content-days",
      paramLabel = "N",
      description = "If the content of releases that came to nothing went so long after their end.")
  private @Nullable Integer contentDays;

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Mixin private AskedProduct product = new AskedProduct();
  @Mixin private ServerCall server = new ServerCall();
  @Mixin private Common common = new Common();

  AuditRetention(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Printer printer = program.printer(common);
    try (ServerClient client = server.open(program)) {
      ProductName name = product.of(client);
      WireRetention going = client.audit(name).retention(evidenceDays, contentDays);
      if (json) {
        printer.out().print(ServerJson.of(going));
        return Exit.DONE;
      }
      printer
          .out()
          .println(
              "evidence is kept %s, content of releases that came to nothing %s"
                  .formatted(kept(going.evidenceDays()), kept(going.contentDays())));
      for (WireRetention.WireGoing one : going.items()) {
        printer
            .out()
            .printf(
                Locale.ROOT,
                "  %,15d  %s  %s%n",
                one.size(),
                one.content().substring(0, 12),
                Plain.of(one.what()));
      }
      if (going.files() > going.items().size()) {
        printer.out().println("  and " + (going.files() - going.items().size()) + " more");
      }
      printer
          .out()
          .printf(
              Locale.ROOT,
              "%,d files of %s would go, %,d bytes%n",
              going.files(),
              name,
              going.bytes());
    }
    return Exit.DONE;
  }

  private static String kept(@Nullable Integer days) {
    return days == null ? "for ever" : days == 1 ? "1 day" : days + " days";
  }
}
