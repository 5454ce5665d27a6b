package dev.sluice.server.impact;

import dev.sluice.model.drill.Drill;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One drill as one line of JSON, format 1: {@code docs/formats/drills.md}. */
public final class DrillLine {
  static final int FORMAT = 1;

  /** Characters that a text of it may have. */
  public static final int MOST_TEXT = 4_096;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private DrillLine() {}

  /** It is no drill; the message is what is wrong with it. */
  public static final class Broken extends Exception {
    private static final long serialVersionUID = 1L;
    private final boolean newer;

    Broken(String message, boolean newer) {
      super(message);
      this.newer = newer;
    }

    /** Whether another release of Sluice may understand it. */
    public boolean isNewer() {
      return newer;
    }
  }

  /** Its values, without the format. */
  public static ObjectNode json(Drill drill) {
    ObjectNode node = JSON.createObjectNode();
    node.put("outcome", drill.outcome());
    node.put("fallback", drill.fallback());
    node.put("on", drill.on().toString());
    node.put("found", drill.found().word());
    node.put("by", drill.by());
    node.put("notes", drill.notes());
    return node;
  }

  /** The line, without its end. */
  public static String write(Drill drill) {
    ObjectNode line = JSON.createObjectNode();
    line.put("format", FORMAT);
    line.setAll(json(drill));
    return JSON.writeValueAsString(line);
  }

  /**
   * Reads a line.
   *
   * @throws Broken when it is no drill that this release knows
   */
  public static Drill read(String line) throws Broken {
    JsonNode node;
    try {
      node = JSON.readTree(line);
    } catch (JacksonException e) {
      throw new Broken("not JSON: " + e.getOriginalMessage(), false);
    }
    JsonNode format = node.path("format");
    if (!node.isObject() || !format.isInt()) {
      throw new Broken("no record of a drill: it has no format", false);
    }
    if (format.intValue() != FORMAT) {
      throw new Broken(
          "format %d is not known; this release of Sluice reads format %d"
              .formatted(format.intValue(), FORMAT),
          format.intValue() > FORMAT);
    }
    String found = text(node, "found");
    return new Drill(
        text(node, "outcome"),
        text(node, "fallback"),
        day(text(node, "on")),
        Drill.Found.of(found)
            .orElseThrow(
                () -> new Broken("found is \"%s\", not %s".formatted(found, words()), false)),
        text(node, "by"),
        notes(node));
  }

  /** {@code worked, partly, did-not-work}. */
  public static String words() {
    return Arrays.stream(Drill.Found.values())
        .map(Drill.Found::word)
        .collect(Collectors.joining(", "));
  }

  private static String text(JsonNode node, String key) throws Broken {
    JsonNode value = node.path(key);
    if (!value.isString() || value.stringValue().isBlank()) {
      throw new Broken("no text \"%s\"".formatted(key), false);
    }
    return bounded(key, value.stringValue());
  }

  private static @Nullable String notes(JsonNode node) throws Broken {
    JsonNode value = node.path("notes");
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isString()) {
      throw new Broken("\"notes\" is no text", false);
    }
    return bounded("notes", value.stringValue());
  }

  private static String bounded(String key, String text) throws Broken {
    if (text.length() > MOST_TEXT) {
      throw new Broken("\"%s\" has more than %,d characters".formatted(key, MOST_TEXT), false);
    }
    return text;
  }

  private static LocalDate day(String text) throws Broken {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new Broken("\"on\" is no day such as 2026-11-25", false);
    }
  }
}
