package dev.sluice.proving.check;

import java.util.List;
import java.util.stream.Collectors;

/** Words for a POSIX shell. */
final class Quoting {
  private Quoting() {}

  static String posix(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  static String posix(List<String> words) {
    return words.stream().map(Quoting::posix).collect(Collectors.joining(" "));
  }
}
