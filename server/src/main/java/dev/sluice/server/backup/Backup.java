package dev.sluice.server.backup;

import dev.sluice.server.event.ProductName;
import dev.sluice.server.ledger.LedgerException;
import dev.sluice.server.ledger.audit.Audit;
import dev.sluice.server.ledger.audit.Finding;
import dev.sluice.server.ledger.audit.Head;
import dev.sluice.server.ledger.audit.HeadsFile;
import dev.sluice.server.ledger.sqlite.LogFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Copies a data directory while its server goes on. The log is copied as of one moment, content
 * after it: whatever an event names was there before the event.
 */
public final class Backup {
  static final String LOG = "ledger.db";
  static final String HEADS = "heads.jsonl";
  static final String PART = ".part";

  // The log goes its own way; half uploads, locks and what a runner works on mean nothing
  // elsewhere.
  private static final Pattern LEFT_OUT =
      Pattern.compile(
          "ledger\\.db(-wal|-shm|\\.lock)?|heads\\.jsonl|lock|runner/.*|content/[^/]+/part/.*");
  private static final Pattern CONTENT = Pattern.compile("content/[^/]+/(.+/)?[0-9a-f]{64}");

  private static final int TRIES = 3;

  private Backup() {}

  /**
   * Copies a data directory into a new one. A copy that did not come to its end has no name but one
   * ending in {@code .part}.
   *
   * @param copy must be absent or empty
   * @throws BackupException when it cannot, or what it copied is damaged already
   */
  public static Manifest make(Path data, Path copy, Instant now) {
    Path part = copy.resolveSibling(copy.getFileName() + PART);
    try {
      if (!Files.isRegularFile(data.resolve(LOG))) {
        throw new BackupException(data + " is no data directory of a server: it has no " + LOG);
      }
      if (!Tree.isEmptyOrAbsent(copy)) {
        throw new BackupException(copy + " is not empty; name a directory that is");
      }
      Manifest manifest = copy(data, part, now);
      List<String> missing = Needed.missing(manifest.files(), part);
      for (int tries = 1; tries < TRIES && !missing.isEmpty(); tries++) {
        // A server that goes on may have removed it after the log was copied: the next log says so.
        manifest = copy(data, part, now);
        missing = Needed.missing(manifest.files(), part);
      }
      if (!missing.isEmpty()) {
        throw new BackupException(
            "the log names content that is not there: %s; nothing was kept of this copy, take it from an older one"
                .formatted(Needed.said(missing)));
      }
      Tree.write(part.resolve(Manifest.NAME), manifest.bytes());
      Tree.syncFolders(part);
      Files.deleteIfExists(copy);
      Files.move(part, copy, StandardCopyOption.ATOMIC_MOVE);
      Tree.sync(Tree.parent(copy));
      return manifest;
    } catch (IOException e) {
      throw new BackupException("%s cannot be copied: %s".formatted(data, e), e);
    } catch (LedgerException e) {
      throw new BackupException("%s cannot be copied: %s".formatted(data, e.getMessage()), e);
    }
  }

  private static Manifest copy(Path data, Path part, Instant now) throws IOException {
    Tree.remove(part);
    Tree.make(part);
    List<Manifest.Item> items = new ArrayList<>();
    // Before the log: heads of events that the copied log does not have yet would look as if its
    // end had been cut off.
    add(items, Tree.copy(data.resolve(HEADS), part.resolve(HEADS), HEADS));
    try (LogFile log = LogFile.open(data.resolve(LOG))) {
      log.copyTo(part.resolve(LOG));
    }
    Tree.sync(part.resolve(LOG));
    items.add(Tree.item(part.resolve(LOG), LOG));
    List<Head> heads = heads(part, now);
    List<String> damaged = new ArrayList<>();
    for (Path file : Tree.files(data)) {
      String path = data.relativize(file).toString();
      if (!LEFT_OUT.matcher(path).matches()) {
        Manifest.@Nullable Item item = Tree.copy(file, part.resolve(path), path);
        add(items, item);
        if (item != null && isDamaged(item)) {
          damaged.add(path);
        }
      }
    }
    if (!damaged.isEmpty()) {
      throw new BackupException(
          "content is damaged, its bytes are not those of its name: %s; nothing was kept of this"
                  .formatted(String.join(", ", damaged))
              + " copy, take it from an older one");
    }
    return new Manifest(Manifest.FORMAT, now, items, heads);
  }

  private static void add(List<Manifest.Item> items, Manifest.@Nullable Item item) {
    if (item != null) {
      items.add(item);
    }
  }

  /** Content is called by its digest. */
  static boolean isContent(Manifest.Item item) {
    return CONTENT.matcher(item.path()).matches();
  }

  static boolean isDamaged(Manifest.Item item) {
    return isContent(item) && !item.name().equals(item.sha256().hex());
  }

  /** Where the logs of a copy end, once their chains are found whole. */
  static List<Head> heads(Path copy, Instant now) throws IOException {
    List<Head> kept = new HeadsFile(copy.resolve(HEADS)).read();
    List<Head> heads = new ArrayList<>();
    try (LogFile log = LogFile.open(copy.resolve(LOG))) {
      for (String name : log.products()) {
        ProductName product = new ProductName(name);
        switch (new Audit(log).verify(product, kept)) {
          case Finding.Whole(long entries, var head) ->
              heads.add(new Head(product, entries, head, now));
          case Finding.Changed changed ->
              throw new BackupException(
                  "the log of %s is not what it was: %s".formatted(name, changed.sentence()));
        }
      }
    }
    return heads;
  }
}
