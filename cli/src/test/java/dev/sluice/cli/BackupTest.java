package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.event.Actor;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.TraceId;
import dev.sluice.server.ledger.Decided;
import dev.sluice.server.ledger.Ledger;
import dev.sluice.server.ledger.sqlite.SqliteLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-02-03T04:05:06Z"));

  @TempDir Path home;

  private void serve(Path data) {
    try (SqliteLedger ledger = SqliteLedger.open(data.resolve("ledger.db"), CLOCK)) {
      ledger.decide(
          new Ledger.Call(ProductName.SERVER, Actor.SERVER, "test", new TraceId("4".repeat(32))),
          (_, _) -> new Decided<>(List.of(new Event.AccessDenied("everything")), true));
    }
  }

  @Test
  void aCopyIsMadeAndADirectoryMadeFromIt() {
    Path data = home.resolve("data");
    serve(data);
    Shell shell = new Shell(home);

    Shell.Ended copied = shell.run("backup", home.resolve("copy"), "--data", data);
    Shell.Ended restored =
        shell.run("restore", home.resolve("copy"), "--data", home.resolve("new"));

    assertThat(copied.err()).isEmpty();
    assertThat(copied.status()).isZero();
    assertThat(copied.out()).contains("every digest right").contains("1 events, unbroken");
    assertThat(restored.status()).isZero();
    assertThat(home.resolve("new/ledger.db")).isRegularFile();
  }

  @Test
  void whatCannotBeIsSaid() throws IOException {
    Path data = home.resolve("data");
    serve(data);
    Shell shell = new Shell(home);
    Files.createDirectories(home.resolve("no"));

    Shell.Ended absent = shell.run("backup", home.resolve("copy"), "--data", home.resolve("no"));
    Shell.Ended full = shell.run("restore", home.resolve("copy"), "--data", data);

    assertThat(absent.status()).isEqualTo(1);
    assertThat(absent.err()).contains("no data directory of a server");
    assertThat(full.status()).isEqualTo(1);
    assertThat(full.err()).contains("not empty; a restore replaces nothing");
  }
}
