package dev.sluice.model.file;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Every key of one kind of file, in the order in which one reads them. */
public final class KeyTable {
  private final List<Key> all;
  private final Map<String, Key> byPath;
  private final Map<String, List<String>> beneath;

  public KeyTable(List<Key> keys) {
    all = List.copyOf(keys);
    Map<String, Key> paths = new LinkedHashMap<>();
    all.forEach(key -> paths.putIfAbsent(key.path(), key));
    byPath = Map.copyOf(paths);
    beneath =
        all.stream()
            .collect(
                Collectors.groupingBy(
                    KeyTable::parent, Collectors.mapping(Key::name, Collectors.toList())));
  }

  /** All keys, in the order of the manual. */
  public List<Key> all() {
    return all;
  }

  /** The names of the keys directly beneath a path, in the order of the manual. */
  public List<String> beneath(String path) {
    return beneath.getOrDefault(path, List.of());
  }

  private static String parent(Key key) {
    return key.path().substring(0, Math.max(0, key.path().lastIndexOf('.')));
  }

  /** Where a key of this name belongs, as people say it. */
  public List<String> homesOf(String name) {
    return all.stream().filter(key -> key.name().equals(name)).map(Key::spoken).toList();
  }

  /** The key with exactly this path. */
  public Key at(String path) {
    @Nullable Key key = byPath.get(path);
    if (key == null) {
      throw new IllegalStateException("no key " + path);
    }
    return key;
  }
}
