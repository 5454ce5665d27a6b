package dev.sluice.model.file;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mistake in a file that people write, with its place and the way out.
 *
 * @param line from 1
 * @param column from 1, in code points
 * @param length of the marked text in code points; 0 when a place rather than a text is meant
 * @param message what was read and what is wrong with it
 * @param suggestion what was probably meant; null when nothing is near
 * @param wayOut what is allowed or what to do, one sentence a line
 * @param key what {@code sluice explain} can be asked; null when no key is concerned
 * @param sourceLine the line as it stands in the file, control characters included
 */
public record Problem(
    String file,
    int line,
    int column,
    int length,
    String message,
    @Nullable String suggestion,
    List<String> wayOut,
    @Nullable String key,
    String sourceLine) {

  static final Comparator<Problem> IN_ORDER_OF_THE_FILE =
      Comparator.comparingInt(Problem::line)
          .thenComparingInt(Problem::column)
          .thenComparing(Problem::message);

  public Problem {
    wayOut = List.copyOf(wayOut);
  }
}
