package dev.sluice.server.api;

import dev.sluice.server.wire.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Reads JSON that somebody sends: bounded, complete, and nothing in it that is not known. */
final class Bodies {
  private Bodies() {}

  /** All of a document. */
  static byte[] bytes(InputStream stream) {
    byte[] bytes;
    try {
      bytes = stream.readNBytes(Wire.LIMIT + 1);
    } catch (IOException e) {
      throw new UncheckedIOException("the body did not arrive", e);
    }
    if (bytes.length > Wire.LIMIT) {
      throw Problems.tooLarge(
          "This document is larger than %,d bytes; upload files as content instead"
              .formatted(Wire.LIMIT));
    }
    return bytes;
  }

  static <T extends Record> T read(InputStream stream, Class<T> type) {
    byte[] bytes = bytes(stream);
    if (bytes.length == 0) {
      throw Problems.malformed("A JSON document is needed, and nothing came");
    }
    T value;
    try {
      value = Wire.STRICT.readValue(bytes, type);
    } catch (StreamConstraintsException _) {
      throw Problems.tooLarge(
          "The document is nested too deeply, or a name or text in it is too long");
    } catch (StreamReadException e) {
      throw Problems.malformed("This is no JSON: " + at(e) + e.getOriginalMessage());
    } catch (UnrecognizedPropertyException e) {
      throw Problems.invalid(
          "\"%s\" is not known here; known are %s"
              .formatted(e.getPropertyName(), e.getKnownPropertyIds()));
    } catch (JacksonException e) {
      throw Problems.invalid(
          "The document does not fit: " + at(e) + firstLine(e.getOriginalMessage()));
    }
    if (value == null) {
      throw Problems.invalid("The document is null");
    }
    missing(value)
        .ifPresent(
            name -> {
              throw Problems.invalid("\"" + name + "\" is missing");
            });
    return value;
  }

  /** The name of a component that may not be null and is; JSON leaves out what it likes. */
  private static Optional<String> missing(Record value) {
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      if (component.getType().isPrimitive()
          || component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        continue;
      }
      Object part;
      try {
        part = component.getAccessor().invoke(value);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("records of the wire are public", e);
      }
      if (part == null) {
        return Optional.of(kebab(component.getName()));
      }
    }
    return Optional.empty();
  }

  private static String kebab(String name) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isUpperCase(c)) {
        text.append('-').append(Character.toLowerCase(c));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  private static String at(JacksonException e) {
    var place = e.getLocation();
    return place == null || place.getLineNr() < 1
        ? ""
        : "line %d, column %d: ".formatted(place.getLineNr(), place.getColumnNr());
  }

  private static String firstLine(@Nullable String text) {
    return text == null ? "" : text.lines().findFirst().orElse("");
  }
}
