package dev.sluice.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A small file of lines {@code key=value} and comments.
 *
 * @param lines by key, where it stands, from 1
 */
record SettingsFile(Path path, Map<String, String> values, Map<String, Integer> lines) {
  private static final int MOST_BYTES = 16 * 1024;

  SettingsFile {
    values = Map.copyOf(values);
    lines = Map.copyOf(lines);
  }

  /**
   * Reads it; one that is not there says nothing.
   *
   * @param keys that it may have
   * @throws Unusable with the line that is wrong
   */
  static SettingsFile read(Path path, List<String> keys) {
    byte[] content;
    try (InputStream in = Files.newInputStream(path)) {
      content = in.readNBytes(MOST_BYTES + 1);
    } catch (NoSuchFileException e) {
      return new SettingsFile(path, Map.of(), Map.of());
    } catch (IOException e) {
      throw new Unusable("sluice: " + Unusable.reason(e));
    }
    if (content.length > MOST_BYTES) {
      throw new Unusable("sluice: %s is longer than %,d bytes".formatted(path, MOST_BYTES));
    }
    return parse(path, new String(content, StandardCharsets.UTF_8), keys);
  }

  private static SettingsFile parse(Path path, String text, List<String> keys) {
    Map<String, String> values = new HashMap<>();
    Map<String, Integer> lines = new HashMap<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String stripped = line.strip();
      if (stripped.isEmpty() || stripped.startsWith("#")) {
        continue;
      }
      int equals = stripped.indexOf('=');
      String key = equals < 0 ? stripped : stripped.substring(0, equals).strip();
      if (equals < 0 || !keys.contains(key)) {
        throw new Unusable(
            "%s:%d: expected one of %s%s"
                .formatted(path, number, String.join("=, ", keys) + "=", NearWord.hint(key, keys)));
      }
      if (values.put(key, stripped.substring(equals + 1).strip()) != null) {
        throw new Unusable("%s:%d: %s= a second time".formatted(path, number, key));
      }
      lines.put(key, number);
    }
    return new SettingsFile(path, values, lines);
  }

  Optional<String> value(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** As people look for it: {@code FILE:3}. */
  String place(String key) {
    return path + ":" + lines.getOrDefault(key, 1);
  }
}
