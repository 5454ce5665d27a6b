package dev.sluice.server.runner;

import dev.sluice.server.wire.Assignment;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What the places of one runner are at; shared by its loops. Safe for use by several threads. */
public final class RunsInHand {
  private final Set<String> runs = new TreeSet<>();

  synchronized void take(Assignment assignment) {
    runs.add(name(assignment));
  }

  synchronized void drop(Assignment assignment) {
    runs.remove(name(assignment));
  }

  synchronized List<String> all() {
    return List.copyOf(runs);
  }

  private static String name(Assignment assignment) {
    return assignment.product() + "/" + assignment.run();
  }
}
