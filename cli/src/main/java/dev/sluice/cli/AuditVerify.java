package dev.sluice.cli;

import dev.sluice.cli.screen.Plain;
import dev.sluice.cli.screen.ProveScreen;
import dev.sluice.model.Result;
import dev.sluice.server.client.ServerClient;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.wire.WireAudit;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice audit verify}. */
@Command(
    name = "verify",
    sortOptions = false,
    description = {
      "Have the server check that no event was changed, removed or moved since.",
      "",
      "Keep the head that it shows somewhere else: a later one must build on it."
    },
    footer = {
      "Exit status: 0 every event fits; 1 one does not, and it is named.",
      "",
      "Examples:",
      "  sluice audit verify",
      "  sluice audit verify --head 1207:9f2c…",
      "  sluice audit verify --product server --json"
    })
final class AuditVerify implements Callable<Integer> {
  private final Program program;

  @Option(
      names = "--head",
      paramLabel = "NUMBER:HASH",
      description = "The record must still have this head, that somebody kept elsewhere.")
  private @Nullable String head;

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Mixin private AskedProduct product = new AskedProduct();
  @Mixin private ServerCall server = new ServerCall();
  @Mixin private Common common = new Common();

  AuditVerify(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Printer printer = program.printer(common);
    try (ServerClient client = server.open(program)) {
      ProductName name = product.of(client);
      WireAudit audit = client.audit(name).verify(head);
      if (json) {
        printer.out().print(ServerJson.of(audit));
      } else {
        String sentence =
            audit.ok()
                ? "%,d events of %s, each on the one before.".formatted(audit.entries(), name)
                : "the record of %s is not what it was: %s"
                    .formatted(name, Plain.of(String.valueOf(audit.problem())));
        ProveScreen.sentence(
                audit.ok() ? Result.PASSED : Result.FAILED, sentence, printer.outIsLive())
            .forEach(printer.out()::println);
        if (audit.head() != null) {
          printer.out().println("  head  " + Plain.of(audit.head()));
        }
      }
      return audit.ok() ? Exit.DONE : Exit.NO;
    }
  }
}
