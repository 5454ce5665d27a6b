package dev.sluice.cli;

import dev.sluice.model.Digest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder in which {@code current} always leads to one whole set of files, and {@code previous} to
 * the one before. Whoever reads through {@code current} sees the old set or the new one, whatever
 * happens to this program or the machine in between.
 */
final class ChannelFolder {
  static final String CONTENT = "content";
  static final String PROOFS = "proofs";
  static final String RELEASE = "release.json";

  private static final String CURRENT = "current";
  private static final String PREVIOUS = "previous";
  private static final String SETS = "sets";
  private static final String COMING = ".coming";

  /** Only what looks like our own is ever removed. */
  private static final Pattern OURS =
      Pattern.compile("[A-Za-z0-9._+~-]{1,64}-[0-9a-f]{12}(-[0-9]+)?");

  private static final int DIGITS = 12;

  private final Path folder;
  private final Step step;

  ChannelFolder(Path folder) {
    this(folder, _ -> {});
  }

  /** With a machine that may fail at each step, for tests. */
  ChannelFolder(Path folder, Step step) {
    this.folder = folder;
    this.step = step;
  }

  /** Comes before each change to the disk. */
  @FunctionalInterface
  interface Step {
    void before(String what) throws IOException;
  }

  /** Puts all files of a set into an empty folder. */
  @FunctionalInterface
  interface Filling {
    void into(Path set) throws IOException, InterruptedException;
  }

  /** Where {@code current} leads; empty when it leads nowhere. */
  Optional<Path> current() throws IOException {
    return target(CURRENT);
  }

  Optional<Path> previous() throws IOException {
    return target(PREVIOUS);
  }

  private Optional<Path> target(String link) throws IOException {
    Path path = folder.resolve(link);
    if (!Files.isSymbolicLink(path)) {
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        throw new Unusable(
            "sluice channel: %s is there and is no link of ours; move it away".formatted(path));
      }
      return Optional.empty();
    }
    Path target = folder.resolve(Files.readSymbolicLink(path)).normalize();
    return Files.isDirectory(target) ? Optional.of(target) : Optional.empty();
  }

  /**
   * Nobody else changes the folder until this is closed.
   *
   * @throws Unusable when somebody does
   */
  FileChannel lock() throws IOException {
    Files.createDirectories(folder.resolve(SETS));
    FileChannel lock =
        FileChannel.open(
            folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (lock.tryLock() == null) {
      lock.close();
      throw new Unusable(
          "sluice channel: another sluice channel keeps %s".formatted(folder),
          "  end it, or choose another folder");
    }
    return lock;
  }

  /**
   * Makes a new set the current one.
   *
   * @param version names it
   * @param content of what it holds
   */
  void become(String version, Digest content, Filling filling)
      throws IOException, InterruptedException {
    // What broke off is filled on: a download goes on where it was.
    Path coming = folder.resolve(COMING).resolve(version + "-" + content.hex());
    step.before("make the folder of what comes");
    Files.createDirectories(coming);
    filling.into(coming);
    step.before("write it through to the disk");
    forceTree(coming);
    Path set = free(version + "-" + content.hex().substring(0, DIGITS));
    step.before("give it its name");
    Files.move(coming, set, StandardCopyOption.ATOMIC_MOVE);
    force(folder.resolve(SETS));
    Optional<Path> old = current();
    if (old.isPresent()) {
      link(PREVIOUS, old.get());
    }
    link(CURRENT, set);
    prune();
  }

  private Path free(String name) {
    Path sets = folder.resolve(SETS);
    Path set = sets.resolve(name);
    for (int i = 2; Files.exists(set, LinkOption.NOFOLLOW_LINKS); i++) {
      set = sets.resolve(name + "-" + i);
    }
    return set;
  }

  private void link(String name, Path set) throws IOException {
    Path beside = folder.resolve("." + name + ".new");
    step.before("remove an old " + beside.getFileName());
    Files.deleteIfExists(beside);
    step.before("make the link " + name);
    Files.createSymbolicLink(beside, folder.relativize(set));
    step.before("put the link " + name + " in its place");
    Files.move(beside, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    force(folder);
  }

  /** Removes every set but the current one and the one before, and what was left half done. */
  void prune() throws IOException {
    List<Path> kept = new ArrayList<>();
    current().ifPresent(kept::add);
    previous().ifPresent(kept::add);
    for (Path set : in(folder.resolve(SETS))) {
      if (!kept.contains(set.normalize())
          && OURS.matcher(String.valueOf(set.getFileName())).matches()) {
        step.before("remove " + set.getFileName());
        remove(set);
      }
    }
    for (Path left : in(folder.resolve(COMING))) {
      step.before("remove what came before");
      remove(left);
    }
  }

  private static List<Path> in(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static void remove(Path tree) throws IOException {
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes known)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failed)
              throws IOException {
            if (failed != null) {
              throw failed;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void forceTree(Path folder) throws IOException {
    for (Path inner : in(folder)) {
      if (Files.isDirectory(inner, LinkOption.NOFOLLOW_LINKS)) {
        forceTree(inner);
      } else {
        force(inner);
      }
    }
    force(folder);
  }

  private static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
