package dev.sluice.proving.environment.qemu;

import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.workplace.Locks;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The warm states of one cache folder, for those who use and make them. Two provers at once make a
 * state once. A state that is held is not pruned. Safe for several threads.
 */
final class WarmStore {
  private static final String MAKING = "making-";
  private static final long LOCK_PAUSE_MILLIS = 100;

  private final Path root;
  private final InstantSource clock;
  private final Consumer<String> progress;
  private final Map<String, FileChannel> held = new ConcurrentHashMap<>();

  WarmStore(Path cache, InstantSource clock, Consumer<String> progress) {
    this.root = cache.resolve(WarmStates.FOLDER);
    this.clock = clock;
    this.progress = progress;
  }

  /** Why no state was kept, in words: the machine can still be had from cold. */
  static final class NotKept extends Exception {
    private static final long serialVersionUID = 1L;

    NotKept(String why) {
      super(why);
    }
  }

  /** Makes a state's files in an empty folder. */
  interface Maker {
    /**
     * Makes the files.
     *
     * @return what is to be remembered of the state
     * @throws NotKept when the machine got there and could not be kept
     * @throws EnvironmentException when the machine does not get there
     */
    String make(Path folder) throws NotKept, InterruptedException;
  }

  /**
   * A state that is there, or made now.
   *
   * @param qemu version, for people
   * @return empty when none can be kept, which was told
   */
  Optional<WarmState> findOrMake(String key, String environment, String qemu, Maker maker)
      throws InterruptedException {
    try {
      Optional<WarmState> found = find(key);
      if (found.isPresent()) {
        return found;
      }
      Files.createDirectories(root, PosixFilePermissions.asFileAttribute(OWNER_ALONE));
      try (FileChannel channel =
              FileChannel.open(
                  root.resolve(key + ".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock _ = lock(channel)) {
        found = find(key);
        if (found.isEmpty()) {
          make(key, environment, qemu, maker);
          found = find(key);
        }
        return found;
      }
    } catch (NotKept | IOException e) {
      progress.accept(
          environment
              + ": no warm state can be kept ("
              + (e instanceof IOException io ? Sentences.of(io) : e.getMessage())
              + "); the machine is started from cold");
      return Optional.empty();
    }
  }

  private static final java.util.Set<java.nio.file.attribute.PosixFilePermission> OWNER_ALONE =
      PosixFilePermissions.fromString("rwx------");

  /** Waits for other provers, and for other threads of this one, which Java tells apart. */
  private static FileLock lock(FileChannel channel) throws IOException, InterruptedException {
    while (true) {
      FileLock lock = Locks.attempt(channel, false);
      if (lock != null) {
        return lock;
      }
      TimeUnit.MILLISECONDS.sleep(LOCK_PAUSE_MILLIS);
    }
  }

  /** A state in which nothing is doubtful; one in which something is, is removed. */
  private Optional<WarmState> find(String key) throws IOException {
    Path folder = root.resolve(key);
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    Optional<WarmManifest> manifest = WarmManifest.read(folder);
    String trouble =
        manifest.isEmpty()
            ? "its manifest is not whole"
            : manifest.get().trouble(folder, WarmState.ALWAYS_HASHED).orElse(null);
    if (trouble != null) {
      discard(key, trouble);
      return Optional.empty();
    }
    hold(key);
    Files.setLastModifiedTime(folder, FileTime.from(clock.instant()));
    return Optional.of(
        new WarmState(key, folder, Files.readString(folder.resolve(WarmState.NOTES))));
  }

  /**
   * Until the program ends: a machine's later boots read the disk that was kept. The locked file is
   * one that nobody reads, since closing it anywhere in this program would end the lock.
   */
  private void hold(String key) throws IOException {
    if (held.containsKey(key)) {
      return;
    }
    FileChannel channel =
        FileChannel.open(
            root.resolve(key + WarmStates.HELD),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    var _ = Locks.attempt(channel, true);
    held.put(key, channel);
  }

  /** Gives up what is held, where no machine runs from it any longer. */
  void letGo() {
    held.forEach(
        (key, channel) -> {
          try {
            channel.close();
          } catch (IOException e) {
            throw new EnvironmentException("could not let a warm state go: " + Sentences.of(e), e);
          }
        });
    held.clear();
  }

  /** Throws a state away: whatever is wrong with it, it is never a verdict on a candidate. */
  void discard(String key, String why) {
    progress.accept("a warm state is thrown away: " + why);
    try {
      FileChannel holding = held.remove(key);
      if (holding != null) {
        holding.close();
      }
      WarmStates.remove(root.resolve(key));
    } catch (IOException e) {
      throw new EnvironmentException(
          "a doubtful warm state cannot be removed: " + Sentences.of(e), e);
    }
  }

  private void make(String key, String environment, String qemu, Maker maker)
      throws IOException, NotKept, InterruptedException {
    // One name a key, so that the lock's next holder clears away what a killed prover left.
    Path making = root.resolve(MAKING + key);
    WarmStates.remove(making);
    Files.createDirectory(making);
    try {
      progress.accept(environment + ": starting it from cold, once, to keep it warm");
      String notes = maker.make(making);
      Files.writeString(making.resolve(WarmState.NOTES), notes);
      SortedMap<String, WarmManifest.Entry> entries = new TreeMap<>();
      for (Path file : files(making)) {
        force(file);
        entries.put(file.getFileName().toString(), WarmManifest.Entry.of(file));
      }
      Instant made = clock.instant();
      new WarmManifest(environment, qemu, made, entries).write(making);
      force(making.resolve(WarmManifest.NAME));
      Files.move(making, root.resolve(key), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      WarmStates.remove(making);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    try (var entries = Files.newDirectoryStream(folder)) {
      entries.forEach(files::add);
    }
    return files;
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }
}
