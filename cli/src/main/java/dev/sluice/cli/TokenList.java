package dev.sluice.cli;

import dev.sluice.cli.screen.TokenScreen;
import dev.sluice.server.client.ServerClient;
import dev.sluice.server.wire.WirePage;
import dev.sluice.server.wire.WireToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice token ls}. */
@Command(
    name = "ls",
    sortOptions = false,
    description = {"List tokens, newest first; their secrets are kept nowhere."},
    footer = {"Examples:", "  sluice token ls", "  sluice token ls --all --json"})
final class TokenList implements Callable<Integer> {
  private final Program program;

  @Option(names = "--all", description = "Revoked and expired ones too.")
  private boolean all;

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Mixin private ServerCall server = new ServerCall();
  @Mixin private Common common = new Common();

  TokenList(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Printer printer = program.printer(common);
    List<WireToken> tokens = new ArrayList<>();
    try (ServerClient client = server.open(program)) {
      @Nullable String cursor = null;
      do {
        WirePage<WireToken> page = client.tokens().page(cursor);
        tokens.addAll(page.items());
        cursor = page.next();
      } while (cursor != null);
    }
    List<WireToken> shown =
        tokens.stream()
            .filter(
                token ->
                    all
                        || (token.revoked() == null
                            && token.expires().isAfter(program.clock().instant())))
            .toList();
    if (json) {
      printer.out().print(ServerJson.of(Map.of("tokens", shown)));
    } else {
      TokenScreen.list(shown, program.clock().instant(), printer.outIsLive())
          .forEach(printer.out()::println);
    }
    return Exit.DONE;
  }
}
