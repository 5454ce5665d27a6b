package dev.sluice.model.pipeline;

/**
 * A stretch of one line of the file.
 *
 * @param line from 1
 * @param column from 1, in code points
 * @param length in code points; 0 marks a place between characters
 */
record Span(int line, int column, int length) {
  static final Span START = new Span(1, 1, 0);
}
