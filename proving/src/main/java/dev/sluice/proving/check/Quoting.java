package dev.sluice.proving.check;

import java.util.List;
import java.util.stream.Collectors;

/** Words for a shell that it takes as they are. */
public final class Quoting {
  private Quoting() {}

  /** A word for a POSIX shell; any character but NUL. */
  public static String posix(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  /** A command line for a POSIX shell. */
  public static String posix(List<String> words) {
    return words.stream().map(Quoting::posix).collect(Collectors.joining(" "));
  }

  /**
   * A word for PowerShell, whose single quotes are five characters: an apostrophe that a word
   * processor made ends a string there as well as a plain one, and is escaped by itself.
   */
  public static String powerShell(String word) {
    return "'" + word.replaceAll("(['\u2018\u2019\u201a\u201b])", "$1$1") + "'";
  }

  /** Words for PowerShell, each as it is, to follow the name of a command. */
  public static String powerShellWords(List<String> words) {
    return words.stream().map(Quoting::powerShell).collect(Collectors.joining(" "));
  }
}
