package dev.sluice.proving.check;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a machine says of itself beyond the application's own word: as it was with the last known
 * good, or as it is now. What was broken before is nobody's fault who came later.
 *
 * @param failed units of systemd in state failed
 * @param inactive declared units that are not active
 * @param cores files that dying processes left
 * @param taint of the kernel; negative when it was not said
 */
public record Baseline(Set<String> failed, Set<String> inactive, Set<String> cores, long taint) {
  /** Of a machine of which nothing is known. */
  public static final Baseline NONE = new Baseline(Set.of(), Set.of(), Set.of(), -1);

  private static final Pattern LINE =
      Pattern.compile("^sluice-(failed|inactive|core|taint) (\\S{1,300})$", Pattern.MULTILINE);

  /** Lines beyond these are a flood, not a state. */
  private static final int MOST_LINES = 1000;

  public Baseline {
    failed = Set.copyOf(failed);
    inactive = Set.copyOf(inactive);
    cores = Set.copyOf(cores);
  }

  /** Reads the lines that {@code healthy}'s question prints, wherever they stand. */
  public static Baseline read(String output) {
    Set<String> failed = new TreeSet<>();
    Set<String> inactive = new TreeSet<>();
    Set<String> cores = new TreeSet<>();
    long taint = -1;
    Matcher line = LINE.matcher(output);
    for (int i = 0; i < MOST_LINES && line.find(); i++) {
      String word = line.group(2);
      switch (line.group(1)) {
        case "failed" -> failed.add(word);
        case "inactive" -> inactive.add(word);
        case "core" -> cores.add(word);
        default -> taint = word.matches("[0-9]{1,9}") ? Long.parseLong(word) : taint;
      }
    }
    return new Baseline(failed, inactive, cores, taint);
  }

  /** What is worse now than it was before, as a clause; empty when nothing is. */
  Optional<String> worsened(Baseline before) {
    return news("unit", failed, before.failed, "failed")
        .or(() -> news("unit", inactive, before.inactive, "is not active"))
        .or(() -> news("core dump", cores, before.cores, "was left by a process that died"));
  }

  private static Optional<String> news(
      String kind, Set<String> now, Set<String> before, String what) {
    return new TreeSet<>(now)
        .stream()
            .filter(word -> !before.contains(word))
            .findFirst()
            .map(word -> kind + " " + word + " " + what);
  }
}
