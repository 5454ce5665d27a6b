package dev.sluice.server.runner;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A run's evidence as one zip: what people and programs read first comes first, of long texts the
 * end is kept, and what does not fit is named in {@code left-out.txt}. The same files give the same
 * bytes.
 */
final class EvidenceArchive {
  /** Of all files together, before they are compressed: 64 MiB. */
  static final long LIMIT = 64L << 20;

  /** Of a console or log the last part, where panics are: 4 MiB. */
  static final long LONGEST_TEXT = 4L << 20;

  static final String LEFT_OUT = "left-out.txt";

  private static final int MOST_FILES = 2_000;

  // Zip has no time zone and begins in 1980; any fixed time will do.
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private static final List<String> FIRST =
      List.of(
          "result.json",
          "report.html",
          "junit.xml",
          ".proof.json",
          ".failed.json",
          ".combination.json",
          ".console.txt",
          ".channel.txt",
          ".ssh.txt");

  private EvidenceArchive() {}

  private record Item(Path file, String name, long size) {
    int rank() {
      for (int i = 0; i < FIRST.size(); i++) {
        if (name.endsWith(FIRST.get(i))) {
          return i;
        }
      }
      return FIRST.size();
    }

    boolean isText() {
      return name.endsWith(".txt") || name.endsWith(".jsonl") || name.endsWith(".log");
    }

    long kept() {
      return isText() ? Math.min(size, LONGEST_TEXT) : size;
    }
  }

  /**
   * Packs a folder.
   *
   * @param out files in folders of it are named as if they lay in it
   * @return false when there is nothing to pack: then no archive is made
   */
  static boolean pack(Path out, Path archive) throws IOException {
    return pack(out, archive, LIMIT);
  }

  static boolean pack(Path out, Path archive, long limit) throws IOException {
    List<Item> items = items(out);
    if (items.isEmpty()) {
      return false;
    }
    List<String> leftOut = new ArrayList<>();
    try (var zip =
        new ZipOutputStream(
            new BufferedOutputStream(Files.newOutputStream(archive)), StandardCharsets.UTF_8)) {
      long left = limit;
      int files = 0;
      for (Item item : items) {
        if (item.kept() > left || files == MOST_FILES) {
          leftOut.add(item.name() + "  " + item.size() + " bytes");
          continue;
        }
        left -= item.kept();
        files++;
        begin(zip, item.name());
        write(item, zip);
        zip.closeEntry();
      }
      if (!leftOut.isEmpty()) {
        begin(zip, LEFT_OUT);
        zip.write(
            ("An archive of evidence has at most "
                    + limit
                    + " bytes; these files did not fit, and the runner has removed them:\n"
                    + String.join("\n", leftOut)
                    + "\n")
                .getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    return true;
  }

  private static List<Item> items(Path out) throws IOException {
    List<Item> items = new ArrayList<>();
    try (Stream<Path> files = Files.walk(out)) {
      for (Path file : files.toList()) {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          items.add(new Item(file, name(out.relativize(file)), Files.size(file)));
        }
      }
    }
    items.sort(Comparator.comparingInt(Item::rank).thenComparing(Item::name));
    return items;
  }

  /** Without the folder that the lab made for this one run. */
  private static String name(Path relative) {
    Path name =
        relative.getNameCount() == 1 ? relative : relative.subpath(1, relative.getNameCount());
    return name.toString();
  }

  private static void begin(ZipOutputStream zip, String name) throws IOException {
    var entry = new ZipEntry(name);
    entry.setTimeLocal(TIME);
    zip.putNextEntry(entry);
  }

  private static void write(Item item, OutputStream zip) throws IOException {
    long skipped = item.size() - item.kept();
    try (var file = new RandomAccessFile(item.file().toFile(), "r")) {
      if (skipped > 0) {
        zip.write(
            ("[the first " + skipped + " of " + item.size() + " bytes are cut off]\n")
                .getBytes(StandardCharsets.UTF_8));
      }
      file.seek(skipped);
      byte[] buffer = new byte[1 << 16];
      long left = item.kept();
      while (left > 0) {
        int read = file.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          return;
        }
        zip.write(buffer, 0, read);
        left -= read;
      }
    }
  }
}
