package dev.sluice.cli;

import dev.sluice.server.client.AnswerException;
import dev.sluice.server.client.Patience;
import dev.sluice.server.client.ProblemException;
import dev.sluice.server.client.ServerClient;
import dev.sluice.server.client.ServerException;
import dev.sluice.server.client.UnreachableException;
import dev.sluice.server.event.TraceId;
import dev.sluice.server.log.Traces;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that asks a server. */
final class ServerCall {
  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "The server (else SLUICE_URL, your settings file, this machine's own).")
  private @Nullable String server;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "A file with the token (else SLUICE_TOKEN, or where that address is from).")
  private @Nullable Path tokenFile;

  @Option(
      names = "--fingerprint",
      paramLabel = "SHA256",
      description = "Trust the certificate with this fingerprint and no other.")
  private @Nullable String fingerprint;

  @Option(
      names = "--insecure",
      description = "Send the token over http to another machine, readable on the way.")
  private boolean insecure;

  /** Which server is meant and by what token, whether or not there is one. */
  ServerSettings settings(Program program) {
    return ServerSettings.of(
        new ServerSettings.Options(server, tokenFile, fingerprint, insecure),
        program.environment(),
        program.folders());
  }

  /**
   * A client to close.
   *
   * @throws Unusable when it is not clear which server, or there is no token
   */
  ServerClient open(Program program) {
    ServerSettings settings = settings(program);
    if (settings.token() == null) {
      throw new Unusable(
          "sluice: no token for %s (%s)".formatted(settings.address(), settings.from()),
          "  --token-file FILE or SLUICE_TOKEN; an admin makes one: sluice token create");
    }
    // One for all that a command asks for; whoever calls it may have begun it.
    TraceId trace = Traces.of(program.environment().get("TRACEPARENT"), new SecureRandom());
    return new ServerClient(settings.address(), settings.token(), trace, Patience.USUAL);
  }

  /**
   * What a failed call means: 2 where the call must change (token, name), 1 where the server's
   * rules say no, 3 where nobody knows.
   */
  static int status(ServerException e) {
    return switch (e) {
      case ProblemException problem ->
          switch (problem.status()) {
            case 400, 401, 403, 404, 405, 406, 415 -> Exit.USAGE;
            case 409, 410, 412, 413, 422, 428 -> Exit.NO;
            default -> Exit.COULD_NOT_TELL;
          };
      case UnreachableException _, AnswerException _ -> Exit.COULD_NOT_TELL;
    };
  }
}
