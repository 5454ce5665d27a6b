package dev.sluice.proving.environment.qemu;

import dev.sluice.model.Digest;
import dev.sluice.proving.environment.FileDigests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a warm state's folder holds: docs/formats/warm-state.md, the file {@code manifest}.
 *
 * @param environment that it was made for, by its name in the pipeline file
 */
record WarmManifest(String environment, String qemu, Instant made, SortedMap<String, Entry> files) {
  static final String NAME = "manifest";
  private static final String FIRST_LINE = "sluice warm state 1";
  private static final int BOUND = 16 * 1024;
  private static final Pattern FILE =
      Pattern.compile("file ([a-z0-9.]{1,32}) ([0-9]{1,18}) (-?[0-9]{1,18}) ([0-9a-f]{64})");

  /** One file, as it was when the state was made. */
  record Entry(long bytes, long modifiedMillis, Digest digest) {
    static Entry of(Path file) throws IOException {
      return new Entry(
          Files.size(file), Files.getLastModifiedTime(file).toMillis(), FileDigests.hash(file));
    }
  }

  WarmManifest {
    files = new TreeMap<>(files);
  }

  void write(Path folder) throws IOException {
    var text = new StringBuilder(FIRST_LINE + "\n");
    text.append("environment ").append(environment).append('\n');
    text.append("qemu ").append(qemu).append('\n');
    text.append("made ").append(made).append('\n');
    for (Map.Entry<String, Entry> file : files.entrySet()) {
      Entry entry = file.getValue();
      text.append("file ").append(file.getKey());
      text.append(' ').append(entry.bytes).append(' ').append(entry.modifiedMillis);
      text.append(' ').append(entry.digest.hex()).append('\n');
    }
    Files.writeString(folder.resolve(NAME), text.append("end\n"));
  }

  /** Empty when there is none, or when it is not whole. */
  static Optional<WarmManifest> read(Path folder) throws IOException {
    Path file = folder.resolve(NAME);
    if (!Files.isRegularFile(file) || Files.size(file) > BOUND) {
      return Optional.empty();
    }
    List<String> lines =
        new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
    if (lines.size() < 5
        || !lines.get(0).equals(FIRST_LINE)
        || !lines.get(1).startsWith("environment ")
        || !lines.get(2).startsWith("qemu ")
        || !lines.get(3).startsWith("made ")
        || !lines.getLast().equals("end")) {
      return Optional.empty();
    }
    SortedMap<String, Entry> files = new TreeMap<>();
    for (String line : lines.subList(4, lines.size() - 1)) {
      Matcher entry = FILE.matcher(line);
      if (!entry.matches()) {
        return Optional.empty();
      }
      files.put(
          entry.group(1),
          new Entry(
              Long.parseLong(entry.group(2)),
              Long.parseLong(entry.group(3)),
              new Digest(entry.group(4))));
    }
    try {
      return Optional.of(
          new WarmManifest(
              lines.get(1).substring("environment ".length()),
              lines.get(2).substring("qemu ".length()),
              Instant.parse(lines.get(3).substring("made ".length())),
              files));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /**
   * What is not as it was, in words; empty when all is well by what costs little to look at: size
   * and time of every file, and the content of the small ones.
   *
   * @param hashed the files whose content is looked at
   */
  Optional<String> trouble(Path folder, List<String> hashed) throws IOException {
    for (Map.Entry<String, Entry> named : files.entrySet()) {
      Path file = folder.resolve(named.getKey());
      Entry entry = named.getValue();
      if (!Files.isRegularFile(file)) {
        return Optional.of(named.getKey() + " is missing");
      }
      if (Files.size(file) != entry.bytes) {
        return Optional.of(
            named.getKey() + " has " + Files.size(file) + " bytes, not " + entry.bytes);
      }
      if (Files.getLastModifiedTime(file).toMillis() != entry.modifiedMillis) {
        return Optional.of(named.getKey() + " was written to");
      }
      if (hashed.contains(named.getKey()) && !FileDigests.hash(file).equals(entry.digest)) {
        return Optional.of(named.getKey() + " has another content");
      }
    }
    return Optional.empty();
  }

  long bytes() {
    return files.values().stream().mapToLong(Entry::bytes).sum();
  }
}
