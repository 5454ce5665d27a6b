package dev.sluice.model.pipeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What {@code sluice explain KEY} answers. */
public sealed interface Explanation {
  /** Lines for people, the last one ending in a line break. */
  String text();

  /** One key, or all that the words could mean. */
  record Found(String text) implements Explanation {}

  /** No key is called so. */
  record Unknown(String text) implements Explanation {}

  /**
   * Answers a question after a key.
   *
   * @param asked a path such as {@code artifacts.known-bad}, with or without the names that stand
   *     in a file ({@code artifacts.channel.known-bad}), or its last parts; empty for all keys
   */
  static Explanation of(String asked) {
    String path = asked.strip().toLowerCase(Locale.ROOT);
    if (path.isEmpty()) {
      return new Found("Every key of sluice.yaml:\n\n" + list(Keys.all()));
    }
    List<String> parts = List.of(path.split("\\.", -1));
    @Nullable Key exact =
        Keys.all().stream()
            .filter(key -> names(parts, key) >= 0)
            .min(Comparator.comparingInt(key -> names(parts, key)))
            .orElse(null);
    if (exact != null) {
      return new Found(describe(exact));
    }
    List<Key> ending =
        Keys.all().stream().filter(key -> ("." + key.spoken()).endsWith("." + path)).toList();
    if (ending.size() == 1) {
      return new Found(describe(ending.getFirst()));
    }
    if (!ending.isEmpty()) {
      return new Found("%s is the name of several keys:\n\n%s".formatted(path, list(ending)));
    }
    return new Unknown(unknown(asked, path));
  }

  private static String unknown(String asked, String path) {
    @Nullable String nearest =
        Nearest.to(
            path,
            Keys.all().stream()
                .map(key -> path.contains(".") ? key.spoken() : key.name())
                .distinct()
                .toList());
    return "no key is called %s%s\nsluice explain lists all keys.\n"
        .formatted(
            Quoted.of(asked.strip()),
            nearest == null ? "" : "; did you mean \"%s\"?".formatted(nearest));
  }

  /**
   * How many of the parts are names from a file when they are read as the path of a key; -1 when
   * they are not.
   */
  private static int names(List<String> asked, Key key) {
    return names(asked, Arrays.asList(key.path().split("\\.")));
  }

  private static int names(List<String> asked, List<String> path) {
    if (path.isEmpty()) {
      return asked.isEmpty() ? 0 : -1;
    }
    List<String> rest = path.subList(1, path.size());
    String first = path.getFirst();
    if (!Key.isAnyName(first)) {
      return !asked.isEmpty() && asked.getFirst().equals(first)
          ? names(asked.subList(1, asked.size()), rest)
          : -1;
    }
    // Versions have dots of their own.
    int most = first.equals("VERSION") ? asked.size() : Math.min(1, asked.size());
    for (int used = 0; used <= most; used++) {
      int further = names(asked.subList(used, asked.size()), rest);
      if (further >= 0) {
        return used + further;
      }
    }
    return -1;
  }

  private static String describe(Key key) {
    List<String> lines = new ArrayList<>();
    lines.add(
        key.spoken()
            + ": "
            + key.type().label()
            + (key.need() == null ? "" : ", needed " + key.need()));
    lines.add("");
    Wrapped.lines(key.meaning(), 80).forEach(line -> lines.add("  " + line));
    lines.add("");
    if (key.standard() != null) {
      lines.add("  default  " + key.standard());
    }
    if (!key.allowed().isEmpty()) {
      lines.add("  allowed  " + String.join(", ", key.allowed()));
    }
    fact(lines, "type", key.type().shape());
    fact(lines, "since", "format " + key.since());
    String[] example = key.example().split("\n", -1);
    for (int i = 0; i < example.length; i++) {
      lines.add((i == 0 ? "  example  " : "           ") + example[i]);
    }
    List<Key> beneath =
        Keys.all().stream().filter(other -> other.path().startsWith(inside(key) + ".")).toList();
    if (!beneath.isEmpty()) {
      lines.add("");
      lines.add("  beneath it");
      lines.add("");
    }
    return String.join("\n", lines) + "\n" + (beneath.isEmpty() ? "" : list(beneath));
  }

  private static void fact(List<String> lines, String name, String value) {
    List<String> wrapped = Wrapped.lines(value, 80);
    for (int i = 0; i < wrapped.size(); i++) {
      lines.add((i == 0 ? "  %-9s".formatted(name) : "           ") + wrapped.get(i));
    }
  }

  // Both suites take the same checks, which are described once.
  private static String inside(Key key) {
    return switch (key.path()) {
      case "suites.smoke", "suites.regression" -> "suites.SUITE";
      default -> key.path();
    };
  }

  private static String list(List<Key> keys) {
    int width = keys.stream().mapToInt(key -> key.spoken().length()).max().orElse(0);
    var out = new StringBuilder();
    for (Key key : keys) {
      String row = "  %-" + width + "s  %s\n";
      out.append(row.formatted(key.spoken(), firstSentence(key.meaning())));
    }
    return out.toString();
  }

  private static String firstSentence(String meaning) {
    int end = meaning.indexOf(". ");
    return end < 0 ? meaning : meaning.substring(0, end + 1);
  }
}
