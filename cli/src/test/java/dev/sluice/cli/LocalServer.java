package dev.sluice.cli;

import dev.sluice.server.Server;
import dev.sluice.server.Settings;
import dev.sluice.server.api.ListenOn;
import dev.sluice.server.retention.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A server in this process, without a lab, and shells whose commands find it. */
final class LocalServer implements AutoCloseable {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-02-03T04:05:06Z"), ZoneOffset.UTC);
  private static final long RESERVE = 1 << 20;

  private final Server server;
  private final Path data;

  private LocalServer(Server server, Path data) {
    this.server = server;
    this.data = data;
  }

  static LocalServer start(Path data) throws IOException {
    var settings =
        new Settings(
            data,
            new ListenOn("127.0.0.1", 0, null, false),
            Settings.LARGEST,
            RESERVE,
            null,
            Set.of(),
            Rule.KEEP);
    return new LocalServer(
        Server.start(settings, null, CLOCK, System::nanoTime, new Random(291)), data);
  }

  String adminToken() {
    try {
      return Files.readString(data.resolve("admin.token")).strip();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A shell with a home, whose commands ask this server. */
  Shell shell(Path home, Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("HOME", home.toString());
    environment.put("SLUICE_URL", server.address().toString());
    return new Shell(environment);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
