package dev.sluice.model.file;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
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
   * @param formats the files that may be meant
   */
  static Explanation of(String asked, List<Format> formats) {
    String path = asked.strip().toLowerCase(Locale.ROOT);
    Map<String, String> answers = new LinkedHashMap<>();
    for (Format format : formats) {
      @Nullable String answer = answer(path, format);
      if (answer != null) {
        answers.put(format.fileName(), answer);
      }
    }
    if (answers.isEmpty()) {
      return new Unknown(unknown(asked, path, formats));
    }
    return new Found(
        answers.size() == 1 || path.isEmpty()
            ? String.join("\n", answers.values())
            : answers.entrySet().stream()
                .map(answer -> "in %s\n\n%s".formatted(answer.getKey(), answer.getValue()))
                .collect(Collectors.joining("\n")));
  }

  private static @Nullable String answer(String path, Format format) {
    List<Key> keys = format.keys().all();
    if (path.isEmpty()) {
      return "Every key of %s:\n\n%s".formatted(format.fileName(), list(keys));
    }
    List<String> parts = List.of(path.split("\\.", -1));
    @Nullable Key exact =
        keys.stream()
            .filter(key -> names(parts, key) >= 0)
            .min(Comparator.comparingInt(key -> names(parts, key)))
            .orElse(null);
    if (exact != null) {
      return describe(exact, keys);
    }
    List<Key> ending =
        keys.stream().filter(key -> ("." + key.spoken()).endsWith("." + path)).toList();
    if (ending.size() == 1) {
      return describe(ending.getFirst(), keys);
    }
    return ending.isEmpty()
        ? null
        : "%s is the name of several keys:\n\n%s".formatted(path, list(ending));
  }

  private static String unknown(String asked, String path, List<Format> formats) {
    @Nullable String nearest =
        Nearest.to(
            path,
            formats.stream()
                .flatMap(format -> format.keys().all().stream())
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

  private static String describe(Key key, List<Key> keys) {
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
        keys.stream().filter(other -> other.path().startsWith(inside(key) + ".")).toList();
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
