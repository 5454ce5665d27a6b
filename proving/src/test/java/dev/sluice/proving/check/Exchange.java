package dev.sluice.proving.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The machine's side of an exchange: takes a script of several questions apart and answers. */
public final class Exchange {
  private static final Pattern QUESTION =
      Pattern.compile(
          "sluice-begin ([0-9]+) \\$t\"\\n"
              + "\\{ echo \"(sluice: step [0-9]+ [^\"]*)\" >/dev/console; \\} 2>/dev/null\\n"
              + "\\(\\n(.*?)\\n\\)\\n",
          Pattern.DOTALL);

  private Exchange() {}

  /**
   * One question of a script.
   *
   * @param mark printed to the console when it begins
   * @param body the question itself
   */
  public record Question(int number, String mark, String body) {
    /** A whole answer, as the script would print it. */
    public String answered(int status, String output, double began, double ended) {
      return String.format(
          Locale.ROOT,
          "sluice-begin %d %.2f\n%s\nsluice-end %d %d %.2f\n",
          number,
          began,
          output,
          number,
          status,
          ended);
    }

    public String answered(int status, String output) {
      return answered(status, output, 1.5, 1.6);
    }

    /** The beginning of an answer that never ended. */
    public String begun(String output) {
      return String.format(Locale.ROOT, "sluice-begin %d 1.50\n%s", number, output);
    }
  }

  public static List<Question> questions(String script) {
    List<Question> questions = new ArrayList<>();
    Matcher question = QUESTION.matcher(script);
    while (question.find()) {
      questions.add(
          new Question(Integer.parseInt(question.group(1)), question.group(2), question.group(3)));
    }
    if (questions.isEmpty()) {
      throw new IllegalArgumentException("no question in: " + script);
    }
    return questions;
  }
}
