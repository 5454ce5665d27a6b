package dev.sluice.proving.environment.sandbox;

import dev.sluice.model.Digest;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.environment.FileDigests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The file system of a sandbox: a folder of the host's that is only ever read. */
record RootTree(Path folder) {
  /** Where a sandbox has something of its own, whatever its root has there. */
  private static final List<String> MOUNT_POINTS = List.of("/proc", "/dev", "/tmp", "/run");

  /** More entries than this beside a missing mount point are more than a kernel should mount. */
  private static final int MOST_BESIDE = 500;

  RootTree {
    if (!Files.isDirectory(folder)) {
      throw new EnvironmentException("the sandbox's root " + folder + " is not a folder");
    }
  }

  /** What the tree has at an absolute path. */
  Path at(String path) {
    return folder.resolve(path.substring(1));
  }

  /**
   * bubblewrap's words that show the tree read-only, with room for everything that is mounted over
   * it. A mount point that the tree lacks cannot be made in it: then the folder above is shown
   * entry by entry.
   */
  Shown shown(String stateMount) {
    NavigableSet<String> opened = new TreeSet<>();
    for (String point : MOUNT_POINTS) {
      lacking(point, opened);
    }
    if (!stateMount.startsWith("/tmp/") && !stateMount.startsWith("/run/")) {
      lacking(stateMount, opened);
    }
    List<String> words = new ArrayList<>();
    if (!opened.contains("/")) {
      words.addAll(List.of("--ro-bind", folder.toString(), "/"));
    }
    for (String above : opened) {
      if (!above.equals("/")) {
        words.addAll(List.of("--tmpfs", above));
      }
      besides(above, words);
    }
    return new Shown(words, opened.stream().flatMap(o -> Stream.of("--remount-ro", o)).toList());
  }

  /**
   * Parts of a command line.
   *
   * @param first before anything is mounted over the tree
   * @param last after that
   */
  record Shown(List<String> first, List<String> last) {}

  private void lacking(String point, NavigableSet<String> opened) {
    String above = "/";
    for (int slash = point.indexOf('/', 1); ; slash = point.indexOf('/', slash + 1)) {
      String part = slash < 0 ? point : point.substring(0, slash);
      Path there = at(part);
      if (!Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
        opened.add(above);
        return;
      }
      if (!Files.isDirectory(there, LinkOption.NOFOLLOW_LINKS)) {
        throw new EnvironmentException(
            "the sandbox's root has something else than a folder at "
                + part
                + ": nothing can be mounted at "
                + point);
      }
      if (slash < 0) {
        return;
      }
      above = part;
    }
  }

  private void besides(String above, List<String> words) {
    try (Stream<Path> entries = Files.list(at(above))) {
      List<Path> all = entries.sorted().toList();
      if (all.size() > MOST_BESIDE) {
        throw new EnvironmentException(
            "the sandbox's root has "
                + all.size()
                + " entries in "
                + above
                + " and lacks a folder that is to be there: make it in "
                + folder);
      }
      for (Path entry : all) {
        String inside = (above.equals("/") ? "" : above) + "/" + entry.getFileName();
        if (Files.isSymbolicLink(entry)) {
          words.addAll(List.of("--symlink", Files.readSymbolicLink(entry).toString(), inside));
        } else {
          words.addAll(List.of("--ro-bind", entry.toString(), inside));
        }
      }
    } catch (IOException e) {
      throw new EnvironmentException("could not read " + at(above) + ": " + e.getMessage(), e);
    }
  }

  /**
   * Digest of all that the tree says to a process: names, types, modes, links, contents. Remembered
   * as long as no entry changed.
   */
  Digest digest(Path memory) {
    try (Stream<Path> walk = Files.walk(folder)) {
      List<Path> all = walk.sorted().toList();
      MessageDigest facts = FileDigests.sha256();
      for (Path entry : all) {
        Map<String, Object> known =
            Files.readAttributes(
                entry, "unix:mode,size,ino,ctime,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
        facts.update(bytes(entry + " " + new TreeMap<>(known) + "\n"));
      }
      return new FileDigests(memory).of(facts, () -> contents(all));
    } catch (IOException | UncheckedIOException e) {
      throw new EnvironmentException(
          "could not read the sandbox's root " + folder + ": " + e.getMessage(), e);
    }
  }

  private Digest contents(List<Path> all) throws IOException {
    MessageDigest digest = FileDigests.sha256();
    for (Path entry : all) {
      Map<String, Object> known =
          Files.readAttributes(entry, "unix:mode,size", LinkOption.NOFOLLOW_LINKS);
      digest.update(bytes(folder.relativize(entry) + "\0" + known.get("mode") + "\0"));
      if (Files.isSymbolicLink(entry)) {
        digest.update(bytes(Files.readSymbolicLink(entry) + "\0"));
      } else if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
        digest.update(bytes(known.get("size") + "\0"));
        FileDigests.add(entry, digest);
      }
    }
    return new Digest(FileDigests.hex(digest.digest()));
  }

  /** The digest of a text. */
  static Digest digestOf(String text) {
    return new Digest(FileDigests.hex(FileDigests.sha256().digest(bytes(text))));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
