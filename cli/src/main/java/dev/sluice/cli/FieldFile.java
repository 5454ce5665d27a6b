package dev.sluice.cli;

import dev.sluice.model.pipeline.Pipeline;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads from disk what hosts report: {@code sluice check --field}. */
final class FieldFile {
  static final int MAX_BYTES = 64 << 20;

  private FieldFile() {}

  /**
   * Reads and counts.
   *
   * @throws Unusable when there is no file that could be read as text
   */
  static FieldTable.Counted read(Path file, Pipeline pipeline) {
    byte[] content;
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw new Unusable("sluice check: " + file + " is not a regular file");
      }
      try (InputStream in = Files.newInputStream(file)) {
        content = in.readNBytes(MAX_BYTES + 1);
      }
    } catch (NoSuchFileException e) {
      throw new Unusable(
          "sluice check: no file " + file,
          "  --field takes a CSV file of what hosts report, with a header: os,version,hosts");
    } catch (IOException e) {
      throw new Unusable("sluice check: what hosts report cannot be read: " + Unusable.reason(e));
    }
    if (content.length > MAX_BYTES) {
      throw new Unusable(
          "%s:1:1: the file has more than 64 MiB".formatted(file),
          "  give each kind of host one row, and their number in a column hosts");
    }
    return new FieldTable(file.toString(), text(file, content), pipeline).count();
  }

  private static String text(Path file, byte[] content) {
    // At most one character a byte.
    var out = CharBuffer.allocate(content.length);
    var in = ByteBuffer.wrap(content);
    CoderResult result =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .decode(in, out, true);
    out.flip();
    String text = out.toString();
    if (result.isError()) {
      int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
      String before = text.substring(text.lastIndexOf('\n') + 1);
      throw new Unusable(
          "%s:%d:%d: this is not UTF-8"
              .formatted(file, line, before.codePointCount(0, before.length()) + 1),
          "  save it as UTF-8");
    }
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }
}
