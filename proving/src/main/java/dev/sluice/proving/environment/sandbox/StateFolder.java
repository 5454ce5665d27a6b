package dev.sluice.proving.environment.sandbox;

import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.workplace.HostCommand;
import dev.sluice.proving.workplace.Workplace;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What of a sandbox persists over restarts. An application wrote in it, so nothing in it is
 * trusted: no link is followed, and no folder is believed to let itself be read.
 */
final class StateFolder {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** What every entry takes at least, so that a million empty files are not nothing. */
  private static final long ENTRY = 4096;

  private static final Set<PosixFilePermission> FOR_PROGRAMS =
      PosixFilePermissions.fromString("rwxr-xr-x");
  private static final Set<PosixFilePermission> FOR_DATA =
      PosixFilePermissions.fromString("rw-r--r--");

  private final Workplace workplace;
  private final String name;
  private final Path folder;
  private final String mount;
  private final long bound;

  /**
   * Makes a state folder.
   *
   * @param name for the workplace's list of processes
   * @param folder made here
   * @param first copied into it when it exists
   * @param mount where a sandbox has it
   * @param bound in bytes
   */
  StateFolder(Workplace workplace, String name, Path folder, Path first, String mount, long bound)
      throws InterruptedException {
    this.workplace = workplace;
    this.name = name;
    this.folder = folder;
    this.mount = mount;
    this.bound = bound;
    try {
      Files.createDirectory(folder);
      Files.setPosixFilePermissions(folder, FOR_PROGRAMS);
    } catch (IOException e) {
      throw new EnvironmentException("could not make a state folder: " + e.getMessage(), e);
    }
    if (Files.isDirectory(first, LinkOption.NOFOLLOW_LINKS)) {
      // Owners are left behind: all of it belongs to the sandbox's root.
      var ended =
          run(
              "copy",
              "cp",
              "-R",
              "--no-dereference",
              "--preserve=mode,timestamps,links",
              first + "/.",
              folder.toString());
      if (!ended.succeeded()) {
        throw new EnvironmentException(
            "could not copy the root's " + mount + ": " + ended.lastLine());
      }
    }
    if (size() > bound) {
      throw new EnvironmentException(
          "the root's "
              + mount
              + " already holds more than the sandbox's disk, "
              + mebibytes()
              + ": raise disk in the pipeline file");
    }
  }

  Path folder() {
    return folder;
  }

  /** Puts a file there and reads it back. */
  void place(Path file, String at) {
    Path target = inside(at);
    try {
      Path parent = folder;
      for (Path part : folder.relativize(target.getParent())) {
        parent = parent.resolve(part);
        if (!Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS)) {
          if (Files.exists(parent, LinkOption.NOFOLLOW_LINKS)) {
            throw new EnvironmentException(at + " runs through something that is not a folder");
          }
          Files.createDirectory(parent);
          Files.setPosixFilePermissions(parent, FOR_PROGRAMS);
        }
      }
      boolean fits = size() + Math.max(Files.size(file), ENTRY) <= bound;
      if (!fits) {
        throw new EnvironmentException(
            file.getFileName() + " finds no room on the sandbox's disk of " + mebibytes());
      }
      Path temporary = Files.createTempFile(target.getParent(), ".sluice", "");
      Files.copy(file, temporary, StandardCopyOption.REPLACE_EXISTING);
      Files.setPosixFilePermissions(temporary, Files.isExecutable(file) ? FOR_PROGRAMS : FOR_DATA);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      if (Files.mismatch(file, target) != -1) {
        throw new EnvironmentException("the file did not arrive in the sandbox at " + at);
      }
    } catch (IOException e) {
      throw new EnvironmentException(
          "could not put a file into the sandbox at " + at + ": " + e.getMessage(), e);
    }
  }

  void remove(String at) {
    Path target = inside(at);
    Path parent = folder;
    for (Path part : folder.relativize(target)) {
      if (!Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS)) {
        return;
      }
      parent = parent.resolve(part);
    }
    try {
      Files.deleteIfExists(target);
    } catch (IOException e) {
      throw new EnvironmentException(
          "could not remove " + at + " from the sandbox: " + e.getMessage(), e);
    }
  }

  private Path inside(String at) {
    Path target =
        folder.resolve(at.substring(Math.min(at.length(), mount.length() + 1))).normalize();
    if (!at.startsWith(mount + "/") || target.equals(folder) || !target.startsWith(folder)) {
      throw new EnvironmentException(at + " is not in the state folder, which is at " + mount);
    }
    return target;
  }

  /** What it holds, in words, if that is more than it may; empty when it is not. */
  Optional<String> excess() {
    long size = size();
    return size > bound
        ? Optional.of("the state folder holds more than its bound of " + mebibytes())
        : Optional.empty();
  }

  private String mebibytes() {
    return bound / (1024 * 1024) + " MiB";
  }

  /** In bytes, every entry at least 4 KiB; counted no further than beyond the bound. */
  private long size() {
    long[] sum = {0};
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path entry, BasicFileAttributes attributes) {
              return count(ENTRY);
            }

            @Override
            public FileVisitResult visitFile(Path entry, BasicFileAttributes attributes) {
              return count(attributes.isRegularFile() ? Math.max(attributes.size(), ENTRY) : ENTRY);
            }

            @Override
            public FileVisitResult visitFileFailed(Path entry, IOException e) {
              return count(ENTRY); // gone meanwhile, or closed to the prover, as to the sandbox
            }

            private FileVisitResult count(long bytes) {
              sum[0] += bytes;
              return sum[0] > bound ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new EnvironmentException("could not measure the state folder: " + e.getMessage(), e);
    }
    return sum[0];
  }

  /** Removes it, folders that an application has closed to everybody included. */
  void delete() throws InterruptedException {
    var ended =
        run(
            "delete",
            "sh",
            "-c",
            "chmod -R u+rwx \"$1\" 2>/dev/null; rm -rf \"$1\"",
            "sluice-delete",
            folder.toString());
    if (!ended.succeeded()) {
      throw new EnvironmentException("could not delete a state folder: " + ended.lastLine());
    }
  }

  private HostCommand.Ended run(String what, String... words) throws InterruptedException {
    return HostCommand.run(
        workplace, name + "." + what, List.of(words), Map.of("LC_ALL", "C"), null, LIMIT);
  }
}
