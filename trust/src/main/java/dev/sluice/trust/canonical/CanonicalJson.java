package dev.sluice.trust.canonical;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;

/**
 * Writes OLPC canonical JSON: no white space, names sorted by code point, only {@code \} and {@code
 * "} escaped, whole numbers only.
 */
public final class CanonicalJson {
  private CanonicalJson() {}

  /**
   * The one writing of a value.
   *
   * @throws IllegalArgumentException for {@link Json.OtherNumber} and for text with half a
   *     surrogate pair: they have no canonical writing, and only our own code makes the values
   *     written here
   */
  public static byte[] write(Json value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(value, out);
    return out.toByteArray();
  }

  private static void write(Json value, ByteArrayOutputStream out) {
    switch (value) {
      case Json.Text(var text) -> quote(text, out);
      case Json.Whole(long number) -> ascii(Long.toString(number), out);
      case Json.OtherNumber(var literal) ->
          throw new IllegalArgumentException("not a whole number within ±(2^53 − 1): " + literal);
      case Json.Flag(boolean flag) -> ascii(Boolean.toString(flag), out);
      case Json.Nothing() -> ascii("null", out);
      case Json.Items(var values) -> {
        out.write('[');
        for (Iterator<Json> i = values.iterator(); i.hasNext(); ) {
          write(i.next(), out);
          if (i.hasNext()) {
            out.write(',');
          }
        }
        out.write(']');
      }
      case Json.Fields(var byName) -> {
        out.write('{');
        Iterator<Map.Entry<String, Json>> i =
            byName.entrySet().stream()
                .sorted((a, b) -> compareCodePoints(a.getKey(), b.getKey()))
                .iterator();
        while (i.hasNext()) {
          Map.Entry<String, Json> field = i.next();
          quote(field.getKey(), out);
          out.write(':');
          write(field.getValue(), out);
          if (i.hasNext()) {
            out.write(',');
          }
        }
        out.write('}');
      }
    }
  }

  // UTF-8 keeps the order of code points; String.compareTo, by UTF-16 unit, does not beyond U+FFFF.
  private static int compareCodePoints(String a, String b) {
    return Arrays.compareUnsigned(utf8(a), utf8(b));
  }

  private static void quote(String text, ByteArrayOutputStream out) {
    out.write('"');
    for (byte b : utf8(text)) {
      if (b == '"' || b == '\\') {
        out.write('\\');
      }
      out.write(b);
    }
    out.write('"');
  }

  private static byte[] utf8(String text) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("half a surrogate pair in " + PlainText.quoted(text), e);
    }
  }

  private static void ascii(String text, ByteArrayOutputStream out) {
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }
}
