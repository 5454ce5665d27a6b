package dev.sluice.proving.environment.debian;

import dev.sluice.model.Digest;
import dev.sluice.proving.environment.FileDigests;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The file that makes a folder a system: which files it has, with sizes and times, and their
 * digests. Complete, and not cut or changed since: a full disk or a curious hand must not become a
 * verdict.
 */
record Completion(String facts, Digest digest, Digest kernelDigest) {
  private static final String NAME = "complete";
  private static final int BLOCK = 64 * 1024;

  /** Writes it for a folder that has everything else. */
  static void write(Path system) throws IOException {
    Path tree = system.resolve("tree-digest");
    Digest digest;
    Digest kernelDigest;
    if (Files.exists(tree)) {
      digest = new Digest(Files.readString(tree).strip());
      kernelDigest = digest;
    } else {
      MessageDigest all = FileDigests.sha256();
      for (String part : List.of("kernel", "initrd", "disk.img", "cmdline")) {
        Path file = system.resolve(part);
        if (Files.exists(file)) {
          all.update((part + " " + hash(file).hex() + "\n").getBytes(StandardCharsets.UTF_8));
        }
      }
      digest = new Digest(FileDigests.hex(all.digest()));
      kernelDigest = hash(system.resolve("kernel"));
    }
    Files.writeString(
        system.resolve(NAME), facts(system) + digest.hex() + "\n" + kernelDigest.hex() + "\n");
  }

  static Completion read(Path system) throws IOException {
    List<String> lines = Files.readAllLines(system.resolve(NAME));
    if (lines.size() < 2) {
      throw new IOException(system.resolve(NAME) + " is cut: remove " + system);
    }
    int facts = lines.size() - 2;
    return new Completion(
        String.join("", lines.subList(0, facts).stream().map(l -> l + "\n").toList()),
        new Digest(lines.get(facts)),
        new Digest(lines.get(facts + 1)));
  }

  static boolean isThere(Path system) throws IOException {
    if (!Files.isRegularFile(system.resolve(NAME))) {
      return false;
    }
    List<String> lines = Files.readAllLines(system.resolve(NAME));
    return lines.size() > 2
        && lines.subList(lines.size() - 2, lines.size()).stream()
            .allMatch(l -> l.matches("[0-9a-f]{64}"))
        && read(system).facts().equals(facts(system));
  }

  private static String facts(Path system) throws IOException {
    var text = new StringBuilder();
    for (String name : List.of("kernel", "initrd", "disk.img", "cmdline", "packages")) {
      Path file = system.resolve(name);
      if (Files.exists(file)) {
        text.append(name)
            .append(' ')
            .append(Files.size(file))
            .append(' ')
            .append(Files.getLastModifiedTime(file).toMillis())
            .append('\n');
      }
    }
    Path root = system.resolve("root");
    if (Files.exists(root)) {
      text.append(treeFacts(root));
    }
    return text.toString();
  }

  /** How many files, of how many bytes together. */
  private static String treeFacts(Path root) throws IOException {
    long files = 0;
    long bytes = 0;
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        files++;
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
          bytes += Files.size(path);
        }
      }
    }
    return "root " + files + " " + bytes + "\n";
  }

  /**
   * Of a file that is mostly holes: blocks of zeros are passed over, and every other block counts
   * with its place. Hashing the zeros would take longer than writing the disk.
   */
  private static Digest hash(Path file) throws IOException {
    MessageDigest sha = FileDigests.sha256();
    byte[] block = new byte[BLOCK];
    byte[] zeros = new byte[BLOCK];
    long place = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (int n; (n = in.readNBytes(block, 0, BLOCK)) > 0; place += n) {
        if (!Arrays.equals(block, 0, n, zeros, 0, n)) {
          sha.update((place + " " + n + "\n").getBytes(StandardCharsets.UTF_8));
          sha.update(block, 0, n);
        }
      }
    }
    sha.update((place + "\n").getBytes(StandardCharsets.UTF_8));
    return new Digest(FileDigests.hex(sha.digest()));
  }
}
