package dev.sluice.proving.environment.machine;

import dev.sluice.model.Digest;
import dev.sluice.proving.environment.EnvironmentException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The prover's files that a machine of the owner's is given, each with its digest. */
final class SentFiles {
  private static final int MOST_FILES = 20_000;
  private static final long MOST_BYTES = 8L << 30;

  /** What the slowest link that is worth waiting for carries. */
  private static final long BYTES_PER_SECOND = 256 * 1024;

  private static final Pattern WRONG =
      Pattern.compile("^sluice-wrong ([0-9]{1,6})\\s*$", Pattern.MULTILINE);
  private static final Pattern COMPARED =
      Pattern.compile("^sluice-compared (YES|NO)\\s*$", Pattern.MULTILINE);

  private final Path root;
  private final List<Dialect.Expected> files;
  private final long bytes;

  private SentFiles(Path root, List<Dialect.Expected> files, long bytes) {
    this.root = root;
    this.files = List.copyOf(files);
    this.bytes = bytes;
  }

  /** Reads the folder; whoever changes it afterwards is found out on the machine. */
  static SentFiles of(Path root) {
    List<Dialect.Expected> files = new ArrayList<>();
    long bytes = 0;
    try (Stream<Path> found = Files.walk(root)) {
      for (Path file : found.filter(Files::isRegularFile).sorted().toList()) {
        bytes += Files.size(file);
        files.add(new Dialect.Expected(name(root.relativize(file)), digest(file)));
        if (files.size() > MOST_FILES || bytes > MOST_BYTES) {
          throw new EnvironmentException(
              "more than "
                  + MOST_FILES
                  + " files or 8 GiB are to be copied to the machine; name fewer samples");
        }
      }
    } catch (IOException | UncheckedIOException e) {
      throw new EnvironmentException(root + " cannot be read: " + e.getMessage(), e);
    }
    return new SentFiles(root, files, bytes);
  }

  private static String name(Path relative) {
    List<String> parts = new ArrayList<>();
    relative.forEach(part -> parts.add(part.toString()));
    return String.join("/", parts);
  }

  private static Digest digest(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[64 * 1024];
      for (int n; (n = in.read(buffer)) >= 0; ) {
        digest.update(buffer, 0, n);
      }
      return new Digest(HexFormat.of().formatHex(digest.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  List<Dialect.Expected> expected() {
    return files;
  }

  /** How long copying all of it may take, beyond what the machine takes for anything. */
  Duration limit() {
    return Duration.ofSeconds(30 + bytes / BYTES_PER_SECOND + files.size() / 4);
  }

  SequencedMap<String, Path> all() {
    SequencedMap<String, Path> all = new LinkedHashMap<>();
    files.forEach(file -> all.put(file.name(), root.resolve(file.name())));
    return all;
  }

  /** What a machine's comparison came to. */
  sealed interface Comparison {
    /** The names of the files that are missing or different there. */
    record Wrong(Map<String, Path> files) implements Comparison {}

    /** The machine has nothing to make digests with. */
    record Unknown() implements Comparison {}
  }

  /** Reads what {@link Dialect#compare} printed. */
  Comparison comparison(String output) {
    Matcher compared = COMPARED.matcher(output);
    if (!compared.find()) {
      throw new EnvironmentException(
          "the machine did not compare the files it was given: "
              + output.lines().limit(3).toList());
    }
    if (compared.group(1).equals("NO")) {
      return new Comparison.Unknown();
    }
    var numbers = new TreeSet<Integer>();
    WRONG.matcher(output).results().forEach(line -> numbers.add(Integer.valueOf(line.group(1))));
    Map<String, Path> wrong = new LinkedHashMap<>();
    for (int number : numbers) {
      if (number < files.size()) {
        String name = files.get(number).name();
        wrong.put(name, root.resolve(name));
      }
    }
    return new Comparison.Wrong(wrong);
  }
}
