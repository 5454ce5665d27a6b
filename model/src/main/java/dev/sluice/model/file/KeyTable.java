package dev.sluice.model.file;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every key of one kind of file, in the order in which one reads them. */
public final class KeyTable {
  private final List<Key> all;
  private final Map<String, Key> byPath;

  public KeyTable(List<Key> keys) {
    all = List.copyOf(keys);
    Map<String, Key> paths = new LinkedHashMap<>();
    all.forEach(key -> paths.putIfAbsent(key.path(), key));
    byPath = Map.copyOf(paths);
  }

  /** All keys, in the order of the manual. */
  public List<Key> all() {
    return all;
  }

  /** The names of the keys directly beneath a path, in the order of the manual. */
  public List<String> beneath(String path) {
    String prefix = path.isEmpty() ? "" : path + ".";
    return all.stream()
        .filter(key -> key.path().startsWith(prefix))
        .filter(key -> key.path().indexOf('.', prefix.length()) < 0)
        .map(Key::name)
        .toList();
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
