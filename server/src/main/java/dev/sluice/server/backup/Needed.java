package dev.sluice.server.backup;

import dev.sluice.model.Digest;
import dev.sluice.server.bundle.Bundle;
import dev.sluice.server.bundle.BundleJson;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.ledger.Line;
import dev.sluice.server.ledger.sqlite.LogFile;
import dev.sluice.trust.canonical.MalformedInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What no server can do without: releases with their statements, pipeline files with all that they
 * name, proofs. Not the evidence of runs: without it a server still decides and proves.
 */
final class Needed {
  private static final int AT_ONCE = 1000;
  private static final int MOST_SAID = 20;

  private final Map<Digest, Path> there;
  private final Map<Digest, String> missing = new LinkedHashMap<>();

  private Needed(Map<Digest, Path> there) {
    this.there = there;
  }

  /**
   * What the log of a copy names and the copy lacks, unless the log says that it was removed: each
   * as product, digest and what it is.
   *
   * @param files that the copy has
   */
  static List<String> missing(List<Manifest.Item> files, Path copy) throws IOException {
    Map<String, Map<Digest, Path>> there = new HashMap<>();
    for (Manifest.Item item : files) {
      if (Backup.isContent(item)) {
        there
            .computeIfAbsent(item.path().split("/", -1)[1], _ -> new HashMap<>())
            .put(item.sha256(), copy.resolve(item.path()));
      }
    }
    List<String> missing = new ArrayList<>();
    try (LogFile log = LogFile.open(copy.resolve(Backup.LOG))) {
      for (String product : log.products()) {
        Needed needed = new Needed(there.getOrDefault(product, Map.of()));
        needed.read(log, new ProductName(product));
        needed.missing.forEach(
            (digest, what) -> missing.add("%s %s, %s".formatted(product, digest, what)));
      }
    }
    return missing;
  }

  /** For people; a long list is cut. */
  static String said(List<String> missing) {
    String first = String.join("; ", missing.subList(0, Math.min(MOST_SAID, missing.size())));
    return missing.size() > MOST_SAID
        ? first + "; and %,d more".formatted(missing.size() - MOST_SAID)
        : first;
  }

  private void read(LogFile log, ProductName product) throws IOException {
    long after = 0;
    List<Line> part;
    do {
      part = log.lines(product, after, AT_ONCE);
      for (Line line : part) {
        read(line.entry().event());
        after = line.number();
      }
    } while (part.size() == AT_ONCE);
  }

  private void read(Event event) throws IOException {
    switch (event) {
      case Event.ReleaseSubmitted submitted -> {
        need(submitted.content(), "the content of " + submitted.release().title());
        need(submitted.provenance(), "the provenance of " + submitted.release().title());
      }
      case Event.ReleaseVouched vouched ->
          need(vouched.provenance(), "the provenance of " + vouched.release().title());
      case Event.PipelineProposed proposed -> needAllOf(proposed.bundle());
      case Event.RunEnded ended -> need(ended.proof(), "the proof of run " + ended.run());
      case Event.RunSpared spared -> need(spared.proof(), "the proof of run " + spared.provenBy());
      case Event.ContentRemoved removed -> missing.remove(removed.content());
      case Event _ -> {
        // Names nothing that must be there.
      }
    }
  }

  private void need(@Nullable Digest digest, String what) {
    if (digest != null && !there.containsKey(digest)) {
      missing.putIfAbsent(digest, what);
    }
  }

  private void needAllOf(Digest bundle) throws IOException {
    Path file = there.get(bundle);
    if (file == null) {
      need(bundle, "the list of what a pipeline file names");
      return;
    }
    try (InputStream in = Files.newInputStream(file)) {
      for (Bundle.File named :
          BundleJson.read(in.readNBytes(BundleJson.LIMIT + 1), Long.MAX_VALUE).files()) {
        need(named.digest(), "%s of the pipeline file %s".formatted(named.path(), bundle));
      }
    } catch (MalformedInput e) {
      throw new BackupException(
          "the list of what the pipeline file %s names cannot be read: %s"
              .formatted(bundle, e.sentence()),
          e);
    }
  }
}
