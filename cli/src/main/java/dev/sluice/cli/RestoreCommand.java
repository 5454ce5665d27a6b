package dev.sluice.cli;

import dev.sluice.server.backup.Restore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice restore}. */
@Command(
    name = "restore",
    sortOptions = false,
    description = {
      "Make a server's data folder from a copy.",
      "",
      "Every file is held against its digest and every log against its chain before the folder has"
          + " its name. Nothing is ever replaced."
    },
    footer = {
      "Exit status: 0 restored, 1 the copy is not to be believed or the folder is not empty,",
      "2 wrong use.",
      "",
      "Examples:",
      "  sluice restore /backup/monday --data /srv/sluice",
      "  sluice restore /backup/monday --data /tmp/drill    try a copy, then remove the folder"
    })
final class RestoreCommand implements Callable<Integer> {
  private final Program program;

  @Parameters(index = "0", paramLabel = "COPY", description = "What sluice backup made.")
  private Path copy = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The data folder, absent or empty (usual: the one that sluice serve uses).")
  private @Nullable String data;

  @Mixin private Common common = new Common();

  RestoreCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException {
    Path from = copy.toAbsolutePath().normalize();
    Path to = Backups.data(program, data);
    return Backups.done(
        program.printer(common),
        "restore",
        "restored " + from + " to " + to,
        () -> Restore.from(from, to));
  }
}
