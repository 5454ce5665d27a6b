package dev.sluice.proving.environment.qemu;

import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.workplace.HostCommand;
import dev.sluice.proving.workplace.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Files in raw ext4 images, without mounting and without root: e2fsprogs does it. */
final class Ext4 {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Ext4() {}

  /** Writes a file into an image and reads it back. */
  static void write(Workplace workplace, String name, Path image, Path file, String inside)
      throws InterruptedException {
    Path back = image.resolveSibling(name + ".readback");
    List<String> requests = new ArrayList<>();
    for (int slash = inside.indexOf('/', 1); slash > 0; slash = inside.indexOf('/', slash + 1)) {
      requests.add("mkdir " + inside.substring(0, slash));
    }
    requests.add("rm " + inside);
    requests.add("write " + file + " " + inside);
    requests.add("dump " + inside + " " + back);
    try {
      String said = debugfs(workplace, name, image, requests);
      if (!Files.exists(back) || Files.mismatch(file, back) != -1) {
        throw new EnvironmentException(
            "the file did not arrive on the state disk at " + inside + ": " + said.strip());
      }
      Files.delete(back);
    } catch (IOException e) {
      throw new EnvironmentException("could not read back " + inside + ": " + e.getMessage(), e);
    }
  }

  static void remove(Workplace workplace, String name, Path image, String inside)
      throws InterruptedException {
    debugfs(workplace, name, image, List.of("rm " + inside));
  }

  private static String debugfs(Workplace workplace, String name, Path image, List<String> requests)
      throws InterruptedException {
    Path script = image.resolveSibling(name + ".debugfs");
    try {
      Files.write(script, requests);
    } catch (IOException e) {
      throw new EnvironmentException("could not write " + script + ": " + e.getMessage(), e);
    }
    var ended =
        HostCommand.run(
            workplace,
            name,
            List.of("debugfs", "-w", "-f", script.toString(), image.toString()),
            Map.of("PATH", SBIN_TOO, "DEBUGFS_PAGER", "cat"),
            null,
            LIMIT);
    if (!ended.succeeded()) {
      throw new EnvironmentException("debugfs failed on the state disk: " + ended.lastLine());
    }
    return ended.output();
  }

  /**
   * Makes an image of a folder, without a journal, to be read only.
   *
   * @param mebibytes of the image; the file is sparse
   */
  static void ofFolder(Workplace workplace, String name, Path folder, Path image, long mebibytes)
      throws InterruptedException {
    var ended =
        HostCommand.run(
            workplace,
            name,
            List.of(
                "mke2fs",
                "-q",
                "-F",
                "-t",
                "ext4",
                "-O",
                "^has_journal",
                "-m",
                "0",
                "-d",
                folder.toString(),
                image.toString(),
                mebibytes + "M"),
            Map.of("PATH", SBIN_TOO),
            null,
            LIMIT);
    if (!ended.succeeded()) {
      throw new EnvironmentException("mke2fs could not make the input disk: " + ended.lastLine());
    }
  }

  /** Debian keeps e2fsprogs in sbin, which an ordinary user's PATH lacks. */
  private static final String SBIN_TOO =
      System.getenv().getOrDefault("PATH", "/usr/bin:/bin") + ":/usr/sbin:/sbin";
}
