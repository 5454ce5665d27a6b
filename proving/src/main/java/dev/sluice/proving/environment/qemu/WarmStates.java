package dev.sluice.proving.environment.qemu;

import dev.sluice.proving.workplace.Locks;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The machines that are kept warm in one cache folder, for people: what there is, whether it is
 * sound, and what may go. Provers may be at work meanwhile: what one of them holds is left alone.
 */
public final class WarmStates {
  static final String FOLDER = "warm";

  /** Behind a key: the file that a prover locks which has machines from the state. */
  static final String HELD = ".held";

  private static final Pattern KEY = Pattern.compile("[0-9a-f]{32}");

  private final Path root;

  /**
   * The warm states below a cache folder.
   *
   * @param cache the prover's cache folder; may not exist yet
   */
  public WarmStates(Path cache) {
    this.root = cache.resolve(FOLDER);
  }

  /**
   * One state.
   *
   * @param environment that it was made for, by its name in the pipeline file; {@code ?} when its
   *     manifest cannot be read
   * @param qemu version that made it
   * @param bytes its files' sizes together; memory is stored sparsely and takes less
   */
  public record Kept(
      String key, String environment, String qemu, Instant made, Instant lastUsed, long bytes) {}

  /**
   * What a look at every byte found.
   *
   * @param trouble in words; null when the state is as it was made
   */
  public record Verified(Kept state, @Nullable String trouble) {}

  /** What there is, the last used first. */
  public List<Kept> list() throws IOException {
    List<Kept> states = new ArrayList<>();
    if (Files.isDirectory(root)) {
      try (var folders = Files.newDirectoryStream(root)) {
        for (Path folder : folders) {
          if (KEY.matcher(folder.getFileName().toString()).matches()) {
            states.add(read(folder));
          }
        }
      }
    }
    states.sort(Comparator.comparing(Kept::lastUsed).reversed().thenComparing(Kept::key));
    return states;
  }

  private static Kept read(Path folder) throws IOException {
    Optional<WarmManifest> manifest = WarmManifest.read(folder);
    Instant used = Files.getLastModifiedTime(folder).toInstant();
    return new Kept(
        folder.getFileName().toString(),
        manifest.map(WarmManifest::environment).orElse("?"),
        manifest.map(WarmManifest::qemu).orElse("?"),
        manifest.map(WarmManifest::made).orElse(used),
        used,
        manifest.map(WarmManifest::bytes).orElse(0L));
  }

  /**
   * Removes what was not used for too long, then the longest unused until the rest is small enough.
   *
   * @return what was removed; what a prover holds is not among it
   */
  public List<Kept> prune(long mostBytes, Duration mostAge, Instant now) throws IOException {
    List<Kept> oldestFirst = list().reversed();
    long bytes = oldestFirst.stream().mapToLong(Kept::bytes).sum();
    List<Kept> removed = new ArrayList<>();
    for (Kept state : oldestFirst) {
      boolean tooOld = state.lastUsed().plus(mostAge).isBefore(now);
      if ((tooOld || bytes > mostBytes) && removeUnlessHeld(state.key())) {
        removed.add(state);
        bytes -= state.bytes();
      }
    }
    return removed;
  }

  private boolean removeUnlessHeld(String key) throws IOException {
    Path held = root.resolve(key + HELD);
    try (FileChannel channel =
            FileChannel.open(held, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = Locks.attempt(channel, false)) {
      if (lock == null) {
        return false;
      }
      remove(root.resolve(key));
      Files.deleteIfExists(held);
      return true;
    }
  }

  /** Reads every byte of every state. */
  public List<Verified> verify() throws IOException {
    List<Verified> verified = new ArrayList<>();
    for (Kept state : list()) {
      Path folder = root.resolve(state.key());
      Optional<WarmManifest> manifest = WarmManifest.read(folder);
      verified.add(
          new Verified(
              state,
              manifest.isEmpty()
                  ? "its manifest is not whole"
                  : manifest
                      .get()
                      .trouble(folder, List.copyOf(manifest.get().files().keySet()))
                      .orElse(null)));
    }
    return verified;
  }

  /** The manifest first: what is left of a removal that was cut short is no state. */
  static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.deleteIfExists(folder.resolve(WarmManifest.NAME));
    Files.walkFileTree(
        folder,
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
          public FileVisitResult postVisitDirectory(Path left, @Nullable IOException e)
              throws IOException {
            Files.deleteIfExists(left);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
