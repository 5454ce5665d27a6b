package dev.sluice.model.field;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Version;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Hosts that report the same.
 *
 * @param facts of their platform, by name
 * @param runs the releases that they run, of artifacts in the pipeline file
 * @param hosts how many they are
 */
public record HostGroup(
    SortedMap<String, String> facts, SortedMap<ArtifactName, Version> runs, long hosts) {
  /** The largest number of hosts in one group. */
  public static final long MOST_HOSTS = 1_000_000_000_000L;

  private static final Comparator<Map.Entry<String, String>> ORDER =
      Comparator.<Map.Entry<String, String>>comparingInt(fact -> rank(fact.getKey()))
          .thenComparing(Map.Entry.comparingByKey());

  private static int rank(String fact) {
    return switch (fact) {
      case "os" -> 0;
      case "version" -> 1;
      default -> 2;
    };
  }

  /** Facts in the order in which people say them: the system, its version, then all others. */
  public static List<Map.Entry<String, String>> inOrder(Map<String, String> facts) {
    return facts.entrySet().stream().sorted(ORDER).toList();
  }

  public HostGroup {
    facts = new TreeMap<>(facts);
    runs = new TreeMap<>(runs);
    if (hosts < 0 || hosts > MOST_HOSTS) {
      throw new IllegalArgumentException("no number of hosts: " + hosts);
    }
  }
}
