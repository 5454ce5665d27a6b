package dev.sluice.cli;

import dev.sluice.server.backup.Backup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice backup}. */
@Command(
    name = "backup",
    sortOptions = false,
    description = {
      "Copy a server's data folder, while the server goes on.",
      "",
      "The copy has the log as of one moment, all content, keys and tokens: keep it as secret as the"
          + " folder itself. Content whose bytes are not those of its name is found, and named."
    },
    footer = {
      "Exit status: 0 copied, 1 not copied: damage was found or there is no room, 2 wrong use.",
      "",
      "Examples:",
      "  sluice backup /backup/monday",
      "  sluice backup /backup/monday --data /srv/sluice"
    })
final class BackupCommand implements Callable<Integer> {
  private final Program program;

  @Parameters(index = "0", paramLabel = "DIR", description = "Where to; absent or empty.")
  private Path copy = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The data folder (usual: the one that sluice serve uses).")
  private @Nullable String data;

  @Mixin private Common common = new Common();

  BackupCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException {
    Path from = Backups.data(program, data);
    Path to = copy.toAbsolutePath().normalize();
    return Backups.done(
        program.printer(common),
        "backup",
        "copied " + from + " to " + to,
        () -> Backup.make(from, to, program.clock().instant()));
  }
}
