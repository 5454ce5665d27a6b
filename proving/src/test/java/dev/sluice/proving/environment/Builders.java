package dev.sluice.proving.environment;

import static dev.sluice.proving.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proving.Processes;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Provers in JVMs of their own that want one image which is not there yet.
 *
 * @param main asks for it: prints {@code asking}, then the image's digest
 * @param folder its argument
 * @param go a pipe from which the image's script reads a line before it ends
 * @param built holds a line for every time that the script began
 */
public record Builders(Class<?> main, Path folder, Path go, Path built) {
  private static final Duration SOON = Duration.ofSeconds(20);

  /** What builds that did not end have left in a cache. */
  public static List<String> leftovers(Path cache) throws IOException {
    try (Stream<Path> entries = Files.list(cache.resolve("images"))) {
      return entries
          .map(p -> p.getFileName().toString())
          .filter(name -> name.startsWith("building-"))
          .toList();
    }
  }

  public long builds() throws IOException {
    return Files.exists(built) ? Files.readAllLines(built).size() : 0;
  }

  /** From now on the script waits. */
  public void holdUp() throws Exception {
    Files.createDirectories(go.getParent());
    assertThat(Processes.succeed("mkfifo", go.toString())).isTrue();
  }

  public void letGoOn() throws IOException {
    Files.writeString(go, "go\n");
  }

  private Process prover() throws IOException {
    return Processes.java(main, folder.toString()).redirectErrorStream(true).start();
  }

  public void twoBuildOnce() throws Exception {
    Process one = prover();
    eventually(SOON, "the first builds", () -> builds() == 1);
    Process other = prover();
    BufferedReader otherSays = other.inputReader(StandardCharsets.UTF_8);
    assertThat(otherSays.readLine()).isEqualTo("asking");

    letGoOn();

    BufferedReader oneSays = one.inputReader(StandardCharsets.UTF_8);
    assertThat(oneSays.readLine()).isEqualTo("asking");
    assertThat(oneSays.readLine()).matches("[0-9a-f]{64}").isEqualTo(otherSays.readLine());
    assertThat(builds()).isEqualTo(1);
    assertThat(one.waitFor()).isZero();
    assertThat(other.waitFor()).isZero();
  }

  /**
   * One is killed while it builds, and the next is not in its way.
   *
   * @param script what command lines of its script contain
   */
  public void theNextBuildsWhereOneWasKilled(String script) throws Exception {
    Process one = prover();
    eventually(SOON, "it builds", () -> builds() == 1);
    one.destroyForcibly().waitFor();
    eventually(SOON, "its script ended", () -> Processes.with(script).isEmpty());

    Process next = prover();
    eventually(SOON, "the next builds", () -> builds() == 2);
    letGoOn();

    assertThat(next.waitFor()).isZero();
  }
}
