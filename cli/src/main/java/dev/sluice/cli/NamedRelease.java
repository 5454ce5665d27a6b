package dev.sluice.cli;

import dev.sluice.cli.screen.ReleaseScreen;
import dev.sluice.server.client.ReleaseClient;
import dev.sluice.server.client.ServerClient;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.wire.WireRelease;
import java.io.IOException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A release that a command is about, and the server that has it. */
final class NamedRelease {
  @Parameters(index = "0", paramLabel = "ARTIFACT", description = "Its name in the pipeline file.")
  private String artifact = "";

  @Parameters(index = "1", paramLabel = "VERSION", description = "Which of its releases.")
  private String version = "";

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Mixin private AskedProduct product = new AskedProduct();
  @Mixin private ServerCall server = new ServerCall();

  boolean isJson() {
    return json;
  }

  /** What is done with it. */
  @FunctionalInterface
  interface Use<T> {
    T with(ServerClient client, ProductName product, ReleaseKey key)
        throws IOException, InterruptedException;
  }

  <T> T use(Program program, Use<T> use) throws IOException, InterruptedException {
    ReleaseKey key = AskedProduct.release(artifact, version);
    try (ServerClient client = server.open(program)) {
      return use.with(client, product.of(client), key);
    }
  }

  /** A decision on it, which the server records. */
  @FunctionalInterface
  interface Decision {
    WireRelease on(ReleaseClient releases, ReleaseKey key) throws IOException, InterruptedException;
  }

  int decide(Program program, Common common, Decision decision)
      throws IOException, InterruptedException {
    Printer printer = program.printer(common);
    return use(
        program,
        (client, of, key) -> {
          show(printer, client, decision.on(client.releases(of), key));
          return Exit.DONE;
        });
  }

  void show(Printer printer, ServerClient client, WireRelease release) {
    if (json) {
      printer.out().print(ServerJson.of(release));
    } else {
      ReleaseScreen.header(release, client.address().toString(), printer.outIsLive())
          .forEach(printer.out()::println);
      ReleaseScreen.result(release, printer.outIsLive()).forEach(printer.out()::println);
    }
  }

  /**
   * It as it stands.
   *
   * @throws Unusable when there is none
   */
  static WireRelease found(ReleaseClient releases, ProductName product, ReleaseKey key)
      throws IOException, InterruptedException {
    return releases
        .find(key)
        .orElseThrow(
            () ->
                new Unusable(
                    "sluice: product %s has no release %s".formatted(product, key.title()),
                    "  sluice releases " + key.artifact() + " lists those there are"));
  }
}
