package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.screen.Golden;
import dev.sluice.trust.canonical.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept between proves, as its owner sees it. */
class CacheTest {
  private static final String RECENT = "53554474b1f760569a029223c311d47e";
  private static final String OLD = "0a".repeat(16);

  @TempDir private Path home;

  private Shell.Ended sluice(Object... words) {
    return new Shell(home).run(words);
  }

  private Path warm(String key, String environment, String used, String ram) throws IOException {
    Path cache = home.resolve(".cache/sluice");
    Path folder = Files.createDirectories(cache.resolve("warm").resolve(key));
    Path file = Files.writeString(folder.resolve("ram"), ram);
    Files.writeString(
        folder.resolve("manifest"),
        "sluice warm state 1\nenvironment "
            + environment
            + "\nqemu 7.2.22\nmade 2026-01-30T08:15:00Z\nfile ram "
            + ram.length()
            + " "
            + Files.getLastModifiedTime(file).toMillis()
            + " "
            + Sha256.of(ram.getBytes(StandardCharsets.UTF_8)).hex()
            + "\nend\n");
    Files.setLastModifiedTime(folder, FileTime.from(Instant.parse(used)));
    return file;
  }

  private void fill() throws IOException {
    warm(RECENT, "debian-12", "2026-02-03T01:00:00Z", "r".repeat(539_000));
    warm(OLD, "debian-11\u001b[2J", "2025-12-03T01:00:00Z", "o".repeat(1200));
    Path images = home.resolve(".cache/sluice/images/debian-0f0f");
    Files.createDirectories(images);
    Files.writeString(images.resolve("disk.img"), "d".repeat(2_100_000));
    Files.createDirectories(home.resolve(".cache/sluice/downloads"));
    Files.writeString(home.resolve(".cache/sluice/downloads/one.deb"), "package");
  }

  @Test
  void whatIsKeptIsListed() throws IOException {
    fill();

    Golden.check("cache-ls.txt", sluice("cache", "ls").out());
  }

  @Test
  void anEmptyCacheIsSaid() {
    assertThat(sluice("cache", "ls").out()).isEqualTo("nothing is kept in ~/.cache/sluice\n");
    assertThat(sluice("cache", "verify").out()).isEqualTo("no machine is kept warm\n");
  }

  @Test
  void theOldGo() throws IOException {
    fill();

    Golden.check("cache-prune.txt", sluice("cache", "prune").out());
    assertThat(home.resolve(".cache/sluice/warm").resolve(OLD)).doesNotExist();
    assertThat(home.resolve(".cache/sluice/warm").resolve(RECENT)).exists();
  }

  @Test
  void nothingStaysOfNoRoom() throws IOException {
    fill();

    assertThat(sluice("cache", "prune", "--most", "0GB").out()).contains("removed 2 warm machines");
  }

  @Test
  void everyByteIsVerified() throws IOException {
    fill();
    assertThat(sluice("cache", "verify").status()).isZero();
    Path ram = home.resolve(".cache/sluice/warm").resolve(OLD).resolve("ram");
    FileTime time = Files.getLastModifiedTime(ram);
    Files.writeString(ram, "x".repeat(1200));
    Files.setLastModifiedTime(ram, time);

    Shell.Ended ended = sluice("cache", "verify");

    assertThat(ended.status()).isEqualTo(Exit.NO);
    Golden.check("cache-verify.txt", ended.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--most=lots", "--most=5", "--older-than=soon", "--older-than=-1d"})
  void whatIsNoAmountIsRefused(String option) {
    Shell.Ended ended = sluice("cache", "prune", option);

    assertThat(ended.status()).isEqualTo(Exit.USAGE);
    assertThat(ended.err()).startsWith("sluice cache prune: --").contains("write ");
  }
}
