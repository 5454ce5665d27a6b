package dev.sluice.model.pipeline;

import static dev.sluice.model.file.Key.Type.COMMAND;
import static dev.sluice.model.file.Key.Type.FILE;
import static dev.sluice.model.file.Key.Type.MAPPING;
import static dev.sluice.model.file.Key.Type.NUMBER;
import static dev.sluice.model.file.Key.Type.PLACE_OF_ANY;
import static dev.sluice.model.file.Key.Type.TEXT;
import static dev.sluice.model.file.Key.Type.WORD;

import dev.sluice.model.file.Key;
import java.util.List;

/** The keys of an environment with driver machine. */
final class MachineKeys {
  static final List<Key> ALL =
      List.of(
          Key.of(
                  "environments.NAME.ssh",
                  MAPPING,
                  "How to log in to the machine.",
                  """
                  ssh:
                    host: win11-lab.example
                    user: prover
                    identity: lab/id_ed25519
                    host-keys: lab/known_hosts""")
              .needed("with driver machine"),
          Key.of(
                  "environments.NAME.ssh.host",
                  TEXT,
                  "The machine's name or address.",
                  "host: win11-lab.example")
              .needed("always"),
          Key.of("environments.NAME.ssh.port", NUMBER, "The port of its SSH server.", "port: 2222")
              .standard("22")
              .allowed("1 to 65,535"),
          Key.of(
                  "environments.NAME.ssh.user",
                  TEXT,
                  "Who logs in; may run the verbs, so root or an administrator.",
                  "user: root")
              .needed("always"),
          Key.of(
                  "environments.NAME.ssh.identity",
                  FILE,
                  "The file with the private key. Keep it out of version control.",
                  "identity: lab/id_ed25519")
              .needed("always"),
          Key.of(
                  "environments.NAME.ssh.host-keys",
                  FILE,
                  "The file with the machine's pinned host keys, as known_hosts has them. Another"
                      + " key is not talked to.",
                  "host-keys: lab/known_hosts")
              .needed("always"),
          Key.of(
                  "environments.NAME.shell",
                  WORD,
                  "What understands Sluice's questions on the machine.",
                  "shell: powershell")
              .standard("posix")
              .allowed("posix", "powershell"),
          Key.of(
                  "environments.NAME.inputs",
                  PLACE_OF_ANY,
                  "A folder on the machine for candidates and samples; made when absent.",
                  "inputs: /var/tmp/sluice")
              .needed("with driver machine"),
          Key.of(
                  "environments.NAME.restore",
                  COMMAND,
                  "Brings the machine, switched off, to its known state. This and the next four run"
                      + " on the machine that proves, in the folder of the pipeline file.",
                  "restore: [lab/vm, revert, win11, clean]")
              .needed("with driver machine"),
          Key.of(
                  "environments.NAME.power-on",
                  COMMAND,
                  "Switches the machine on.",
                  "power-on: [lab/vm, start, win11]")
              .needed("with driver machine"),
          Key.of(
                  "environments.NAME.power-off",
                  COMMAND,
                  "Cuts the machine's power; ends when it is off.",
                  "power-off: [lab/vm, stop, win11]")
              .needed("with driver machine"),
          Key.of(
                  "environments.NAME.console",
                  COMMAND,
                  "Prints what the machine's console has said since it was last switched on.",
                  "console: [lab/vm, console, win11]")
              .standard("none: nobody sees why a machine stays silent"),
          Key.of(
                  "environments.NAME.screenshot",
                  COMMAND,
                  "Writes a PNG of the machine's display to the path that is appended.",
                  "screenshot: [lab/vm, screenshot, win11]")
              .standard("none"));

  private MachineKeys() {}
}
