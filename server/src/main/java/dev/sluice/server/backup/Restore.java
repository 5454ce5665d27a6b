package dev.sluice.server.backup;

import dev.sluice.model.Digest;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.ledger.LedgerException;
import dev.sluice.server.ledger.Line;
import dev.sluice.server.ledger.audit.Head;
import dev.sluice.server.ledger.sqlite.LogFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes a data directory from a copy. */
public final class Restore {
  private static final int AT_ONCE = 1000;

  private Restore() {}

  /**
   * Makes a data directory that has its name only once everything in it was examined.
   *
   * @param data must be absent or empty
   * @throws BackupException when the copy is not to be believed, or the directory is not empty;
   *     nothing is there then but one whose name ends in {@code .part}
   */
  public static Manifest from(Path copy, Path data) {
    Path part = data.resolveSibling(data.getFileName() + Backup.PART);
    try {
      if (!Tree.isEmptyOrAbsent(data)) {
        throw new BackupException(
            data + " is not empty; a restore replaces nothing: move it away, or name another");
      }
      Manifest manifest = Manifest.read(copy);
      Tree.remove(part);
      Tree.make(part);
      take(manifest, copy, part);
      examine(manifest, part);
      Tree.syncFolders(part);
      Files.deleteIfExists(data);
      Files.move(part, data, StandardCopyOption.ATOMIC_MOVE);
      Tree.sync(Tree.parent(data));
      return manifest;
    } catch (IOException e) {
      throw new BackupException("%s cannot be restored: %s".formatted(copy, e), e);
    } catch (LedgerException e) {
      throw new BackupException("%s cannot be restored: %s".formatted(copy, e.getMessage()), e);
    }
  }

  private static void take(Manifest manifest, Path copy, Path part) throws IOException {
    Set<String> named = new HashSet<>();
    for (Manifest.Item item : manifest.files()) {
      if (!item.isInside() || !named.add(item.path())) {
        throw new BackupException(
            "the manifest names %s, which is no file of a copy".formatted(item.path()));
      }
      Path from = copy.resolve(item.path());
      if (!Files.isRegularFile(from)) {
        throw new BackupException("the copy lacks " + item.path());
      }
      Manifest.@Nullable Item taken = Tree.copy(from, part.resolve(item.path()), item.path());
      if (!item.equals(taken) || Backup.isDamaged(item)) {
        throw new BackupException(
            "%s is damaged: it has not the digest that it had when it was copied"
                .formatted(item.path()));
      }
    }
    for (Path file : Tree.files(copy)) {
      String path = copy.relativize(file).toString();
      if (!path.equals(Manifest.NAME) && !named.contains(path)) {
        throw new BackupException(
            "%s was not part of the copy when it was made; take it out".formatted(path));
      }
    }
  }

  private static void examine(Manifest manifest, Path part) throws IOException {
    List<Head> heads = Backup.heads(part, manifest.made());
    if (!heads.equals(manifest.heads())) {
      throw new BackupException(
          "the log does not end as the manifest says: %s instead of %s"
              .formatted(heads, manifest.heads()));
    }
    Set<String> there = new HashSet<>();
    for (Manifest.Item item : manifest.files()) {
      there.add(item.path().split("/", -1).length > 2 ? owner(item) : item.path());
    }
    Set<String> missing = new TreeSet<>();
    try (LogFile log = LogFile.open(part.resolve(Backup.LOG))) {
      for (String product : log.products()) {
        needed(log, new ProductName(product)).stream()
            .map(digest -> product + " " + digest)
            .filter(one -> !there.contains(one))
            .forEach(missing::add);
      }
    }
    if (!missing.isEmpty()) {
      throw new BackupException(
          "the log names content that the copy lacks: " + String.join(", ", missing));
    }
  }

  /** The product and name of a file of content. */
  private static String owner(Manifest.Item item) {
    return item.path().split("/", -1)[1] + " " + item.name();
  }

  /** What no server can do without: releases and pipeline files. Evidence may have been dropped. */
  private static Set<Digest> needed(LogFile log, ProductName product) {
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
