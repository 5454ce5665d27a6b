package dev.sluice.model.file;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One key of a file: what {@code sluice explain}, the manual and the messages say of it.
 *
 * @param path from the top, joined by dots; a part in capitals stands for any name, lists are left
 *     out: {@code artifacts.NAME.known-bad.goes-red}
 * @param need in words when the key must be there: {@code always}, {@code for data}; null when it
 *     need not
 * @param standard what holds without the key; null when nothing does
 * @param allowed the values, when there are few or they are bounded
 * @param example a line or more of YAML, as it stands in a file
 * @param since the format version that brought the key
 */
public record Key(
    String path,
    Type type,
    String meaning,
    @Nullable String need,
    @Nullable String standard,
    List<String> allowed,
    String example,
    int since) {

  public Key {
    allowed = List.copyOf(allowed);
  }

  /** What a value looks like. */
  public enum Type {
    NAME("name", "a lower-case letter, then lower-case letters, digits and dashes; at most 64"),
    NAMES("name or list of names", "names of other parts of the file"),
    VERSION(
        "version",
        "text of letters, digits and . _ + ~ - beginning with a letter or digit; at most 64;"
            + " 7.1 and 7.10 differ, with or without quotes"),
    DURATION("duration", "a number and ms, s, m, h or d, such as 500 ms, 5 s, 10 m, 90 d"),
    SIZE("size", "a whole number and B, KiB, MiB, GiB or TiB, such as 64 KiB"),
    NUMBER("whole number", "digits only"),
    PERCENT("percentage", "a whole number, with or without %, such as 10 %"),
    DATE("date", "year, month and day, such as 2027-03-01"),
    DATES("list of dates", "year, month and day, such as 2027-03-01"),
    FILE("path", "a file or folder inside the folder of the pipeline file, without .."),
    FILES("path or list of paths", "files and folders inside the folder of the pipeline file"),
    PLACE("path on a machine", "absolute, of letters, digits and . _ + -, without . or .. parts"),
    PLACE_OF_ANY(
        "path on a machine of any system",
        "absolute, of letters, digits and . _ + -: /var/tmp/sluice, or C:\\sluice on Windows"),
    PLACES("list of paths on a machine", "as the type path on a machine of any system"),
    SAMPLES(
        "path, list of paths, or mapping",
        "files and folders inside the folder of the pipeline file; or the keys beneath it"),
    SETTINGS("word or mapping", "alone as a word, or with its settings"),
    WORDS("list of words", "each one of the allowed words"),
    COMMAND(
        "command",
        "a list of words, run without a shell; or text for sh, which finds an appended path in $1"),
    WORD("word", "one of the allowed words"),
    TEXT("text", "any text"),
    TEXTS("list of text", "any text"),
    VERSIONS("list of versions", "see the type version"),
    MAPPING("mapping", "keys and values"),
    ENTRIES("list of mappings", "each item a mapping with keys of its own"),
    CHECKS("list of checks", "each one word, or one key with its settings"),
    NEEDS(
        "needs",
        "a name; a list of them, which means all; or a mapping with one of need, all, any, at-least"
            + " and of, hosts and in"),
    NAMED("list of names, or mapping by name", "names alone, or each with its keys"),
    BUILT_IN("built-in check", "a word without settings; may be listed, is there anyway");

    private final String label;
    private final String shape;

    Type(String label, String shape) {
      this.label = label;
      this.shape = shape;
    }

    public String label() {
      return label;
    }

    /** What is written once for each of many; the same for what is written once. */
    Type item() {
      return switch (this) {
        case VERSIONS -> VERSION;
        case DATES -> DATE;
        case PLACES -> PLACE_OF_ANY;
        case MAPPING -> PLACE;
        case NAME,
            NAMES,
            VERSION,
            DURATION,
            SIZE,
            NUMBER,
            PERCENT,
            DATE,
            FILE,
            FILES,
            PLACE,
            PLACE_OF_ANY,
            SAMPLES,
            COMMAND,
            WORD,
            WORDS,
            SETTINGS,
            TEXT,
            TEXTS,
            ENTRIES,
            CHECKS,
            NEEDS,
            NAMED,
            BUILT_IN ->
            this;
      };
    }

    /** What is allowed, in a phrase. */
    public String shape() {
      return shape;
    }
  }

  public static Key of(String path, Type type, String meaning, String example) {
    return new Key(path, type, meaning, null, null, List.of(), example, 1);
  }

  public Key needed(String when) {
    return new Key(path, type, meaning, when, standard, allowed, example, since);
  }

  public Key standard(String value) {
    return new Key(path, type, meaning, need, value, allowed, example, since);
  }

  public Key allowed(String... values) {
    return new Key(path, type, meaning, need, standard, List.of(values), example, since);
  }

  /** The last part: what stands in the file. */
  public String name() {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /** The path as people say it, without the parts that stand for any name. */
  public String spoken() {
    return spoken(path);
  }

  public static String spoken(String path) {
    return Arrays.stream(path.split("\\."))
        .filter(part -> !isAnyName(part))
        .collect(Collectors.joining("."));
  }

  public static boolean isAnyName(String part) {
    return part.equals("NAME") || part.equals("VERSION") || part.equals("SUITE");
  }
}
