package dev.sluice.proving.page;

import dev.sluice.proving.cause.ConsoleTrouble;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A console, cleaned, line by line: where it first became abnormal, and what stood at that place on
 * one that passed.
 */
public record ConsoleText(List<String> lines) {
  /** Longer consoles are cut when they are kept; a file beyond that is not ours. */
  private static final int MOST_BYTES = 2 * 1024 * 1024;

  private static final int MOST_LINES = 50_000;

  private static final Pattern STAMP =
      Pattern.compile("^\\[ *[0-9]+\\.[0-9]+\\](\\[[^\\]]*\\])? ?");
  private static final Pattern NUMBER = Pattern.compile("0x[0-9a-f]+|\\b[0-9a-f]{8,16}\\b|[0-9]+");

  public ConsoleText {
    lines = List.copyOf(lines);
  }

  /** From what a guest wrote. */
  public static ConsoleText of(String raw) {
    return new ConsoleText(
        raw.lines().limit(MOST_LINES).map(Shown::line).filter(l -> !l.isBlank()).toList());
  }

  /** From a file of evidence; empty when it is not there or no console. */
  public static Optional<ConsoleText> read(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > MOST_BYTES) {
      return Optional.empty();
    }
    // Not readString: a guest's bytes need not be UTF-8.
    return Optional.of(of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8)));
  }

  /**
   * Where trouble begins: the first line that is a kernel's complaint, else the first that a
   * console that passed does not have.
   *
   * @param passed for comparison; without lines where there is none
   */
  public OptionalInt firstAbnormal(ConsoleText passed) {
    for (int i = 0; i < lines.size(); i++) {
      if (ConsoleTrouble.find(lines.get(i)).isPresent()) {
        return OptionalInt.of(i);
      }
    }
    if (passed.lines.isEmpty()) {
      return OptionalInt.empty();
    }
    Set<String> known = new HashSet<>();
    passed.lines.forEach(line -> known.add(shape(line)));
    for (int i = 0; i < lines.size(); i++) {
      if (!known.contains(shape(lines.get(i)))) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  /** The line of another console after which this one should have gone on as that one did. */
  public OptionalInt placeIn(ConsoleText passed, int abnormal) {
    Map<String, Integer> whole = new HashMap<>();
    Map<String, Integer> shapes = new HashMap<>();
    for (int i = 0; i < passed.lines.size(); i++) {
      whole.put(untimed(passed.lines.get(i)), i);
      shapes.put(shape(passed.lines.get(i)), i);
    }
    for (int i = abnormal - 1; i >= 0; i--) {
      Integer same = whole.get(untimed(lines.get(i)));
      Integer place = same == null ? shapes.get(shape(lines.get(i))) : same;
      if (place != null) {
        return OptionalInt.of(place);
      }
    }
    return OptionalInt.empty();
  }

  /** What two boots have in common: a line without its time and numbers. */
  private static String shape(String line) {
    return NUMBER.matcher(untimed(line)).replaceAll("#");
  }

  private static String untimed(String line) {
    return STAMP.matcher(line).replaceFirst("").strip();
  }

  /** The lines around the abnormal one, those that tell most after it, and the end. */
  Excerpt around(int abnormal, int before, int after) {
    List<String> telling =
        ConsoleTrouble.find(String.join("\n", lines)).map(ConsoleTrouble::lines).orElse(List.of());
    List<Integer> shown = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      boolean near = i >= abnormal - before && i <= abnormal + after;
      boolean tells = i > abnormal && telling.contains(ConsoleTrouble.clean(lines.get(i)));
      if (near || tells || i == lines.size() - 1) {
        shown.add(i);
      }
    }
    return Excerpt.of(lines, shown, abnormal, Excerpt.Kind.ABNORMAL);
  }

  /** The lines around a place, the one after it marked. */
  Excerpt wentOn(int place, int before, int after) {
    return near(place, before, after, place + 1);
  }

  /** The end, with nothing marked. */
  Excerpt end(int before) {
    return near(lines.size() - 1, before, 0, -1);
  }

  private Excerpt near(int place, int before, int after, int marked) {
    List<Integer> shown = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if ((i >= place - before && i <= place + after) || i == lines.size() - 1) {
        shown.add(i);
      }
    }
    return Excerpt.of(lines, shown, marked, Excerpt.Kind.WENT_ON);
  }
}
