package dev.sluice.server.backup;

import dev.sluice.server.ledger.LedgerException;
import dev.sluice.server.ledger.audit.Head;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a data directory from a copy. */
public final class Restore {
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
    List<String> missing = Needed.missing(manifest.files(), part);
    if (!missing.isEmpty()) {
      throw new BackupException(
          "the log names content that the copy lacks: " + Needed.said(missing));
    }
  }
}
