package dev.sluice.cli;

import dev.sluice.cli.screen.ReleaseScreen;
import dev.sluice.model.ArtifactName;
import dev.sluice.server.client.ReleaseClient;
import dev.sluice.server.client.ServerClient;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.wire.WirePage;
import dev.sluice.server.wire.WireRelease;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice releases}. */
@Command(
    name = "releases",
    sortOptions = false,
    description = {
      "List a product's releases and where each is on its road, newest first.",
      "",
      "Times are UTC."
    },
    footer = {
      "With --json it is all of them: an object with the array \"releases\".",
      "",
      "Examples:",
      "  sluice releases",
      "  sluice releases channel --all",
      "  sluice releases channel --json | jq '.releases[0].state'"
    })
final class Releases implements Callable<Integer> {
  private static final int SHOWN = 20;

  private final Program program;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "ARTIFACT",
      description = "Of this artifact alone.")
  private @Nullable String artifact;

  @Option(names = "--all", description = "All, not only the newest " + SHOWN + ".")
  private boolean all;

  @Option(names = "--json", description = "As JSON, all of them.")
  private boolean json;

  @Mixin private AskedProduct product = new AskedProduct();
  @Mixin private ServerCall server = new ServerCall();
  @Mixin private Common common = new Common();

  Releases(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    ArtifactName wanted = artifact == null ? null : AskedProduct.artifact(artifact);
    Printer printer = program.printer(common);
    try (ServerClient client = server.open(program)) {
      ProductName name = product.of(client);
      ReleaseClient releases = client.releases(name);
      if (json) {
        json(releases, wanted, printer.out());
      } else {
        list(releases, wanted, printer, name);
      }
    }
    return Exit.DONE;
  }

  private void list(
      ReleaseClient releases, @Nullable ArtifactName wanted, Printer printer, ProductName name)
      throws IOException, InterruptedException {
    List<WireRelease> shown = new ArrayList<>();
    @Nullable String cursor = null;
    boolean more;
    do {
      WirePage<WireRelease> page = releases.page(wanted, cursor);
      shown.addAll(page.items());
      cursor = page.next();
      more = cursor != null && (all || shown.size() < SHOWN);
    } while (more);
    if (shown.isEmpty()) {
      printer
          .out()
          .println(
              "no release of %s yet; sluice submit brings one"
                  .formatted(wanted == null ? name : wanted));
      return;
    }
    boolean cut = !all && (cursor != null || shown.size() > SHOWN);
    ReleaseScreen.list(cut ? shown.subList(0, SHOWN) : shown, printer.outIsLive())
        .forEach(printer.out()::println);
    if (cut) {
      printer.out().println("  the newest %d; --all lists every one".formatted(SHOWN));
    }
  }

  /** A page at a time, however many there are. */
  private static void json(ReleaseClient releases, @Nullable ArtifactName wanted, PrintStream out)
      throws IOException, InterruptedException {
    @Nullable String cursor = null;
    String before = "{\"releases\":[\n";
    do {
      WirePage<WireRelease> page = releases.page(wanted, cursor);
      for (WireRelease release : page.items()) {
        out.print(before + ServerJson.line(release));
        before = ",\n";
      }
      cursor = page.next();
    } while (cursor != null);
    out.print(before.startsWith(",") ? "\n]}\n" : "{\"releases\":[]}\n");
  }
}
