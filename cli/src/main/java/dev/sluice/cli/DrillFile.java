package dev.sluice.cli;

import dev.sluice.model.drill.Drill;
import dev.sluice.model.drill.Drills;
import dev.sluice.server.impact.DrillLine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The record of drills beside a file of outcomes: {@code docs/formats/drills.md}. A line that was
 * acknowledged is never changed.
 */
final class DrillFile {
  static final String NAME = "drills.jsonl";
  static final int MOST_BYTES = 8 << 20;

  private final Path file;
  private final Disk disk;

  DrillFile(Path file) {
    this(file, FileChannel::write);
  }

  /** With a disk that may be full, for tests. */
  DrillFile(Path file, Disk disk) {
    this.file = file;
    this.disk = disk;
  }

  /** Writes some of the bytes, as {@link FileChannel#write(ByteBuffer, long)} does. */
  @FunctionalInterface
  interface Disk {
    int write(FileChannel channel, ByteBuffer bytes, long at) throws IOException;
  }

  /** The record that belongs to a file of outcomes. */
  static DrillFile of(Path outcomes) {
    return new DrillFile(outcomes.resolveSibling(NAME));
  }

  Path path() {
    return file;
  }

  boolean exists() {
    return Files.exists(file);
  }

  /**
   * What was read.
   *
   * @param whole how many bytes of the file are lines that count
   * @param endsLine whether the last of them has its line end
   * @param cut the beginning of a line that was never written whole; empty when there is none
   */
  record Content(Drills drills, long whole, boolean endsLine, String cut) {}

  /**
   * All records; none when there is no file.
   *
   * @throws Unusable when it is no record of drills, with the line
   */
  Content read() {
    if (!exists()) {
      return new Content(Drills.NONE, 0, true, "");
    }
    judgeKind();
    try (InputStream in = Files.newInputStream(file)) {
      return content(in.readNBytes(MOST_BYTES + 1));
    } catch (IOException e) {
      throw new Unusable("sluice: the record of drills cannot be read: " + Unusable.reason(e));
    }
  }

  /**
   * Adds a record, or leaves the file as it was.
   *
   * @return what was read before
   * @throws Unusable when the disk does not take it
   */
  Content add(Drill drill) {
    if (exists()) {
      judgeKind();
    }
    boolean isNew = !exists();
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      // Two who record at once must not write over each other.
      try (var _ = channel.lock()) {
        Content before =
            content(Channels.newInputStream(channel.position(0)).readNBytes(MOST_BYTES + 1));
        byte[] line =
            (before.endsLine() ? "" : "\n")
                .concat(DrillLine.write(drill) + "\n")
                .getBytes(StandardCharsets.UTF_8);
        if (before.whole() + line.length > MOST_BYTES) {
          throw new Unusable(
              "sluice drill record: %s would be larger than %d MiB"
                  .formatted(file, MOST_BYTES >> 20),
              "  move it elsewhere and keep of each outcome the last lines");
        }
        append(channel, before.whole(), line);
        if (isNew) {
          forceFolder();
        }
        return before;
      }
    } catch (IOException e) {
      throw new Unusable(
          "sluice drill record: nothing was recorded: " + Unusable.reason(e),
          "  make room or name another --file, and record it again");
    }
  }

  private void append(FileChannel channel, long at, byte[] line) throws IOException {
    try {
      var bytes = ByteBuffer.wrap(line);
      long next = at;
      while (bytes.hasRemaining()) {
        next += disk.write(channel, bytes, next);
      }
      // Only what a cut-off line had beyond: the new line may be the shorter one.
      channel.truncate(next);
      channel.force(true);
    } catch (IOException e) {
      try {
        channel.truncate(at);
      } catch (IOException second) {
        // What is left is a line without an end, which readers pass over.
        e.addSuppressed(second);
      }
      throw e;
    }
  }

  /** Else the name of a new file itself can vanish with the power. */
  private void forceFolder() throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private void judgeKind() {
    if (!Files.isRegularFile(file)) {
      throw new Unusable("sluice: the record of drills, %s, is not a regular file".formatted(file));
    }
  }

  private Content content(byte[] bytes) {
    if (bytes.length > MOST_BYTES) {
      throw new Unusable(
          "sluice: %s is larger than %d MiB".formatted(file, MOST_BYTES >> 20),
          "  keep of each outcome the last lines");
    }
    List<Drill> drills = new ArrayList<>();
    int from = 0;
    int number = 1;
    for (int at = 0; at < bytes.length; at++) {
      if (bytes[at] == '\n') {
        add(drills, Arrays.copyOfRange(bytes, from, at), number++);
        from = at + 1;
      }
    }
    if (from == bytes.length) {
      return new Content(new Drills(drills), from, true, "");
    }
    byte[] rest = Arrays.copyOfRange(bytes, from, bytes.length);
    @Nullable Drill last = lastOf(rest);
    if (last == null) {
      return new Content(new Drills(drills), from, true, new String(rest, StandardCharsets.UTF_8));
    }
    // An editor that leaves the last line end out.
    drills.add(last);
    return new Content(new Drills(drills), bytes.length, false, "");
  }

  private void add(List<Drill> drills, byte[] line, int number) {
    String text = text(line);
    if (text != null && text.isBlank()) {
      return;
    }
    try {
      drills.add(DrillLine.read(text == null ? "" : text));
    } catch (DrillLine.Broken e) {
      throw new Unusable(
          "%s:%d:1: %s".formatted(file, number, e.getMessage()),
          "  what drills found must be known before it can be told which fallbacks count;",
          "  put the line right, or delete it and record the drill again: docs/formats/drills.md");
    }
  }

  private static @Nullable Drill lastOf(byte[] line) {
    String text = text(line);
    try {
      return text == null ? null : DrillLine.read(text);
    } catch (DrillLine.Broken e) {
      return e.isNewer() ? throwing(e) : null;
    }
  }

  private static Drill throwing(DrillLine.Broken e) {
    throw new Unusable("sluice: " + NAME + ": " + e.getMessage());
  }

  private static @Nullable String text(byte[] line) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
