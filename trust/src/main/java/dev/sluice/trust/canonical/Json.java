package dev.sluice.trust.canonical;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON value. */
public sealed interface Json {
  /** Any text. */
  record Text(String value) implements Json {}

  /** A whole number that every JSON reader takes exactly: within ±(2^53 − 1). */
  record Whole(long value) implements Json {
    /** 2^53 − 1, the largest integer that survives a reader which keeps numbers as doubles. */
    public static final long MAX = (1L << 53) - 1;

    public Whole {
      if (!isExact(value)) {
        throw new IllegalArgumentException("beyond ±(2^53 − 1): " + value);
      }
    }

    public static boolean isExact(long value) {
      return -MAX <= value && value <= MAX;
    }
  }

  /** A number that canonical JSON cannot write: with a fraction, an exponent, or too large. */
  record OtherNumber(String literal) implements Json {}

  /** {@code true} or {@code false}. */
  record Flag(boolean value) implements Json {}

  /** {@code null}. */
  record Nothing() implements Json {}

  /** An array. */
  record Items(List<Json> values) implements Json {
    public Items {
      values = List.copyOf(values);
    }
  }

  /**
   * An object. The accessors refuse what is absent or of another type, naming the field, and ignore
   * fields that nobody asks for.
   */
  record Fields(Map<String, Json> byName) implements Json {
    public Fields {
      byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }

    public boolean has(String name) {
      return byName.containsKey(name);
    }

    public String text(String name) throws MalformedInput {
      if (required(name) instanceof Text(var value)) {
        return value;
      }
      throw wrong(name, "text");
    }

    public long whole(String name) throws MalformedInput {
      if (required(name) instanceof Whole(long value)) {
        return value;
      }
      throw wrong(name, "a whole number");
    }

    public List<Json> items(String name) throws MalformedInput {
      if (required(name) instanceof Items(var values)) {
        return values;
      }
      throw wrong(name, "a list");
    }

    public Fields fields(String name) throws MalformedInput {
      if (required(name) instanceof Fields fields) {
        return fields;
      }
      throw wrong(name, "an object");
    }

    private Json required(String name) throws MalformedInput {
      @Nullable Json value = byName.get(name);
      if (value == null) {
        throw new MalformedInput("field " + PlainText.quoted(name) + " is missing");
      }
      return value;
    }

    private static MalformedInput wrong(String name, String expected) {
      return new MalformedInput("field " + PlainText.quoted(name) + " is not " + expected);
    }
  }
}
