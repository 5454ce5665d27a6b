package dev.sluice.server.bundle;

import dev.sluice.model.Digest;
import dev.sluice.server.event.ProductName;
import dev.sluice.trust.canonical.Json;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline file with everything it names, by digest: what a runner needs, and what is approved.
 * One that exists can be written into an empty folder without leaving it. Its writing is {@link
 * BundleJson}.
 *
 * @param files sorted by path, each path once; the pipeline file is one of them, at {@link
 *     #PIPELINE}
 * @param links sorted by path; only in the file systems of sandboxes, where they are to be left as
 *     they are
 * @param folders that are empty, sorted; only in the file systems of sandboxes
 * @param elsewhere paths that are named and left out, since they are secrets of the machines that
 *     have them: a runner brings them
 */
public record Bundle(
    ProductName product,
    List<File> files,
    List<Link> links,
    List<String> folders,
    List<String> elsewhere) {
  /** Where the pipeline file lies. */
  public static final String PIPELINE = "sluice.yaml";

  /** Where the outcomes lie, if they are a file of their own. */
  public static final String OUTCOMES = "outcomes.yaml";

  /** Where the record of drills lies, if there is one. */
  public static final String DRILLS = "drills.jsonl";

  /** Files, links and folders in one bundle. */
  public static final int MOST_ENTRIES = 20_000;

  /** Bytes of all files together, where nobody says otherwise: 16 GiB. */
  public static final long MOST_BYTES = 16L << 30;

  /**
   * One file.
   *
   * @param path relative, with {@code /}, without {@code .} or {@code ..}
   */
  public record File(String path, Digest digest, long size, boolean executable) {
    public File {
      if (size < 0 || !Json.Whole.isExact(size)) {
        throw new IllegalArgumentException(path + " cannot have the size " + size);
      }
    }
  }

  /**
   * One symbolic link.
   *
   * @param target as it stands in the link, absolute or relative
   */
  public record Link(String path, String target) {
    public Link {
      String problem = BundlePath.problemOfTarget(target);
      if (problem != null) {
        throw new IllegalArgumentException("the link " + path + " " + problem);
      }
    }
  }

  /**
   * What can be written into a folder.
   *
   * @throws IllegalArgumentException with a sentence when it breaks a rule of {@code
   *     docs/formats/bundle.md}
   */
  public Bundle {
    files = files.stream().sorted(Comparator.comparing(File::path)).toList();
    links = links.stream().sorted(Comparator.comparing(Link::path)).toList();
    folders = folders.stream().sorted().toList();
    elsewhere = elsewhere.stream().sorted().toList();
    String problem = problem(files, links, folders, elsewhere);
    if (problem != null) {
      throw new IllegalArgumentException(problem);
    }
  }

  /** A bundle without the file system of a sandbox. */
  public Bundle(ProductName product, List<File> files, List<String> elsewhere) {
    this(product, files, List.of(), List.of(), elsewhere);
  }

  /**
   * The file of a path.
   *
   * @param named as a pipeline file may write it
   */
  public Optional<File> file(String named) {
    String path = BundlePath.of(named);
    return files.stream().filter(f -> f.path().equals(path)).findFirst();
  }

  /**
   * All that lies at a path or beneath it, by path, with all that a reader sees of it; empty when
   * there is nothing.
   *
   * @param named as a pipeline file may write it
   */
  public SortedMap<String, String> at(String named) {
    String path = BundlePath.of(named);
    SortedMap<String, String> seen = new TreeMap<>();
    files.stream()
        .filter(file -> BundlePath.isWithin(file.path(), path))
        .forEach(
            file ->
                seen.put(file.path(), file.digest() + (file.executable() ? " executable" : "")));
    links.stream()
        .filter(link -> BundlePath.isWithin(link.path(), path))
        .forEach(link -> seen.put(link.path(), "-> " + link.target()));
    folders.stream()
        .filter(empty -> BundlePath.isWithin(empty, path))
        .forEach(empty -> seen.put(empty, "empty"));
    return seen;
  }

  /** Of all files together, in bytes. */
  public long size() {
    return files.stream().mapToLong(File::size).sum();
  }

  private static @Nullable String problem(
      List<File> files, List<Link> links, List<String> folders, List<String> elsewhere) {
    if (files.size() + links.size() + folders.size() + elsewhere.size() > MOST_ENTRIES) {
      return "a bundle has at most " + MOST_ENTRIES + " files, links and folders";
    }
    if (files.stream().noneMatch(f -> f.path().equals(PIPELINE))) {
      return "there is no " + PIPELINE + " in it";
    }
    List<String> paths =
        Stream.of(
                files.stream().map(File::path),
                links.stream().map(Link::path),
                folders.stream(),
                elsewhere.stream())
            .flatMap(each -> each)
            .toList();
    for (String path : paths) {
      String wrong = BundlePath.problem(path);
      if (wrong != null) {
        return wrong;
      }
    }
    String twice = standsInTheWay(paths);
    return twice != null ? twice : sizes(files);
  }

  /** What is neither a folder nor alone: nothing may lie beneath a file, a link or a secret. */
  private static @Nullable String standsInTheWay(List<String> paths) {
    Set<String> taken = new HashSet<>();
    for (String path : paths) {
      if (!taken.add(path)) {
        return path + " is there twice";
      }
    }
    for (String path : paths) {
      for (String above : BundlePath.above(path)) {
        if (taken.contains(above)) {
          return above + " is no folder with entries, and " + path + " lies in it";
        }
      }
    }
    return null;
  }

  private static @Nullable String sizes(List<File> files) {
    Map<Digest, Long> sizes = new HashMap<>();
    long total = 0;
    for (File file : files) {
      Long other = sizes.putIfAbsent(file.digest(), file.size());
      if (other != null && other != file.size()) {
        return file.path() + " has the digest of a file of another size";
      }
      total += file.size();
      if (total < 0) {
        return "its files are larger than can be counted";
      }
    }
    return null;
  }
}
