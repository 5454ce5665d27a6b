package dev.sluice.cli;

import dev.sluice.cli.screen.Plain;
import dev.sluice.server.client.ServerClient;
import dev.sluice.server.event.TokenKey;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice token revoke}. */
@Command(
    name = "revoke",
    sortOptions = false,
    description = {"Make a token worth nothing, from now on and for good."},
    footer = {"Examples:", "  sluice token revoke t7 --reason 'in a build log'"})
final class TokenRevoke implements Callable<Integer> {
  private final Program program;

  @Parameters(index = "0", paramLabel = "TOKEN", description = "As sluice token ls names it: t7.")
  private String token = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Stays in the record.")
  private @Nullable String reason;

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Mixin private ServerCall server = new ServerCall();
  @Mixin private Common common = new Common();

  TokenRevoke(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!TokenKey.isValid(token)) {
      // It may be a secret by mistake: never shown again.
      throw new Unusable(
          "sluice token revoke: that is no token's name; sluice token ls has them, such as t7");
    }
    Printer printer = program.printer(common);
    try (ServerClient client = server.open(program)) {
      client.tokens().revoke(new TokenKey(token), reason);
    }
    if (json) {
      printer.out().print(ServerJson.of(Map.of("revoked", token)));
    } else {
      printer.out().println("token %s is worth nothing any more".formatted(Plain.of(token)));
    }
    return Exit.DONE;
  }
}
