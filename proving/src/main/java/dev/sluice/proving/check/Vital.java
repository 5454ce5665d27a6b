package dev.sluice.proving.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The content of files that a machine cannot do without, by digest. */
final class Vital {
  /** Of the files of one list; more would not fit one answer. */
  static final int MOST_FILES = 400;

  /** What every Linux host needs to come up, whatever the owner lists; globs for the shell. */
  private static final String ALWAYS =
      "/sbin/init /bin/sh /bin/mount /bin/login /usr/bin/dpkg /usr/sbin/sshd"
          + " /lib*/ld-linux* /lib/*/ld-linux* /lib/*/libc.so.6";

  /** sha256sum puts a backslash before a line whose name it has escaped. */
  private static final Pattern LINE = Pattern.compile("^\\\\?([0-9a-f]{64}) [ *](/.{1,4000})$");

  static final String END = "sluice-vital-end";

  private Vital() {}

  /**
   * Prints one line a file, links followed, each file once. A process is dear in an emulated
   * machine, so each program is started once; busybox's readlink takes one name only.
   */
  static String script(List<String> paths) {
    String named = paths.isEmpty() ? "" : " " + Quoting.posix(paths);
    return """
        set --
        for p in %1$s%2$s; do [ -e "$p" ] && set -- "$@" "$p"; done
        IFS='
        '
        set -f
        set -- $(readlink -f "$@" 2>/dev/null || for p; do readlink -f "$p"; done)
        find "$@" -xdev -type f | sort -u | head -n %3$d | tr '\\n' '\\0' | xargs -0 sha256sum && echo %4$s"""
        .formatted(ALWAYS, named, MOST_FILES + 1, END);
  }

  /**
   * Why an answer cannot be remembered, as a clause; empty when it can. A list that was cut would
   * leave files unwatched without a word.
   */
  static Optional<String> unusable(String output) {
    int count = read(output).size();
    if (count > MOST_FILES || (count > 0 && output.lines().noneMatch(END::equals))) {
      return Optional.of(
          "the vital list is too long for one answer, or a file of it cannot be read: at most "
              + MOST_FILES
              + " files");
    }
    return count == 0 ? Optional.of("no vital file could be read") : Optional.empty();
  }

  static Map<String, String> read(String output) {
    Map<String, String> digests = new TreeMap<>();
    output
        .lines()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .forEach(line -> digests.put(line.group(2), line.group(1)));
    return digests;
  }

  /** What became of the first file that is not as it was, as a clause; empty when all are. */
  static Optional<String> harmed(Map<String, String> before, Map<String, String> now) {
    return before.entrySet().stream()
        .filter(file -> !file.getValue().equals(now.get(file.getKey())))
        .findFirst()
        .map(
            file ->
                (now.containsKey(file.getKey())
                        ? "it changed a vital file, "
                        : "it removed a vital file, ")
                    + file.getKey());
  }
}
