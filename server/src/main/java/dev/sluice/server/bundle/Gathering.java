package dev.sluice.server.bundle;

import dev.sluice.model.Digest;
import dev.sluice.model.pipeline.NamedFile;
import dev.sluice.proving.lab.Product;
import dev.sluice.server.client.FileBytes;
import dev.sluice.server.event.ProductName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Makes the bundle of a pipeline file: looks for everything that it names beneath its folder. Makes
 * nothing and runs nothing; releases that a command makes are there already.
 */
public final class Gathering {
  private final Path folder;
  private final Map<String, Bundle.File> files = new TreeMap<>();
  private final Map<String, Bundle.Link> links = new TreeMap<>();
  private final Set<String> folders = new TreeSet<>();
  private final Set<String> elsewhere = new TreeSet<>();
  private final Map<Digest, Path> sources = new HashMap<>();
  private final List<String> problems = new ArrayList<>();

  private Gathering(Path folder) {
    this.folder = folder;
  }

  /**
   * Looks for everything.
   *
   * @param file the pipeline file, of which the product was read
   */
  public static Gathered of(Product product, Path file) {
    String name = product.pipeline().product();
    if (!ProductName.isValid(name)) {
      return new Gathered.Lacking(List.of("a server takes no product called " + name));
    }
    return new Gathering(product.folder()).gather(product, new ProductName(name), file);
  }

  private Gathered gather(Product product, ProductName name, Path file) {
    List<NamedFile> all = NamedFile.of(product.pipeline());
    // First, since they may lie in a folder that is taken along, or be a word of a command.
    all.stream()
        .filter(named -> named.use() == NamedFile.Use.SECRET)
        .forEach(named -> elsewhere.add(BundlePath.of(named.path())));
    all.forEach(this::take);
    takeIfThere(Bundle.OUTCOMES);
    takeIfThere(Bundle.DRILLS);
    take(Bundle.PIPELINE, file);
    Bundle.File pipeline = files.get(Bundle.PIPELINE);
    if (pipeline != null && !pipeline.digest().equals(product.digest())) {
      problems.add("the pipeline file was changed meanwhile");
    }
    if (problems.isEmpty()) {
      try {
        return new Gathered.Whole(
            new Bundle(
                name,
                List.copyOf(files.values()),
                List.copyOf(links.values()),
                List.copyOf(folders),
                List.copyOf(elsewhere)),
            sources);
      } catch (IllegalArgumentException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }
    return new Gathered.Lacking(problems);
  }

  private void take(NamedFile named) {
    String path = BundlePath.of(named.path());
    switch (named.use()) {
      case NEEDED, BUILT -> takeAll(path);
      case TREE -> takeTree(path);
      case WORD -> {
        if (isOurs(named.path())) {
          takeAll(path);
        }
      }
      case SECRET -> {}
    }
  }

  /** Whether a word of a command is a file of the folder and not something else. */
  private boolean isOurs(String word) {
    try {
      Path file = folder.resolve(word);
      return !word.startsWith("/")
          && file.normalize().startsWith(folder)
          && Files.isRegularFile(file);
    } catch (InvalidPathException _) {
      return false;
    }
  }

  private void takeIfThere(String path) {
    if (Files.exists(folder.resolve(path))) {
      take(path, folder.resolve(path));
    }
  }

  /** A file, or a folder with every file beneath it; links within the folder are what they show. */
  private void takeAll(String path) {
    Path at = folder.resolve(path);
    if (!Files.exists(at)) {
      problems.add(path + " is not there");
      return;
    }
    if (!isWithin(path, at)) {
      return;
    }
    if (!Files.isDirectory(at)) {
      take(path, at);
      return;
    }
    walk(
        path,
        (entry, beneath) -> {
          if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
            return;
          }
          if (Files.isSymbolicLink(entry) && Files.isDirectory(entry)) {
            problems.add(beneath + " is a link to a folder; name that folder instead");
          } else if (isWithin(beneath, entry)) {
            take(beneath, entry);
          }
        });
  }

  /** Links and empty folders too, as they are: they mean something inside of the sandbox. */
  private void takeTree(String path) {
    Path root = folder.resolve(path);
    if (!Files.isDirectory(root)) {
      problems.add(path + (Files.exists(root) ? " is not a folder" : " is not there"));
      return;
    }
    if (!isWithin(path, root)) {
      return;
    }
    walk(
        path,
        (entry, beneath) -> {
          if (Files.isSymbolicLink(entry)) {
            links.put(beneath, new Bundle.Link(beneath, Files.readSymbolicLink(entry).toString()));
          } else if (!Files.isDirectory(entry)) {
            take(beneath, entry);
          } else if (isEmpty(entry)) {
            folders.add(beneath);
          }
        });
  }

  private boolean isWithin(String path, Path at) {
    try {
      if (at.toRealPath().startsWith(folder.toRealPath())) {
        return true;
      }
      problems.add(path + " is a link to a place outside of the pipeline file's folder");
    } catch (IOException e) {
      problems.add(path + " cannot be read: " + reason(e));
    }
    return false;
  }

  private interface Visit {
    void of(Path entry, String path) throws IOException;
  }

  private void walk(String path, Visit visit) {
    Path top = folder.resolve(path);
    try (Stream<Path> walk = Files.walk(top)) {
      for (Path entry : walk.limit(Bundle.MOST_ENTRIES + 1L).toList()) {
        visit.of(entry, BundlePath.of(path + "/" + top.relativize(entry)));
      }
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      problems.add(path + " cannot be taken along: " + reason(e));
    }
  }

  private void take(String path, Path at) {
    if (elsewhere.contains(path)) {
      return;
    }
    if (isSecret(at)) {
      problems.add(path + " shows a secret, which is not to leave this machine");
      return;
    }
    if (!Files.isRegularFile(at)) {
      problems.add(path + " is neither a file nor a folder");
      return;
    }
    try {
      // At once: it may grow meanwhile.
      FileBytes read = FileBytes.of(at);
      boolean executable =
          Files.getPosixFilePermissions(at).contains(PosixFilePermission.OWNER_EXECUTE);
      files.put(path, new Bundle.File(path, read.digest(), read.size(), executable));
      sources.put(read.digest(), at);
    } catch (IOException e) {
      problems.add(path + " cannot be read: " + reason(e));
    }
  }

  /** Whether it is a secret by another name. */
  private boolean isSecret(Path at) {
    return elsewhere.stream()
        .map(folder::resolve)
        .filter(Files::exists)
        .anyMatch(
            secret -> {
              try {
                return Files.isSameFile(secret, at);
              } catch (IOException _) {
                return false; // it cannot be read either
              }
            });
  }

  private static boolean isEmpty(Path at) throws IOException {
    try (Stream<Path> entries = Files.list(at)) {
      return entries.findAny().isEmpty();
    }
  }

  private static String reason(Exception e) {
    return switch (e) {
      case AccessDeniedException _ -> "permission denied";
      case UncheckedIOException unchecked when unchecked.getCause() != null ->
          String.valueOf(unchecked.getCause().getMessage());
      default -> String.valueOf(e.getMessage());
    };
  }
}
