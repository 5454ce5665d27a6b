package dev.sluice.model.file;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Problems as people read them. Whatever the file holds, only printable characters come out. */
public final class ProblemReport {
  private static final int MAX_SHOWN = 50;
  private static final int MAX_WIDTH = 100;
  // What stays in sight to the left of a mark in a line that is cut.
  private static final int LEAD = 40;
  private static final int MAX_ADVICE = 92;

  private ProblemReport() {}

  /** All problems, each with its source line, and a last line with their number. */
  public static String of(List<Problem> problems) {
    var out = new StringBuilder();
    problems.stream().limit(MAX_SHOWN).forEach(problem -> out.append(of(problem)));
    if (problems.size() > MAX_SHOWN) {
      out.append("… and %s more\n".formatted(Quoted.count(problems.size() - MAX_SHOWN)));
    }
    out.append(
        problems.size() == 1
            ? "1 problem, nothing was run.\n"
            : "%s problems, nothing was run.\n".formatted(Quoted.count(problems.size())));
    return out.toString();
  }

  /** One problem, ending in a line break. */
  public static String of(Problem problem) {
    var shown = Excerpt.of(problem);
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s:%d:%d: %s"
            .formatted(
                Quoted.escaped(problem.file()),
                problem.line(),
                problem.column(),
                Quoted.escaped(problem.message())));
    lines.add("%5d | %s".formatted(problem.line(), shown.text()));
    @Nullable String suggestion = problem.suggestion();
    lines.add(
        "      | "
            + " ".repeat(shown.before())
            + "^".repeat(shown.marked())
            + (suggestion == null
                ? ""
                : " did you mean \"%s\"?".formatted(Quoted.escaped(suggestion))));
    List<String> advice = new ArrayList<>();
    problem.wayOut().forEach(line -> advice.addAll(Wrapped.lines(line, MAX_ADVICE)));
    if (problem.key() != null) {
      advice.add("sluice explain " + problem.key());
    }
    // Beneath the mark, or further left where it would run off the screen.
    int longest = advice.stream().mapToInt(String::length).max().orElse(0);
    int indent = Math.min(shown.before(), Math.max(0, MAX_WIDTH - 8 - longest));
    advice.forEach(line -> lines.add("      | " + " ".repeat(indent) + Quoted.escaped(line)));
    return lines.stream().map(String::stripTrailing).collect(Collectors.joining("\n", "", "\n"));
  }

  /**
   * As much of the source line as fits.
   *
   * @param before width of what stands before the mark
   * @param marked width of the mark, at least 1
   */
  private record Excerpt(String text, int before, int marked) {
    static Excerpt of(Problem problem) {
      int[] source = problem.sourceLine().codePoints().toArray();
      int mark = problem.column() - 1;
      int from = Math.max(0, Math.min(mark - LEAD, source.length - MAX_WIDTH + 1));
      var text = new StringBuilder(from == 0 ? "" : "…");
      int before = text.length();
      int marked = 0;
      for (int at = from; at < source.length; at++) {
        String one = Quoted.escaped(source[at]);
        if (text.length() + one.length() > MAX_WIDTH) {
          text.append('…');
          break;
        }
        text.append(one);
        if (at < mark) {
          before += one.length();
        } else if (at < mark + problem.length()) {
          marked += one.length();
        }
      }
      return new Excerpt(text.toString(), before, Math.max(1, marked));
    }
  }
}
