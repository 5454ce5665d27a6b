package dev.sluice.cli;

import dev.sluice.cli.screen.Plain;
import dev.sluice.server.client.ServerClient;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.Role;
import dev.sluice.server.wire.NewToken;
import dev.sluice.server.wire.WireToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice token create}. */
@Command(
    name = "create",
    sortOptions = false,
    description = {
      "Make a token. Its secret is shown once, now, and kept nowhere.",
      "",
      "Rules that need a second person go by --name, not by token."
    },
    footer = {
      "Roles: viewer, submitter, approver, operator, admin, runner (docs/operating.md).",
      "",
      "Examples:",
      "  sluice token create --name anna --role approver --out anna.token",
      "  sluice token create --name ci --role submitter --product kernel-sensor",
      "  sluice token create --name lab-2 --role runner --out lab-2.token"
    })
final class TokenCreate implements Callable<Integer> {
  private static final int MOST_DAYS = 3650;

  private final Program program;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      required = true,
      description = "Whom it acts for: a person, a CI job, a runner.")
  private String name = "";

  @Option(names = "--role", paramLabel = "ROLE", required = true, description = "What it may do.")
  private String role = "";

  @Option(
      names = "--product",
      paramLabel = "PRODUCT",
      description = "On this product alone (default: on every one).")
  private @Nullable String product;

  @Option(
      names = "--days",
      paramLabel = "N",
      description = "Until it expires, 1 to " + MOST_DAYS + " (default: 90).")
  private @Nullable Integer days;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write the secret to this new file, for you alone, and do not show it.")
  private @Nullable Path out;

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Mixin private ServerCall server = new ServerCall();
  @Mixin private Common common = new Common();

  TokenCreate(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    judge();
    Printer printer = program.printer(common);
    try (ServerClient client = server.open(program)) {
      Path file = out;
      if (file != null) {
        // Before the token: one whose secret could not be kept would be worth nothing.
        create(file);
      }
      WireToken token;
      try {
        token = client.tokens().create(new NewToken(name, role, product, days));
      } catch (IOException e) {
        if (file != null) {
          Files.deleteIfExists(file);
        }
        throw e;
      }
      String secret = Objects.requireNonNullElse(token.secret(), "");
      if (file != null) {
        Files.writeString(file, secret + "\n", StandardCharsets.UTF_8);
      }
      tell(printer, token, secret, file);
    }
    return Exit.DONE;
  }

  private static void create(Path file) {
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (IOException e) {
      throw new Unusable("sluice token create: " + Unusable.reason(e));
    }
  }

  private void tell(Printer printer, WireToken token, String secret, @Nullable Path file) {
    if (json) {
      printer.out().print(ServerJson.of(file == null ? token : withoutSecret(token)));
      return;
    }
    List<String> lines =
        List.of(
            "token %s: %s for %s%s, until %s"
                .formatted(
                    token.token(),
                    token.role(),
                    Plain.of(token.name()),
                    token.product() == null ? " on every product" : " on " + token.product(),
                    token.expires()),
            file == null
                ? "  shown once and kept nowhere; give it on as SLUICE_TOKEN or in a file:"
                : "  its secret is in %s".formatted(file));
    lines.forEach(printer.err()::println);
    if (file == null) {
      printer.out().println(Plain.of(secret));
    }
  }

  private static WireToken withoutSecret(WireToken token) {
    return new WireToken(
        token.token(),
        token.name(),
        token.role(),
        token.product(),
        token.created(),
        token.expires(),
        token.revoked(),
        null);
  }

  private void judge() {
    if (!PersonName.isValid(name)) {
      throw new Unusable(
          "sluice token create: \"%s\" is no name".formatted(Plain.of(name)),
          "  1 to 64 letters, digits and . _ @ -, beginning with a letter or digit");
    }
    List<String> roles = Stream.of(Role.values()).map(Role::word).toList();
    if (!roles.contains(role)) {
      throw new Unusable(
          "sluice token create: no role \"%s\"%s"
              .formatted(Plain.of(role), NearWord.hint(role, roles)),
          "  " + roles.stream().collect(Collectors.joining(", ")));
    }
    if (product != null && !ProductName.isValid(product)) {
      throw new Unusable(
          "sluice token create: \"%s\" is no product's name".formatted(Plain.of(product)));
    }
    if (days != null && (days < 1 || days > MOST_DAYS)) {
      throw new Unusable("sluice token create: --days %d: 1 to %,d".formatted(days, MOST_DAYS));
    }
  }
}
