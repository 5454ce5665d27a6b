package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.trust.key.Keyring;
import dev.sluice.trust.key.LabKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said before a server is started. The clock of these tests stands in February 2026. */
class ServeCheckTest {
  @TempDir private Path home;

  private Shell.Ended check(String... more) {
    String[] words = new String[more.length + 4];
    System.arraycopy(
        new String[] {"serve", "--check", "--data", home.resolve("data").toString()},
        0,
        words,
        0,
        4);
    System.arraycopy(more, 0, words, 4, more.length);
    return new Shell(home).run((Object[]) words);
  }

  private LabKey trust(String folder, String name) throws IOException {
    LabKey key = LabKey.generate(name, new SecureRandom());
    new Keyring(Files.createDirectories(home.resolve("data").resolve(folder)))
        .trust(name, key.publicKey());
    return key;
  }

  private void until(String file, String day) throws IOException {
    Files.writeString(home.resolve("data/labs").resolve(file), day);
  }

  @Test
  void theLabKeysThatCountAreListedWithProductAndLastDay() throws IOException {
    LabKey everywhere = trust("labs", "lab-1");
    trust("labs", "old");
    until("old.until", "2026-01-31");
    LabKey one = trust("labs/kernel-sensor", "lab-2");
    until("kernel-sensor/lab-2.until", "2026-12-31");
    until("stray.until", "2026-12-31");

    Shell.Ended checked = check();
    assertThat(checked.status()).isZero();
    assertThat(checked.out())
        .contains(
            "Lab keys whose proofs count:\n",
            "  lab-1  " + everywhere.publicKey().id() + "\n    every product\n",
            "    every product, until 2026-01-31: no more\n",
            "  lab-2  "
                + one.publicKey().id()
                + "\n    kernel-sensor alone, until the end of 2026-12-31 (UTC)\n",
            "stray.until: there is no key of this name");
  }

  @Test
  void thatThereAreNoneIsSaidAndWhatFollows() throws IOException {
    assertThat(check().out()).contains("that of the runner in this process, as ", "embedded.pub");
    assertThat(check("--no-runner").out())
        .contains("none: no runner gets work, and nothing is proven, until");
    Files.createDirectories(home.resolve("data/labs"));
    assertThat(check().out()).contains("none: no runner gets work");
    assertThat(home.resolve("data/labs")).isEmptyDirectory();
  }

  @Test
  void checkingMakesNothing() {
    assertThat(check().status()).isZero();
    assertThat(home.resolve("data")).doesNotExist();
  }
}
