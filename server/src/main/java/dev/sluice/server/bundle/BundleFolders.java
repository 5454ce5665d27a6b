package dev.sluice.server.bundle;

import dev.sluice.model.Digest;
import dev.sluice.model.file.Problem;
import dev.sluice.model.pipeline.Pipeline;
import dev.sluice.model.pipeline.PipelineFile;
import dev.sluice.proving.lab.Product;
import dev.sluice.trust.canonical.MalformedInput;
import dev.sluice.trust.canonical.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Bundles as folders that a lab can use, each written once and kept. Everything in one has the
 * digest that its bundle says; a folder that something was changed in is never used again. One at a
 * time may open.
 */
public final class BundleFolders {
  /** Larger files are looked at by size and time when a folder is used again: 16 MiB. */
  private static final long READ_AGAIN = 16L << 20;

  /** Of every file: whoever writes to one changes it, and scripts see the same on every runner. */
  private static final FileTime TIME = FileTime.fromMillis(0);

  private static final int MOST_FOLDERS = 1_000;

  private final Path root;
  private final @Nullable Path own;

  /**
   * Folders beneath one that is made when it is absent.
   *
   * @param own has the files that bundles leave out, by their paths; null when there are none
   */
  public BundleFolders(Path root, @Nullable Path own) {
    this.root = root;
    this.own = own;
  }

  /** Where content comes from. */
  @FunctionalInterface
  public interface Source {
    /** Writes content into a new file. */
    void fetch(Digest content, Path into) throws IOException, InterruptedException;
  }

  /**
   * The pipeline file of a bundle, in a folder with everything it names.
   *
   * @throws IOException with a sentence when it cannot be had whole
   */
  public synchronized Product open(Digest digest, Source source)
      throws IOException, InterruptedException {
    Files.createDirectories(root);
    Bundle bundle = manifest(digest, source);
    for (int i = 1; i <= MOST_FOLDERS; i++) {
      Path folder = root.resolve(i == 1 ? digest.hex() : digest.hex() + "-" + i);
      if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        Path partial = Files.createTempDirectory(root, "partial-");
        try {
          write(bundle, partial, source);
          Files.move(partial, folder);
        } catch (FileAlreadyExistsException _) {
          // Another runner of this machine was faster; its folder is looked at as any other.
        } finally {
          delete(partial);
        }
      }
      // What was changed may be in use by another run: it is left alone.
      if (isAsWritten(bundle, folder)) {
        linkOwn(bundle, folder);
        return product(bundle, folder);
      }
    }
    throw new IOException(
        "the folder of the bundle was changed %d times; delete %s".formatted(MOST_FOLDERS, root));
  }

  private Bundle manifest(Digest digest, Source source) throws IOException, InterruptedException {
    Path at = root.resolve(digest.hex() + ".json");
    if (!Files.exists(at)) {
      Path partial = Files.createTempDirectory(root, "partial-");
      try {
        source.fetch(digest, partial.resolve("manifest"));
        Files.move(partial.resolve("manifest"), at);
      } finally {
        delete(partial);
      }
    }
    byte[] bytes = Files.size(at) > BundleJson.LIMIT ? new byte[0] : Files.readAllBytes(at);
    try {
      if (!Sha256.of(bytes).equals(digest)) {
        throw new MalformedInput("its digest is another");
      }
      return BundleJson.read(bytes);
    } catch (MalformedInput e) {
      Files.deleteIfExists(at);
      throw new IOException("the bundle " + digest.abbreviated() + ": " + e.sentence(), e);
    }
  }

  private static void write(Bundle bundle, Path folder, Source source)
      throws IOException, InterruptedException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Map<Digest, Path> here = new HashMap<>();
    for (Bundle.File file : bundle.files()) {
      Path to = folder.resolve(file.path());
      Files.createDirectories(to.getParent());
      Path same = here.putIfAbsent(file.digest(), to);
      if (same == null) {
        source.fetch(file.digest(), to);
        judge(file, to);
      } else {
        Files.copy(same, to);
      }
      Files.setPosixFilePermissions(
          to, PosixFilePermissions.fromString(file.executable() ? "rwxr-xr-x" : "rw-r--r--"));
      Files.setLastModifiedTime(to, TIME);
    }
    for (String empty : bundle.folders()) {
      Files.createDirectories(folder.resolve(empty));
    }
    // Last: nothing is written by way of a link.
    for (Bundle.Link link : bundle.links()) {
      Path at = folder.resolve(link.path());
      Files.createDirectories(at.getParent());
      Files.createSymbolicLink(at, Path.of(link.target()));
    }
  }

  private static void judge(Bundle.File file, Path at) throws IOException {
    if (Files.size(at) != file.size() || !Sha256.of(at).equals(file.digest())) {
      throw new IOException(file.path() + " did not come as it should: its digest is another");
    }
  }

  private boolean isAsWritten(Bundle bundle, Path folder) throws IOException {
    Set<String> expected = new HashSet<>(bundle.folders());
    for (Bundle.File file : bundle.files()) {
      expected.add(file.path());
      if (!isAsWritten(file, folder.resolve(file.path()))) {
        return false;
      }
    }
    for (Bundle.Link link : bundle.links()) {
      expected.add(link.path());
      Path at = folder.resolve(link.path());
      if (!Files.isSymbolicLink(at)
          || !Files.readSymbolicLink(at).toString().equals(link.target())) {
        return false;
      }
    }
    expected.addAll(bundle.elsewhere());
    Set.copyOf(expected).forEach(path -> expected.addAll(BundlePath.above(path)));
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.skip(1).allMatch(at -> expected.contains(folder.relativize(at).toString()));
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static boolean isAsWritten(Bundle.File file, Path at) throws IOException {
    return Files.isRegularFile(at, LinkOption.NOFOLLOW_LINKS)
        && Files.size(at) == file.size()
        && Files.getLastModifiedTime(at).equals(TIME)
        && Files.getPosixFilePermissions(at).contains(PosixFilePermission.OWNER_EXECUTE)
            == file.executable()
        && (file.size() > READ_AGAIN || Sha256.of(at).equals(file.digest()));
  }

  /** By links, so that a secret is in one place alone. */
  private void linkOwn(Bundle bundle, Path folder) throws IOException {
    for (String path : bundle.elsewhere()) {
      Path at = folder.resolve(path);
      Path secret = own == null ? null : own.resolve(path).toAbsolutePath();
      // Another run may be reading it.
      if (secret != null && Files.isSymbolicLink(at) && Files.readSymbolicLink(at).equals(secret)) {
        continue;
      }
      Files.deleteIfExists(at);
      if (secret != null && Files.exists(secret)) {
        Files.createDirectories(at.getParent());
        Files.createSymbolicLink(at, secret);
      }
    }
  }

  private static Product product(Bundle bundle, Path folder) throws IOException {
    byte[] content = Files.readAllBytes(folder.resolve(Bundle.PIPELINE));
    Pipeline pipeline =
        switch (PipelineFile.parse(Bundle.PIPELINE, content)) {
          case PipelineFile.Valid(var valid) -> valid;
          case PipelineFile.Invalid(var problems) -> throw invalid(problems);
        };
    List<String> problems = BundleRules.problems(bundle, pipeline);
    if (!problems.isEmpty()) {
      throw new IOException("the bundle is not sound: " + problems.getFirst());
    }
    return new Product(pipeline, folder.toAbsolutePath().normalize(), Sha256.of(content));
  }

  private static IOException invalid(List<Problem> problems) {
    return new IOException(
        "this release of Sluice does not understand the bundle's pipeline file: "
            + problems.getFirst().message());
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path at : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(at);
      }
    }
  }
}
