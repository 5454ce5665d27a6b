package dev.sluice.cli;

import dev.sluice.cli.screen.Plain;
import dev.sluice.cli.screen.ProveScreen;
import dev.sluice.model.Result;
import dev.sluice.server.client.ServerClient;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.ledger.audit.KeptHead;
import dev.sluice.server.ledger.audit.LogExport;
import dev.sluice.server.wire.WireAudit;
import dev.sluice.trust.key.LabPublicKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice audit verify}. */
@Command(
    name = "verify",
    sortOptions = false,
    description = {
      "Have the server check that no event was changed, removed or moved since.",
      "",
      "Keep the head that it shows somewhere else: a later one must build on it.",
      "",
      "With FILE, an export is checked here and no server is asked: the chain, and by --key who signed"
          + " its head. The server's key is keys/server.pub of its data folder."
    },
    footer = {
      "Exit status: 0 every event fits; 1 one does not, and it is named, or no key of --key",
      "signed the head; 2 wrong use.",
      "",
      "Examples:",
      "  sluice audit verify",
      "  sluice audit verify --head 1207:9f2c…",
      "  sluice audit verify --product server --json",
      "  sluice audit verify kernel-sensor.jsonl --key server.pub",
      "  sluice audit verify kernel-sensor.jsonl --key server.pub --head 1207:9f2c…"
    })
final class AuditVerify implements Callable<Integer> {
  private final Program program;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FILE",
      description = "An export (sluice audit export) to check without a server.")
  private @Nullable Path file;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "Public key of the server that exported FILE; may be repeated.")
  private List<Path> keys = new ArrayList<>();

  @Option(
      names = "--head",
      paramLabel = "NUMBER:HASH",
      description = "The record, or FILE, must still have this head, that somebody kept elsewhere.")
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
    if (file != null) {
      return tell(printer, examined(file));
    }
    if (!keys.isEmpty()) {
      throw new Unusable("sluice audit verify: --key is for an export: name its FILE too");
    }
    try (ServerClient client = server.open(program)) {
      ProductName name = product.of(client);
      WireAudit audit = client.audit(name).verify(head);
      String sentence =
          audit.ok()
              ? "%,d events of %s, each on the one before.".formatted(audit.entries(), name)
              : "the record of %s is not what it was: %s"
                  .formatted(name, Plain.of(String.valueOf(audit.problem())));
      return tell(printer, new Told(audit, sentence));
    }
  }

  /** What came of it, also as a sentence. */
  private record Told(WireAudit audit, String sentence) {}

  private Told examined(Path export) throws IOException {
    if (keys.isEmpty()) {
      throw new Unusable(
          "sluice audit verify: whose export is it? Give --key KEY, the server's keys/server.pub");
    }
    @Nullable KeptHead kept = kept();
    List<LabPublicKey> trusted = keys.stream().map(LabPublicKey::read).toList();
    try (InputStream in = Files.newInputStream(export)) {
      return switch (LogExport.examine(in, trusted, kept)) {
        case LogExport.Examined.Sound(var head, var signedBy) ->
            new Told(
                new WireAudit(true, head.number(), head.hash().hex(), null),
                "%,d events of %s, each on the one before; the head is signed by %s."
                    .formatted(head.number(), head.product(), signedBy.getFirst()));
        case LogExport.Examined.Unsound(var problem) ->
            new Told(
                new WireAudit(false, 0, null, problem),
                "%s is not to be believed: %s"
                    .formatted(Plain.of(export.toString()), Plain.of(problem)));
      };
    } catch (NoSuchFileException e) {
      throw new Unusable("sluice audit verify: " + Plain.of(Unusable.reason(e)));
    }
  }

  private @Nullable KeptHead kept() {
    try {
      return head == null ? null : KeptHead.of(head);
    } catch (IllegalArgumentException e) {
      throw new Unusable("sluice audit verify: --head is " + e.getMessage());
    }
  }

  private int tell(Printer printer, Told told) {
    WireAudit audit = told.audit();
    if (json) {
      printer.out().print(ServerJson.of(audit));
    } else {
      ProveScreen.sentence(
              audit.ok() ? Result.PASSED : Result.FAILED, told.sentence(), printer.outIsLive())
          .forEach(printer.out()::println);
      if (audit.head() != null) {
        printer.out().println("  head  " + Plain.of(audit.head()));
      }
    }
    return audit.ok() ? Exit.DONE : Exit.NO;
  }
}
