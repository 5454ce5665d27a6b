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
import org.jspecify.annotations.Nullable;

/**
 * The user's file about the server they use: lines {@code url=}, {@code token-file=} and {@code
 * fingerprint=}, and comments.
 *
 * @param tokenFile absolute; written relative it is beneath the file's folder
 */
record ServerFile(
    Path path, @Nullable String url, @Nullable Path tokenFile, @Nullable String fingerprint) {
  private static final int MOST_BYTES = 16 * 1024;
  private static final List<String> KEYS = List.of("url", "token-file", "fingerprint");

  /**
   * Reads it; one that is not there says nothing.
   *
   * @throws Unusable with the line that is wrong
   */
  static ServerFile read(Path path) {
    byte[] content;
    try (InputStream in = Files.newInputStream(path)) {
      content = in.readNBytes(MOST_BYTES + 1);
    } catch (NoSuchFileException e) {
      return new ServerFile(path, null, null, null);
    } catch (IOException e) {
      throw new Unusable("sluice: " + Unusable.reason(e));
    }
    if (content.length > MOST_BYTES) {
      throw new Unusable("sluice: %s is longer than %,d bytes".formatted(path, MOST_BYTES));
    }
    return parse(path, new String(content, StandardCharsets.UTF_8));
  }

  private static ServerFile parse(Path path, String text) {
    Map<String, String> values = new HashMap<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String stripped = line.strip();
      if (stripped.isEmpty() || stripped.startsWith("#")) {
        continue;
      }
      int equals = stripped.indexOf('=');
      String key = equals < 0 ? stripped : stripped.substring(0, equals).strip();
      if (equals < 0 || !KEYS.contains(key)) {
        String near = NearWord.to(key, KEYS);
        throw new Unusable(
            "%s:%d: expected url=, token-file= or fingerprint=%s"
                .formatted(path, number, near == null ? "" : "; did you mean " + near + "?"));
      }
      if (values.put(key, stripped.substring(equals + 1).strip()) != null) {
        throw new Unusable("%s:%d: %s= a second time".formatted(path, number, key));
      }
    }
    String token = values.get("token-file");
    return new ServerFile(
        path,
        values.get("url"),
        token == null ? null : path.resolveSibling(token),
        values.get("fingerprint"));
  }
}
