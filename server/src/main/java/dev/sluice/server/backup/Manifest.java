package dev.sluice.server.backup;

import dev.sluice.model.Digest;
import dev.sluice.server.ledger.LedgerJson;
import dev.sluice.server.ledger.audit.Head;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import tools.jackson.core.JacksonException;

/**
 * What a copy holds.
 *
 * @param format 1
 * @param made when
 * @param heads where each product's log ends
 */
public record Manifest(int format, Instant made, List<Item> files, List<Head> heads) {
  static final String NAME = "manifest.json";
  static final int FORMAT = 1;
  private static final long LIMIT = 1L << 30;

  public Manifest {
    files = List.copyOf(files);
    heads = List.copyOf(heads);
  }

  /**
   * A file.
   *
   * @param path below the directory, parts divided by {@code /}
   */
  public record Item(String path, long size, Digest sha256) {
    /** Whether it is a file below the directory, whatever the manifest's maker meant. */
    boolean isInside() {
      return !path.isEmpty()
          && !path.startsWith("/")
          && !path.contains("\\")
          && !path.contains("\0")
          && List.of(path.split("/", -1)).stream()
              .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    }

    String name() {
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }

  byte[] bytes() {
    return (LedgerJson.MAPPER.writeValueAsString(this) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  static Manifest read(Path copy) throws IOException {
    Path file = copy.resolve(NAME);
    if (!Files.isRegularFile(file)) {
      throw new BackupException(copy + " is no copy of a server: it has no " + NAME);
    }
    if (Files.size(file) > LIMIT) {
      throw new BackupException(file + " is larger than any manifest");
    }
    try {
      Manifest manifest = LedgerJson.MAPPER.readValue(Files.readAllBytes(file), Manifest.class);
      if (manifest.format() != FORMAT) {
        throw new BackupException(
            "%s is of format %d, and this sluice reads format %d; use a newer one"
                .formatted(file, manifest.format(), FORMAT));
      }
      return manifest;
    } catch (JacksonException e) {
      throw new BackupException("%s cannot be read: %s".formatted(file, e.getOriginalMessage()), e);
    }
  }
}
