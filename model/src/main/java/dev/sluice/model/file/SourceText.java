package dev.sluice.model.file;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text of a file and its lines.
 *
 * @param firstBadByte offset of the first byte that is not UTF-8, or -1
 */
public record SourceText(String text, List<String> lines, int firstBadByte) {
  public static final SourceText EMPTY = new SourceText("", List.of(""), -1);

  public SourceText {
    lines = List.copyOf(lines);
  }

  public static SourceText decode(byte[] content) {
    var bytes = ByteBuffer.wrap(content);
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(bytes)
              .toString();
      return new SourceText(text, split(text), -1);
    } catch (CharacterCodingException e) {
      // The decoder leaves the buffer at the byte that it could not take.
      String before = new String(content, 0, bytes.position(), StandardCharsets.UTF_8);
      return new SourceText(before, split(before), bytes.position());
    }
  }

  // YAML's own line ends, so that positions agree with the parser's.
  private static List<String> split(String text) {
    List<String> lines = new ArrayList<>();
    int from = 0;
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c != '\n' && c != '\r') {
        continue;
      }
      lines.add(text.substring(from, at));
      if (c == '\r' && at + 1 < text.length() && text.charAt(at + 1) == '\n') {
        at++;
      }
      from = at + 1;
    }
    if (from < text.length() || lines.isEmpty()) {
      lines.add(text.substring(from));
    }
    return lines;
  }

  /** The text of a line, counted from 1. */
  public String line(int number) {
    return lines.get(number - 1);
  }

  /** The nearest span that lies inside the file; a text that spans lines is marked on its first. */
  public Span clamp(Span span) {
    if (span.line() > lines.size()) {
      int last = lines.size();
      return new Span(last, codePoints(last) + 1, 0);
    }
    int width = codePoints(span.line());
    int column = Math.min(span.column(), width + 1);
    return new Span(span.line(), column, Math.min(span.length(), width + 1 - column));
  }

  private int codePoints(int line) {
    String text = line(line);
    return text.codePointCount(0, text.length());
  }

  /** Whether the characters are such as a file may have; reports those that are not. */
  public boolean isReadable(Findings findings) {
    if (firstBadByte >= 0) {
      int last = lines.size();
      boolean atLineStart = text.endsWith("\n") || text.endsWith("\r");
      findings.add(
          new Span(last, atLineStart ? 1 : codePoints(last) + 1, 0),
          "byte %s is not UTF-8".formatted(Quoted.count(firstBadByte)),
          "save the file as UTF-8, without a byte order mark");
      return false;
    }
    for (int line = 1; line <= lines.size(); line++) {
      int column = 1;
      for (int c : line(line).codePoints().toArray()) {
        @Nullable String why = refused(c);
        if (why != null) {
          findings.add(new Span(line, column, 1), "%s U+%04X".formatted(why, c), "delete it here");
        }
        column++;
      }
    }
    return findings.none();
  }

  private static @Nullable String refused(int c) {
    if (c == 0xFEFF) {
      return "byte order mark";
    }
    // These make an editor show another order than the one that is read.
    if ((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069)) {
      return "invisible direction mark";
    }
    if (c != '\t' && Character.isISOControl(c)) {
      return "control character";
    }
    if (c == 0xFFFE || c == 0xFFFF) {
      return "character that is no character";
    }
    return null;
  }
}
