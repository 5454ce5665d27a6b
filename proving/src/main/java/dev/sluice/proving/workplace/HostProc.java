package dev.sluice.proving.workplace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The host's settings in {@code /proc}. A sandbox whose prover is root is root for them too, and
 * they ask for no capability: through {@code /proc/sys} it would set what the host's kernel runs
 * when any program crashes.
 */
public final class HostProc {
  private HostProc() {}

  /**
   * What makes them read-only in a sandbox: bubblewrap's words, to come after {@code --proc /proc}.
   *
   * @throws WorkplaceException when {@code /proc} cannot be listed
   */
  public static List<String> readOnly() {
    try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
      List<String> words = new ArrayList<>();
      entries
          .filter(entry -> !entry.getFileName().toString().matches("[0-9]+"))
          .filter(entry -> !Files.isSymbolicLink(entry))
          .filter(entry -> Files.isDirectory(entry) || Files.isWritable(entry))
          .map(Path::toString)
          .sorted()
          .forEach(entry -> words.addAll(List.of("--ro-bind-try", entry, entry)));
      return List.copyOf(words);
    } catch (IOException e) {
      throw new WorkplaceException("cannot list /proc: " + e.getMessage(), e);
    }
  }
}
