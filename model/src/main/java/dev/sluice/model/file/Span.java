package dev.sluice.model.file;

/**
 * A stretch of one line of the file.
 *
 * @param line from 1
 * @param column from 1, in code points
 * @param length in code points; 0 marks a place between characters
 */
public record Span(int line, int column, int length) {
  public static final Span START = new Span(1, 1, 0);
}
