package dev.sluice.trust.canonical;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads JSON that a stranger may have written. Refused: more bytes than the caller allows, bytes
 * that are not UTF-8, a byte order mark, duplicate names, more than {@value #DEPTH} levels, half
 * surrogate pairs, anything but white space after the value.
 */
public final class JsonReader {
  static final int DEPTH = 32;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // Names come from strangers: a shared table of them would only grow.
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(DEPTH).maxNumberLength(100).build())
          .build();

  private JsonReader() {}

  /**
   * Reads one value.
   *
   * @param limit largest number of bytes that are looked at
   */
  public static Json read(byte[] bytes, int limit) throws MalformedInput {
    if (bytes.length > limit) {
      throw new MalformedInput(bytes.length + " bytes are more than the " + limit + " allowed");
    }
    String text = decode(bytes);
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new MalformedInput("there is no JSON in it");
      }
      Json value = value(parser, first);
      if (parser.nextToken() != null) {
        throw new MalformedInput("something follows the JSON value");
      }
      return value;
    } catch (JacksonException e) {
      @Nullable TokenStreamLocation at = e.getLocation();
      String where = at == null ? "" : " at line " + at.getLineNr() + " column " + at.getColumnNr();
      throw new MalformedInput(
          "not JSON as it is read here"
              + where
              + ": "
              + PlainText.shown(String.valueOf(e.getOriginalMessage())));
    }
  }

  /** As {@link #read}, for a document that must be an object. */
  public static Json.Fields readFields(byte[] bytes, int limit) throws MalformedInput {
    if (read(bytes, limit) instanceof Json.Fields fields) {
      return fields;
    }
    throw new MalformedInput("the JSON value is not an object");
  }

  // Not left to the parser: it would guess UTF-16 and UTF-32 from the first bytes.
  private static String decode(byte[] bytes) throws MalformedInput {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      throw new MalformedInput("it is not UTF-8 text");
    }
  }

  private static Json value(JsonParser parser, JsonToken token) throws MalformedInput {
    return switch (token) {
      case START_OBJECT -> fields(parser);
      case START_ARRAY -> items(parser);
      case VALUE_STRING -> new Json.Text(wellFormed(parser.getString()));
      case VALUE_NUMBER_INT -> number(parser.getString());
      case VALUE_NUMBER_FLOAT -> new Json.OtherNumber(parser.getString());
      case VALUE_TRUE -> new Json.Flag(true);
      case VALUE_FALSE -> new Json.Flag(false);
      case VALUE_NULL -> new Json.Nothing();
      case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new MalformedInput("a JSON value is missing");
    };
  }

  private static Json fields(JsonParser parser) throws MalformedInput {
    Map<String, Json> byName = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = wellFormed(parser.currentName());
      byName.put(name, value(parser, parser.nextToken()));
    }
    return new Json.Fields(byName);
  }

  private static Json items(JsonParser parser) throws MalformedInput {
    List<Json> values = new ArrayList<>();
    for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
      values.add(value(parser, t));
    }
    return new Json.Items(values);
  }

  private static Json number(String literal) {
    try {
      long value = Long.parseLong(literal);
      // "-0" would be written back as "0": two writings of one value.
      if (Json.Whole.isExact(value) && !literal.equals("-0")) {
        return new Json.Whole(value);
      }
    } catch (NumberFormatException _) {
      // Beyond a long: kept as it stands, below.
    }
    return new Json.OtherNumber(literal);
  }

  private static String wellFormed(String text) throws MalformedInput {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new MalformedInput("a text holds half a surrogate pair");
    }
    return text;
  }
}
