package dev.sluice.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The user's file about the server they use: lines {@code url=}, {@code token-file=} and {@code
 * fingerprint=}, and comments.
 *
 * @param tokenFile absolute; written relative it is beneath the file's folder
 */
record ServerFile(
    Path path, @Nullable String url, @Nullable Path tokenFile, @Nullable String fingerprint) {
  /**
   * Reads it; one that is not there says nothing.
   *
   * @throws Unusable with the line that is wrong
   */
  static ServerFile read(Path path) {
    SettingsFile file = SettingsFile.read(path, List.of("url", "token-file", "fingerprint"));
    return new ServerFile(
        path,
        file.values().get("url"),
        file.value("token-file").map(path::resolveSibling).orElse(null),
        file.values().get("fingerprint"));
  }
}
