package dev.sluice.model.pipeline;

import java.util.List;
import java.util.stream.Stream;

/**
 * Every key of the pipeline file, in the order in which one reads them. The one source of what
 * messages, {@code sluice explain} and the manual say; the JSON Schema is held to it by a test.
 */
public final class Keys {
  private static final List<Key> ALL =
      Stream.of(FileKeys.ALL, ArtifactKeys.ALL, EnvironmentKeys.ALL, SuiteKeys.ALL)
          .flatMap(List::stream)
          .toList();

  private Keys() {}

  /** All keys, in the order of the manual. */
  public static List<Key> all() {
    return ALL;
  }

  /** The names of the keys directly beneath a path, in the order of the manual. */
  static List<String> beneath(String path) {
    String prefix = path.isEmpty() ? "" : path + ".";
    return ALL.stream()
        .filter(key -> key.path().startsWith(prefix))
        .filter(key -> key.path().indexOf('.', prefix.length()) < 0)
        .map(Key::name)
        .toList();
  }

  /** Where a key of this name belongs, as people say it. */
  static List<String> homesOf(String name) {
    return ALL.stream().filter(key -> key.name().equals(name)).map(Key::spoken).toList();
  }

  /** The key with exactly this path. */
  static Key at(String path) {
    return ALL.stream()
        .filter(key -> key.path().equals(path))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no key " + path));
  }
}
