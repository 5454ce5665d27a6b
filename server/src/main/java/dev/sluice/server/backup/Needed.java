package dev.sluice.server.backup;

import dev.sluice.model.Digest;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.ledger.Line;
import dev.sluice.server.ledger.sqlite.LogFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What no server can do without: releases and pipeline files. Evidence may have been removed. */
final class Needed {
  private static final int AT_ONCE = 1000;

  private Needed() {}

  /**
   * What the log of a copy names and the copy lacks, as product and digest.
   *
   * @param files that the copy has
   */
  static Set<String> missing(List<Manifest.Item> files, Path copy) throws IOException {
    Set<String> there = new HashSet<>();
    for (Manifest.Item item : files) {
      String[] path = item.path().split("/", -1);
      there.add(path.length > 2 ? path[1] + " " + item.name() : item.path());
    }
    Set<String> missing = new TreeSet<>();
    try (LogFile log = LogFile.open(copy.resolve(Backup.LOG))) {
      for (String product : log.products()) {
        of(log, new ProductName(product)).stream()
            .map(digest -> product + " " + digest)
            .filter(one -> !there.contains(one))
            .forEach(missing::add);
      }
    }
    return missing;
  }

  private static Set<Digest> of(LogFile log, ProductName product) {
    Set<Digest> needed = new HashSet<>();
    long after = 0;
    List<Line> part;
    do {
      part = log.lines(product, after, AT_ONCE);
      for (Line line : part) {
        switch (line.entry().event()) {
          case Event.ReleaseSubmitted submitted -> needed.add(submitted.content());
          case Event.PipelineProposed proposed -> needed.add(proposed.bundle());
          case Event.ContentRemoved removed -> needed.remove(removed.content());
          case Event _ -> {
            // Names nothing that must be there.
          }
        }
        after = line.number();
      }
    } while (part.size() == AT_ONCE);
    return needed;
  }
}
