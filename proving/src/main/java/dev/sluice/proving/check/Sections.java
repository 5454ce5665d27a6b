package dev.sluice.proving.check;

import dev.sluice.proving.environment.RunningMachine.Exited;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Several questions to a machine in one script: each exchange with an emulated guest costs more
 * than most questions do. Every question's section of the output says when it began and ended, by
 * the machine's monotonic clock; a line on the console tells which was in progress if the machine
 * dies.
 */
final class Sections {
  private static final Pattern BEGIN =
      Pattern.compile("^sluice-begin ([0-9]{1,4}) ([0-9.]{1,16})$");
  private static final Pattern END =
      Pattern.compile("^sluice-end ([0-9]{1,4}) ([0-9]{1,3}) ([0-9.]{1,16})$");
  private static final Pattern ON_CONSOLE = Pattern.compile("^sluice: step ([0-9]{1,4})\\b");

  private Sections() {}

  /**
   * One question's part of the answer.
   *
   * @param status exit status of its script
   */
  record Section(int status, String output, Duration took) {}

  /**
   * What the machine is to run.
   *
   * @param first number of the first question; unique numbers within a boot keep the console
   *     readable
   * @param names for the console, one a script
   * @param needed whether to stop after a question that does not end with 0
   */
  static String script(int first, List<String> names, List<String> scripts, List<Boolean> needed) {
    return script(first, names, scripts, needed, "read -r t _ </proc/uptime");
  }

  /**
   * The same where the time is told otherwise.
   *
   * @param clock a command that sets {@code t} to seconds
   */
  static String script(
      int first, List<String> names, List<String> scripts, List<Boolean> needed, String clock) {
    var all = new StringBuilder();
    for (int i = 0; i < scripts.size(); i++) {
      int number = first + i;
      all.append(clock).append("; echo \"sluice-begin ").append(number).append(" $t\"\n");
      all.append("{ echo \"sluice: step ").append(number).append(' ').append(names.get(i));
      all.append("\" >/dev/console; } 2>/dev/null\n(\n").append(scripts.get(i)).append("\n)\n");
      // The empty line first: a verb may print no final newline.
      all.append("s=$?; ")
          .append(clock)
          .append("; echo; echo \"sluice-end ")
          .append(number)
          .append(" $s $t\"\n");
      if (needed.get(i)) {
        all.append("[ $s = 0 ] || exit $s\n");
      }
    }
    return all.append("exit $s\n").toString();
  }

  /** The sections that are complete, in order, up to the first that is not. */
  static List<Section> read(int first, String output) {
    List<Section> sections = new ArrayList<>();
    List<String> lines = output.lines().toList();
    double began = -1;
    var text = new StringBuilder();
    for (String line : lines) {
      int number = first + sections.size();
      Matcher begin = BEGIN.matcher(line);
      Matcher end = END.matcher(line);
      if (begin.matches() && Integer.parseInt(begin.group(1)) == number) {
        began = seconds(begin.group(2)).orElse(-1.0);
        text.setLength(0);
      } else if (end.matches() && Integer.parseInt(end.group(1)) == number && began >= 0) {
        Optional<Double> ended = seconds(end.group(3));
        if (ended.isEmpty()) {
          return sections;
        }
        long millis = Math.max(0, Math.round(1000 * (ended.get() - began)));
        sections.add(
            new Section(
                Integer.parseInt(end.group(2)), text.toString(), Duration.ofMillis(millis)));
        began = -1;
      } else {
        text.append(line).append('\n');
      }
    }
    return sections;
  }

  /**
   * The section of a question asked alone that printed more than is kept of an answer, its end
   * included: its status is the script's. Empty when it was killed at its limit.
   */
  static Optional<Section> cut(Exited exited) {
    return exited.status() == Exited.KILLED_AT_LIMIT
        ? Optional.empty()
        : Optional.of(
            new Section(exited.status(), unfinished(exited.output()), exited.guestTime()));
  }

  /** What the question that has no end printed until then. */
  static String unfinished(String output) {
    int at = output.toLowerCase(Locale.ROOT).lastIndexOf("sluice-begin ");
    return at < 0 ? output : output.substring(Math.min(output.length(), lineEnd(output, at)));
  }

  private static int lineEnd(String text, int from) {
    int end = text.indexOf('\n', from);
    return end < 0 ? text.length() : end + 1;
  }

  /** The number of the question that the console last saw begin; empty when none did. */
  static Optional<Integer> lastBegun(String console) {
    return console
        .lines()
        .map(ON_CONSOLE::matcher)
        .filter(Matcher::find)
        .map(m -> Integer.valueOf(m.group(1)))
        .reduce((a, b) -> b);
  }

  private static Optional<Double> seconds(String text) {
    try {
      return Optional.of(Double.valueOf(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
