package dev.sluice.proving.workplace;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A private folder for one prove and the processes started in it. Closing it ends the processes and
 * removes the folder; when the prover is killed, a small shell that waits for that does the same.
 * Safe for several threads.
 */
public final class Workplace implements AutoCloseable {
  private static final String PREFIX = "run-";

  /** By which the reaper and later provers know our processes; children inherit it. */
  private static final String MARK = "SLUICE_WORKPLACE";

  /** What the reaper puts behind a folder's name while it clears it away. */
  private static final String GONE = ".gone";

  private final Path folder;
  private final FileChannel lockChannel;
  private final Process reaper;
  private final Map<String, Process> processes = new ConcurrentHashMap<>();
  private final AtomicInteger socketFolders = new AtomicInteger();
  private volatile boolean closed;

  private Workplace(Path folder, FileChannel lockChannel, Process reaper) {
    this.folder = folder;
    this.lockChannel = lockChannel;
    this.reaper = reaper;
  }

  /**
   * Opens a new work folder and clears away those whose prover and reaper are both gone.
   *
   * @param parent created when absent, for this user alone; its path must be short, since sockets
   *     lie below it (a Unix socket's path has at most 107 bytes)
   */
  public static Workplace open(Path parent) throws IOException {
    var forOwnerAlone =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    Files.createDirectories(parent);
    sweep(parent);
    Path unlocked = Files.createTempDirectory(parent, "new-", forOwnerAlone);
    Files.createDirectory(unlocked.resolve("pids"));
    FileChannel channel =
        FileChannel.open(
            unlocked.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    channel.lock();
    // Locked before it has a name that a sweep looks for.
    Path folder =
        Files.move(
            unlocked,
            parent.resolve(PREFIX + unlocked.getFileName().toString().substring("new-".length())),
            StandardCopyOption.ATOMIC_MOVE);
    Process reaper =
        new ProcessBuilder(
                "setsid",
                "sh",
                "-c",
                Enclosed.text(Workplace.class, "reaper.sh"),
                "sluice-reaper",
                folder.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    return new Workplace(folder, channel, reaper);
  }

  public Path folder() {
    return folder;
  }

  /**
   * A new folder for sockets, whose path is short however long the names of machines are: that of a
   * socket has at most 107 bytes.
   */
  public Path socketFolder() throws IOException {
    return Files.createDirectory(folder.resolve("s" + socketFolders.incrementAndGet()));
  }

  /**
   * Starts a process that cannot outlive this workplace.
   *
   * @param name unique among the running ones; letters, digits, dots and dashes
   * @param directory working directory; null for the work folder
   */
  public Process start(
      String name, List<String> command, Map<String, String> environment, @Nullable Path directory)
      throws IOException {
    List<String> words = new ArrayList<>();
    words.addAll(
        List.of(
            "sh",
            "-c",
            Enclosed.text(Workplace.class, "start.sh"),
            "sluice-start",
            folder.toString(),
            name));
    words.addAll(command);
    var builder =
        new ProcessBuilder(words).directory((directory == null ? folder : directory).toFile());
    builder.environment().putAll(environment);
    builder.environment().put(MARK, folder.toString());
    Process process;
    // Together, so that no process starts unseen while the workplace closes.
    synchronized (processes) {
      if (closed) {
        throw new IOException("the prover is ending");
      }
      process = builder.start();
      processes.put(name, process);
    }
    var _ =
        process
            .onExit()
            .thenRun(
                () -> {
                  processes.remove(name, process);
                  deleteQuietly(folder.resolve("pids").resolve(name));
                });
    return process;
  }

  @Override
  public void close() {
    List<Process> running;
    synchronized (processes) {
      if (closed) {
        return;
      }
      closed = true;
      running = List.copyOf(processes.values());
    }
    running.forEach(process -> killGroup(process.toHandle()));
    // Clearing up is what an interrupt is for: one that came before must not keep us from waiting.
    boolean interrupted = Thread.interrupted();
    for (Process process : running) {
      try {
        process.waitFor(5, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    try {
      removeTree(folder);
      lockChannel.close();
      // With the folder gone the reaper finds nothing to do, whenever it wakes.
      reaper.getOutputStream().close();
    } catch (IOException e) {
      throw new WorkplaceException("could not clear the work folder " + folder, e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Ends a process and everything in its group. Java knows descendants only as long as every parent
   * lives: what a build script left in the background is in the script's group and nowhere else.
   */
  static void killGroup(ProcessHandle leader) {
    leader.descendants().forEach(ProcessHandle::destroyForcibly);
    try {
      Process kill =
          new ProcessBuilder(
                  "sh", "-c", "kill -9 -\"$1\"", "sluice-kill", Long.toString(leader.pid()))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      kill.onExit().join(); // whether or not this thread is interrupted
    } catch (IOException e) {
      throw new WorkplaceException("could not end a group of processes: " + e.getMessage(), e);
    } finally {
      leader.destroyForcibly();
    }
  }

  /** Removes folders that nobody holds the lock of: prover and reaper were both killed. */
  private static void sweep(Path parent) throws IOException {
    try (DirectoryStream<Path> old = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path folder : old) {
        if (isAbandoned(folder)) {
          killRegistered(folder);
          removeTree(folder);
        }
      }
    }
  }

  private static boolean isAbandoned(Path folder) throws IOException {
    Path lock = folder.resolve("lock");
    if (!Files.exists(lock)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
        FileLock held = Locks.attempt(channel, false)) {
      return held != null;
    } catch (NoSuchFileException e) {
      return false; // its prover closed it just now
    }
  }

  private static void killRegistered(Path folder) throws IOException {
    try (DirectoryStream<Path> pids = Files.newDirectoryStream(folder.resolve("pids"))) {
      for (Path file : pids) {
        String pid = Files.readString(file).strip();
        if (pid.matches("[0-9]{1,9}") && isOurs(pid, folder)) {
          ProcessHandle.of(Long.parseLong(pid)).ifPresent(Workplace::killGroup);
        }
      }
    } catch (NoSuchFileException e) {
      return; // another prover, or the reaper, clears it away at the same time
    }
  }

  /** The number may belong to somebody else by now. */
  private static boolean isOurs(String pid, Path folder) {
    String path = folder.toString();
    String original = path.endsWith(GONE) ? path.substring(0, path.length() - GONE.length()) : path;
    Path environment = Path.of("/proc", pid, "environ");
    try {
      return Files.isReadable(environment)
          && List.of(Files.readString(environment, StandardCharsets.ISO_8859_1).split("\0", -1))
              .contains(MARK + "=" + original);
    } catch (IOException e) {
      return false; // it ended just now
    }
  }

  /** Removes a tree while processes in it may still be removing their own entries. */
  private static void removeTree(Path root) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
              throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // The whole folder goes when the workplace closes; a stale entry is harmless until then.
      return;
    }
  }
}
