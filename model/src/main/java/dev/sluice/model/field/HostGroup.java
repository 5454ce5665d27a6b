package dev.sluice.model.field;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Version;
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

  public HostGroup {
    facts = new TreeMap<>(facts);
    runs = new TreeMap<>(runs);
    if (hosts < 0 || hosts > MOST_HOSTS) {
      throw new IllegalArgumentException("no number of hosts: " + hosts);
    }
  }
}
