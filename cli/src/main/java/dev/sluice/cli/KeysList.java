package dev.sluice.cli;

import dev.sluice.cli.screen.KeysScreen;
import dev.sluice.trust.key.Keyring;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice keys list}. */
@Command(
    name = "list",
    sortOptions = false,
    description = {"List the keys that are trusted here, and which can sign."},
    footer = {"Examples:", "  sluice keys list", "  sluice keys list --json"})
final class KeysList implements Callable<Integer> {
  private final Program program;

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Mixin private Common common = new Common();

  KeysList(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    Folders folders = program.folders();
    Path folder = folders.keys();
    List<Keyring.Entry> entries = new Keyring(folder).list();
    var out = program.printer(common).out();
    if (json) {
      out.print(TrustJson.keys(folder, entries));
    } else {
      KeysScreen.list(folders.spoken(folder), entries).forEach(out::println);
    }
    return Exit.DONE;
  }
}
