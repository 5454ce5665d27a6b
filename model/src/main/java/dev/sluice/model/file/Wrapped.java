package dev.sluice.model.file;

import java.util.ArrayList;
import java.util.List;

/** Sentences in lines of a readable length. */
public final class Wrapped {
  private Wrapped() {}

  /** At least one line; only a word that is longer by itself makes a line longer than the width. */
  public static List<String> lines(String text, int width) {
    List<String> lines = new ArrayList<>();
    var line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
