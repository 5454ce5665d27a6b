package dev.sluice.cli;

import dev.sluice.cli.screen.Plain;
import dev.sluice.server.backup.BackupException;
import dev.sluice.server.backup.Manifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What {@code sluice backup} and {@code sluice restore} have in common. */
final class Backups {
  private Backups() {}

  /** The data folder: as said, or the one that {@code sluice serve} would use. */
  static Path data(Program program, @Nullable String said) throws IOException {
    var settings =
        new ServeSettings(
            said == null ? Map.of() : Map.of("data", said),
            program.environment(),
            SettingsFile.read(program.folders().config().resolve("serve"), ServeSettings.KEYS));
    return settings.data(program.folders().server());
  }

  /** Does it, and says what came of it. */
  static int done(Printer printer, String command, String what, Supplier<Manifest> work) {
    Manifest manifest;
    try {
      manifest = work.get();
    } catch (BackupException e) {
      printer.err().println("sluice " + command + ": " + Plain.of(String.valueOf(e.getMessage())));
      return Exit.NO;
    }
    long bytes = manifest.files().stream().mapToLong(Manifest.Item::size).sum();
    printer
        .out()
        .printf(
            "%s: %d files, %d bytes, every digest right%n",
            Plain.of(what), manifest.files().size(), bytes);
    manifest
        .heads()
        .forEach(
            head ->
                printer
                    .out()
                    .printf(
                        "  %-24s %d events, unbroken, the last %s%n",
                        head.product(), head.number(), head.hash().abbreviated()));
    return Exit.DONE;
  }
}
