package dev.sluice.server.runner;

import dev.sluice.model.Digest;
import dev.sluice.server.bundle.Bundle;
import dev.sluice.server.bundle.BundleJson;
import dev.sluice.server.wire.Assignment;
import dev.sluice.trust.canonical.MalformedInput;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Bundles as folders, the last few of each product: made whole or not at all, and what a new one
 * has in common with an older one is not fetched again. Safe for use by several threads of one
 * process; two processes need a root each.
 */
public final class BundleFolders {
  /** Folders kept of each product, those in use beyond it. */
  private static final int KEPT = 4;

  private static final String MANIFEST = "bundle.json";
  private static final String FILES = "files";

  private final Path root;
  private final @Nullable Path own;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Path, Integer> used = new HashMap<>();

  /**
   * Makes nothing yet.
   *
   * @param root for this process alone
   * @param own where the files lie that bundles leave out, at their paths; null for none
   */
  public BundleFolders(Path root, @Nullable Path own, InstantSource clock) {
    this.root = root;
    this.own = own;
    this.clock = clock;
  }

  /** A folder that stays until this is closed. */
  public final class InUse implements AutoCloseable {
    private final Path place;

    private InUse(Path place) {
      this.place = place;
    }

    /** Where the pipeline file lies, and everything that it names. */
    public Path folder() {
      return place.resolve(FILES);
    }

    @Override
    public void close() {
      lock.lock();
      try {
        used.merge(place, -1, (count, less) -> count + less == 0 ? null : count + less);
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * The folder of an assignment's bundle.
   *
   * @throws IOException when it cannot be fetched or written
   */
  public InUse folder(WorkSource source, Assignment assignment)
      throws IOException, InterruptedException {
    // Who waits for another place's fetching can be stopped.
    lock.lockInterruptibly();
    try {
      return locked(source, assignment);
    } finally {
      lock.unlock();
    }
  }

  private InUse locked(WorkSource source, Assignment assignment)
      throws IOException, InterruptedException {
    Path product = root.resolve(assignment.product());
    Path place = product.resolve(new Digest(assignment.bundle()).hex());
    if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      make(source, assignment, place);
    }
    Files.setLastModifiedTime(place, FileTime.from(clock.instant()));
    used.merge(place, 1, Integer::sum);
    prune(product);
    return new InUse(place);
  }

  private void make(WorkSource source, Assignment assignment, Path place)
      throws IOException, InterruptedException {
    Path making = root.resolve("making");
    Trees.delete(making);
    Files.createDirectories(making.resolve(FILES));
    Path manifest = making.resolve(MANIFEST);
    source.fetch(assignment, new Digest(assignment.bundle()), manifest);
    Bundle bundle = read(manifest);
    Map<Digest, Path> here = here(place.getParent());
    Path folder = making.resolve(FILES);
    for (Bundle.File file : bundle.files()) {
      Path to = folder.resolve(file.path());
      Files.createDirectories(to.getParent());
      Path same = here.get(file.digest());
      if (same == null || !isCopied(same, to, file.digest())) {
        source.fetch(assignment, file.digest(), to);
      }
      Files.setPosixFilePermissions(
          to, PosixFilePermissions.fromString(file.executable() ? "rwxr-xr-x" : "rw-r--r--"));
      here.put(file.digest(), to);
    }
    for (String path : bundle.folders()) {
      Files.createDirectories(folder.resolve(path));
    }
    for (String path : bundle.elsewhere()) {
      bring(path, folder.resolve(path));
    }
    // Last, so that nothing is ever written through one.
    for (Bundle.Link link : bundle.links()) {
      Path at = folder.resolve(link.path());
      Files.createDirectories(at.getParent());
      Files.createSymbolicLink(at, Path.of(link.target()));
    }
    Files.createDirectories(place.getParent());
    Files.move(making, place, StandardCopyOption.ATOMIC_MOVE);
  }

  /** What the machine has and the bundle has not: absent here, the run says so itself. */
  private void bring(String path, Path to) throws IOException {
    if (own == null || !Files.isRegularFile(own.resolve(path))) {
      return;
    }
    Files.createDirectories(to.getParent());
    Files.createFile(
        to, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.copy(own.resolve(path), to, StandardCopyOption.REPLACE_EXISTING);
    Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rw-------"));
  }

  /** Files of bundles that are here already; whether they are unchanged is seen when copied. */
  private static Map<Digest, Path> here(Path product) throws IOException {
    Map<Digest, Path> here = new HashMap<>();
    for (Path place : places(product)) {
      for (Bundle.File file : read(place.resolve(MANIFEST)).files()) {
        here.put(file.digest(), place.resolve(FILES).resolve(file.path()));
      }
    }
    return here;
  }

  private static boolean isCopied(Path from, Path to, Digest digest) throws IOException {
    if (!Files.isRegularFile(from, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    // Scripts of a run may have changed it.
    if (FileSha256.copy(from, to).equals(digest)) {
      return true;
    }
    Files.delete(to);
    return false;
  }

  private static Bundle read(Path manifest) throws IOException {
    if (Files.size(manifest) > BundleJson.LIMIT) {
      throw new FileSystemException(manifest.toString(), null, "is no bundle: it is too large");
    }
    try {
      return BundleJson.read(Files.readAllBytes(manifest));
    } catch (MalformedInput e) {
      throw new FileSystemException(manifest.toString(), null, "is no bundle: " + e.sentence());
    }
  }

  private void prune(Path product) throws IOException {
    List<Path> places = places(product);
    for (Path place : places.subList(Math.min(KEPT, places.size()), places.size())) {
      if (!used.containsKey(place)) {
        Trees.delete(place);
      }
    }
  }

  /** Newest first. */
  private static List<Path> places(Path product) throws IOException {
    if (!Files.isDirectory(product)) {
      return List.of();
    }
    Map<Path, FileTime> times = new HashMap<>();
    try (Stream<Path> places = Files.list(product)) {
      for (Path place : places.toList()) {
        times.put(place, Files.getLastModifiedTime(place));
      }
    }
    List<Path> sorted = new ArrayList<>(times.keySet());
    sorted.sort(
        Comparator.comparing((Path place) -> times.getOrDefault(place, FileTime.fromMillis(0)))
            .reversed()
            .thenComparing(Comparator.naturalOrder()));
    return sorted;
  }
}
