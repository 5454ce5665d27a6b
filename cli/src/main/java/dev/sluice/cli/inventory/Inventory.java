package dev.sluice.cli.inventory;

import dev.sluice.model.Version;
import dev.sluice.model.outcome.Thing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects what files say. Belongs to one thread. */
final class Inventory {
  private static final int MOST_NAME = 64;
  private static final Pattern FOREIGN = Pattern.compile("[^a-z0-9.-]+");
  // YAML takes some of these for no text, and the file some for a word of its own.
  private static final Set<String> TAKEN = Set.of("true", "false", "null", "own");

  private final Map<Thing.Kind, Map<String, Entry>> entries = new HashMap<>();
  private final Map<String, Entry> byName = new HashMap<>();
  // Counted on for each name, since a hostile file has many of one.
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Set<String> left = new LinkedHashSet<>();

  /** Something that will stand in the file. */
  static final class Entry {
    final Thing.Kind kind;
    final String name;
    final String title;
    final Set<String> names = new LinkedHashSet<>();
    boolean isListed;
    @Nullable String word;
    @Nullable Long hosts;

    private Entry(Thing.Kind kind, String name, String title) {
      this.kind = kind;
      this.name = name;
      this.title = title;
    }

    /** What it runs or needs; from then on that is known. */
    void list(String other) {
      isListed = true;
      names.add(other);
    }
  }

  /** The entry of what is called so elsewhere; made when there is none. */
  Entry entry(Thing.Kind kind, String title) {
    return entries
        .computeIfAbsent(kind, _ -> new LinkedHashMap<>())
        .computeIfAbsent(title, _ -> made(kind, title));
  }

  boolean has(Thing.Kind kind, String title) {
    return entries.getOrDefault(kind, Map.of()).containsKey(title);
  }

  private Entry made(Thing.Kind kind, String title) {
    String wish = name(title);
    Entry other = byName.get(wish);
    String name = wish;
    if (other != null) {
      // Names are unique among all things of the file.
      String suffix = "-" + (kind == Thing.Kind.GROUP ? "hosts" : kind.word());
      name = cut(wish, MOST_NAME - suffix.length()) + suffix;
      while (byName.containsKey(name)) {
        String number = suffix + "-" + numbers.merge(wish, 1, Integer::sum);
        name = cut(wish, MOST_NAME - number.length()) + number;
      }
      leave(
          "\"%s\" and \"%s\" would have one name: the second is written %s; put right what is one thing"
              .formatted(other.title, title, name));
    }
    var entry = new Entry(kind, name, title);
    byName.put(name, entry);
    return entry;
  }

  private static String name(String title) {
    String slug = FOREIGN.matcher(title.toLowerCase(Locale.ROOT)).replaceAll("-");
    slug = slug.replaceAll("^[-.]+|[-.]+$", "");
    if (slug.isEmpty() || !Character.isLetter(slug.charAt(0)) || TAKEN.contains(slug)) {
      slug = slug.isEmpty() ? "x" : "x-" + slug;
    }
    return cut(slug, MOST_NAME);
  }

  private static String cut(String name, int most) {
    return name.length() <= most ? name : name.substring(0, most);
  }

  /** An artifact on a group, with its version where it is one. */
  void runs(String group, String artifact, @Nullable String version) {
    String name = entry(Thing.Kind.ARTIFACT, artifact).name;
    if (version != null && !version.isEmpty() && !Version.isValid(version)) {
      leave(
          "the version \"%s\" of %s on %s is none that can be written"
              .formatted(version, artifact, group));
    }
    entry(Thing.Kind.GROUP, group)
        .list(version != null && Version.isValid(version) ? name + "@" + version : name);
  }

  /** Whose an artifact is; the first that was said counts. */
  void vendor(String artifact, String vendor, String sort) {
    Entry made = entry(Thing.Kind.ARTIFACT, artifact);
    Entry of = entry(Thing.Kind.VENDOR, vendor);
    if (of.word == null || of.word.equals("other")) {
      of.word = sort;
    }
    if (made.word == null) {
      made.word = of.name;
    } else if (!made.word.equals(of.name)) {
      leave(
          "%s is said to be of %s and of %s: written as of %s"
              .formatted(artifact, made.word, of.name, made.word));
    }
  }

  /** Tells people of something that will not stand in the file. */
  void leave(String sentence) {
    left.add(sentence);
  }

  List<String> left() {
    return new ArrayList<>(left);
  }

  List<Entry> of(Thing.Kind kind) {
    return new ArrayList<>(entries.getOrDefault(kind, Map.of()).values());
  }
}
