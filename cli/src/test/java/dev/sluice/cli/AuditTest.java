package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an auditor asks a server of this process. */
class AuditTest {
  @TempDir private Path home;

  @Test
  void aHeadThatWasKeptIsHeldAgainstTheRecord() throws Exception {
    try (LocalServer server = LocalServer.start(home.resolve("data"))) {
      Shell shell = server.shell(home, Map.of("SLUICE_TOKEN", server.adminToken()));
      Shell.Ended whole = shell.run("audit", "verify", "--product", "server");
      assertThat(whole.status()).as(whole.err()).isZero();
      String hash = whole.out().replaceAll("(?s).*head  ([0-9a-f]{64}).*", "$1");
      assertThat(verify(shell, "1:" + hash).status()).isZero();
      Shell.Ended other = verify(shell, "1:" + "0".repeat(64));
      assertThat(other.status()).isEqualTo(1);
      assertThat(other.out().replaceAll("\\s+", " "))
          .contains("event 1 is not the one of the head that was given");
      assertThat(verify(shell, "one").status()).isEqualTo(2);
    }
  }

  @Test
  void aHeadThatWasKeptIsHeldAgainstAnExport() throws Exception {
    Path export = home.resolve("server.jsonl");
    String hash;
    Shell shell;
    try (LocalServer server = LocalServer.start(home.resolve("data"))) {
      shell = server.shell(home, Map.of("SLUICE_TOKEN", server.adminToken()));
      Shell.Ended whole = shell.run("audit", "verify", "--product", "server");
      hash = whole.out().replaceAll("(?s).*head  ([0-9a-f]{64}).*", "$1");
      assertThat(shell.run("audit", "export", export.toString(), "--product", "server").status())
          .isZero();
    }
    Path key = home.resolve("data/keys/server.pub");
    assertThat(examined(shell, export, key, "1:" + hash).status()).isZero();
    Shell.Ended cut = examined(shell, export, key, "2:" + hash);
    assertThat(cut.status()).isEqualTo(1);
    assertThat(cut.out().replaceAll("\\s+", " "))
        .contains("the head that was given is of event 2: its end was cut off");
    Shell.Ended wrong = examined(shell, export, key, "one");
    assertThat(wrong.status()).isEqualTo(2);
    assertThat(wrong.err()).contains("--head is not NUMBER:HASH");
  }

  private static Shell.Ended examined(Shell shell, Path export, Path key, String head) {
    return shell.run("audit", "verify", export.toString(), "--key", key.toString(), "--head", head);
  }

  private static Shell.Ended verify(Shell shell, String head) {
    return shell.run("audit", "verify", "--product", "server", "--head", head);
  }

  @Test
  void whatWouldBeRemovedIsSaidAndStays() throws Exception {
    try (LocalServer server = LocalServer.start(home.resolve("data"))) {
      Shell shell = server.shell(home, Map.of("SLUICE_TOKEN", server.adminToken()));
      Shell.Ended asked =
          shell.run("audit", "retention", "--product", "server", "--evidence-days", "90");
      assertThat(asked.status()).as(asked.err()).isZero();
      assertThat(asked.out())
          .contains(
              "evidence is kept 90 days, content of releases that came to nothing for ever",
              "0 files of server would go, 0 bytes");
    }
  }
}
