package dev.sluice.model.pipeline;

import dev.sluice.model.file.Key;
import dev.sluice.model.file.KeyTable;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every key of the pipeline file, in the order in which one reads them. The one source of what
 * messages, {@code sluice explain} and the manual say; the JSON Schema is held to it by a test.
 */
public final class Keys {
  static final KeyTable TABLE =
      new KeyTable(
          Stream.of(FileKeys.ALL, ArtifactKeys.ALL, EnvironmentKeys.ALL, SuiteKeys.ALL)
              .flatMap(List::stream)
              .toList());

  private Keys() {}

  /** All keys, in the order of the manual. */
  public static List<Key> all() {
    return TABLE.all();
  }

  /** The names of the keys directly beneath a path, in the order of the manual. */
  static List<String> beneath(String path) {
    return TABLE.beneath(path);
  }

  /** The key with exactly this path. */
  static Key at(String path) {
    return TABLE.at(path);
  }
}
