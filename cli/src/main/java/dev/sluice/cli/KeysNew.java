package dev.sluice.cli;

import dev.sluice.cli.screen.Plain;
import dev.sluice.trust.key.Keyring;
import dev.sluice.trust.key.LabKey;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice keys new}. */
@Command(
    name = "new",
    sortOptions = false,
    description = {"Make a lab key: one half to sign with, one to give away."},
    footer = {
      "sluice prove signs with the key called lab and makes it when there is none.",
      "",
      "Examples:",
      "  sluice keys new lab"
    })
final class KeysNew implements Callable<Integer> {
  private final Program program;

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "1 to 64 lower-case letters, digits and dashes.")
  private String name = "";

  @Mixin private Common common = new Common();

  KeysNew(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    if (!Keyring.isName(name)) {
      throw new Unusable(
          "sluice keys new: \"" + Plain.of(name) + "\" is no name for a key",
          "  1 to 64 lower-case letters, digits and dashes, not beginning with a dash");
    }
    Folders folders = program.folders();
    var keyring = new Keyring(folders.keys());
    LabKey key = keyring.create(name);
    var out = program.printer(common).out();
    out.println("made the key " + key);
    out.println(
        "  private  " + folders.spoken(keyring.privateFile(name)) + "  keep it here; it signs");
    out.println(
        "  public   " + folders.spoken(keyring.publicFile(name)) + "  give it to who verifies");
    return Exit.DONE;
  }
}
