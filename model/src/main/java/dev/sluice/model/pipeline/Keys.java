package dev.sluice.model.pipeline;

import static dev.sluice.model.pipeline.Key.Type.BUILT_IN;
import static dev.sluice.model.pipeline.Key.Type.CHECKS;
import static dev.sluice.model.pipeline.Key.Type.COMMAND;
import static dev.sluice.model.pipeline.Key.Type.DURATION;
import static dev.sluice.model.pipeline.Key.Type.ENTRIES;
import static dev.sluice.model.pipeline.Key.Type.FILE;
import static dev.sluice.model.pipeline.Key.Type.FILES;
import static dev.sluice.model.pipeline.Key.Type.MAPPING;
import static dev.sluice.model.pipeline.Key.Type.NAME;
import static dev.sluice.model.pipeline.Key.Type.NUMBER;
import static dev.sluice.model.pipeline.Key.Type.PLACE;
import static dev.sluice.model.pipeline.Key.Type.SIZE;
import static dev.sluice.model.pipeline.Key.Type.TEXT;
import static dev.sluice.model.pipeline.Key.Type.TEXTS;
import static dev.sluice.model.pipeline.Key.Type.VERSION;
import static dev.sluice.model.pipeline.Key.Type.VERSIONS;
import static dev.sluice.model.pipeline.Key.Type.WORD;

import java.util.List;

/**
 * Every key of the pipeline file, in the order in which one reads them. The one source of what
 * messages, {@code sluice explain} and the manual say; the JSON Schema is held to it by a test.
 */
public final class Keys {
  private static final List<Key> FILE_KEYS =
      List.of(
          Key.of(
                  "sluice",
                  NUMBER,
                  "The version of this format. First in the file, so that a newer file is refused"
                      + " by name and not by accident.",
                  "sluice: 1")
              .needed("always")
              .allowed("1"),
          Key.of(
                  "product",
                  NAME,
                  "What the artifacts make up together; the name in proofs and reports.",
                  "product: kernel-sensor")
              .needed("always"),
          Key.of(
                  "artifacts",
                  MAPPING,
                  "The streams of versions that reach hosts, code and data alike, by name."
                      + " Both kinds take the same road: the stages are written nowhere.",
                  """
                  artifacts:
                    sensor:
                      kind: application
                    channel:
                      kind: data""")
              .needed("always")
              .allowed("at least one application"),
          Key.of(
                  "environments",
                  MAPPING,
                  "The places to prove in, by name. Each stands for the hosts that its platform"
                      + " selector matches.",
                  """
                  environments:
                    linux-6.1:
                      driver: qemu""")
              .needed("always"),
          Key.of(
              "suites",
              MAPPING,
              "The checks beyond the built-ins boots, updates, healthy, survives-reboot and"
                  + " reverts, which every suite has.",
              """
              suites:
                smoke:
                  - catches: samples/threat.txt"""),
          Key.of(
                  "time-box",
                  DURATION,
                  "How long one prove may take. Combinations that do not fit stay unproven, and"
                      + " what is unproven does not roll out.",
                  "time-box: 10 m")
              .standard("none: everything is proven")
              .allowed("1 s to 24 h"));

  private static final List<Key> ARTIFACT_KEYS =
      List.of(
          Key.of(
                  "artifacts.NAME.kind",
                  WORD,
                  "Whether the artifact is the program on hosts or data that a program loads.",
                  "kind: data")
              .needed("always")
              .allowed("application", "data"),
          Key.of(
                  "artifacts.NAME.for",
                  NAME,
                  "The application that loads these data. Data are proven together with every"
                      + " release of it that hosts run.",
                  "for: sensor")
              .needed("for data")
              .allowed("the name of an application in this file"),
          Key.of(
                  "artifacts.NAME.at",
                  PLACE,
                  "Where a release lies on a machine; a release is put there before a cold boot."
                      + " It must be on the state disk, which is what persists over boots.",
                  "at: /var/lib/sensor/channel.bin")
              .needed("always")
              .allowed("beneath environments.state"),
          Key.of(
                  "artifacts.NAME.releases",
                  MAPPING,
                  "The releases that hosts run now, oldest first; the last one is the last known"
                      + " good. A version with its file, or with a mapping. Data may have none yet.",
                  """
                  releases:
                    "7.15": build/sensor-7.15.ko
                    "7.16": { file: build/sensor-7.16.ko, hosts: 8450 }""")
              .needed("for applications"),
          Key.of(
                  "artifacts.NAME.releases.VERSION.file",
                  FILE,
                  "The release. When it is absent, build makes it.",
                  "file: build/sensor-7.15.ko")
              .needed("in the long form"),
          Key.of(
                  "artifacts.NAME.releases.VERSION.hosts",
                  NUMBER,
                  "How many hosts run this release, so that a result says how many it covers and"
                      + " the plan begins with the most exposed.",
                  "hosts: 30000")
              .standard("not known"),
          Key.of(
                  "artifacts.NAME.build",
                  COMMAND,
                  "Makes release files that are absent. Run in the folder of the pipeline file,"
                      + " on the machine that proves.",
                  "build: [./build.sh]")
              .standard("none: absent files are an error"),
          Key.of(
                  "artifacts.NAME.size",
                  SIZE,
                  "The limit on a release's size. A larger candidate is refused before anything"
                      + " reads it.",
                  "size: 64 KiB")
              .standard("64 MiB")
              .allowed("1 B to 4 GiB"),
          Key.of(
                  "artifacts.NAME.format",
                  MAPPING,
                  "The check on a candidate's form before any machine sees it: a validator in a"
                      + " sandbox, or a JSON Schema. One of the two.",
                  "format: { command: [tools/parse-channel] }")
              .standard("none"),
          Key.of(
              "artifacts.NAME.format.command",
              COMMAND,
              "A validator, run in a sandbox without network and with bounds on memory, time and"
                  + " output. The candidate's path is appended; exit status 0 accepts.",
              "command: [tools/parse-channel]"),
          Key.of(
              "artifacts.NAME.format.json-schema",
              FILE,
              "A JSON Schema (draft 2020-12) that the candidate, a JSON document, must satisfy.",
              "json-schema: tools/rules.schema.json"),
          Key.of(
                  "artifacts.NAME.in-force",
                  WORD,
                  "How the application names what it uses of this artifact: by its version, or by"
                      + " the SHA-256 of the file it loaded where the data carry no version.",
                  "in-force: sha256")
              .standard("version")
              .allowed("version", "sha256"),
          Key.of(
                  "artifacts.NAME.one-way",
                  VERSIONS,
                  "Releases that cannot go back. For them recovers-forward, to the floor, stands"
                      + " in place of reverts, and their proofs say so.",
                  "one-way: [\"295\"]")
              .standard("none")
              .allowed("only together with floor"),
          Key.of(
                  "artifacts.NAME.floor",
                  MAPPING,
                  "What the application falls back to beneath the last known good: its built-in or"
                      + " empty data.",
                  "floor: { version: \"0\", file: channels/floor.bin }")
              .standard("none"),
          Key.of(
                  "artifacts.NAME.floor.version",
                  VERSION,
                  "The version that the application prints when the floor is in force.",
                  "version: \"0\"")
              .needed("with floor"),
          Key.of("artifacts.NAME.floor.file", FILE, "The floor.", "file: channels/floor.bin")
              .needed("with floor"),
          Key.of(
                  "artifacts.NAME.verbs",
                  MAPPING,
                  "The commands by which Sluice learns an application. Written once, used in the"
                      + " lab and on hosts, run as root on the machine.",
                  """
                  verbs:
                    take: [sensorctl, take]
                    in-force: [sensorctl, in-force]""")
              .needed("for applications"),
          Key.of(
                  "artifacts.NAME.verbs.install",
                  COMMAND,
                  "Puts an application release into use on the running machine. The file's path is"
                      + " appended.",
                  "install: [sensorctl, install]")
              .standard("none: releases of the application itself cannot be proven then")
              .needed("to prove releases of the application, and with the check installs"),
          Key.of(
                  "artifacts.NAME.verbs.take",
                  COMMAND,
                  "Puts a data release into use on the running machine. The file's path is"
                      + " appended.",
                  "take: [sensorctl, take]")
              .needed("always"),
          Key.of(
                  "artifacts.NAME.verbs.in-force",
                  COMMAND,
                  "Prints what the application uses now, one line an artifact: its name and its"
                      + " version or SHA-256. One bare word stands for the only data artifact."
                      + " The only answer that counts.",
                  "in-force: [sensorctl, in-force]")
              .needed("always"),
          Key.of(
                  "artifacts.NAME.verbs.probe",
                  COMMAND,
                  "Asks the application about a file, whose path is appended: exit status 0 not"
                      + " flagged, 1 flagged, anything else an error.",
                  "probe: [sensorctl, probe]")
              .needed("with the checks catches and leaves-alone"),
          Key.of(
                  "artifacts.NAME.verbs.healthy",
                  COMMAND,
                  "Exit status 0 when the application works.",
                  "healthy: [sensorctl, healthy]")
              .standard("none: the built-in signs of health suffice"),
          Key.of(
                  "artifacts.NAME.known-bad",
                  ENTRIES,
                  "Negative controls: releases kept to show that the suite still goes red."
                      + " A gate that cannot fail is no gate.",
                  """
                  known-bad:
                    - { release: "291", file: channels/291-bad.bin, goes-red: boots, with: "7.15" }""")
              .needed("for data"),
          Key.of(
                  "artifacts.NAME.known-bad.release",
                  VERSION,
                  "The version that the known-bad release carries.",
                  "release: \"291\"")
              .needed("always"),
          Key.of(
                  "artifacts.NAME.known-bad.file",
                  FILE,
                  "The known-bad release.",
                  "file: channels/291-bad.bin")
              .needed("always"),
          Key.of(
                  "artifacts.NAME.known-bad.goes-red",
                  WORD,
                  "The check that must fail on it: a built-in one, format, or one of the suite.",
                  "goes-red: boots")
              .needed("always")
              .allowed("the name of a check that the suite has"),
          Key.of(
                  "artifacts.NAME.known-bad.with",
                  VERSION,
                  "The counterpart it is tried with: for data a release of the application, for an"
                      + " application a release of its data.",
                  "with: \"7.15\"")
              .standard("the riskiest combination")
              .allowed("a release that hosts run"));

  private static final List<Key> ENVIRONMENT_KEYS =
      List.of(
          Key.of(
                  "environments.NAME.driver",
                  WORD,
                  "How the place is reached and powered: qemu is a virtual machine of its own for"
                      + " every boot.",
                  "driver: qemu")
              .needed("always")
              .allowed("qemu"),
          Key.of(
                  "environments.NAME.image",
                  MAPPING,
                  "Where the machine comes from: a script that builds it, or files that exist.",
                  "image: { script: guest.sh, inputs: [guest] }")
              .needed("always"),
          Key.of(
              "environments.NAME.image.script",
              FILE,
              "Builds kernel, initrd, state.img and cmdline into the folder named by its first"
                  + " argument. Cached by the content of the script and its inputs.",
              "script: guest.sh"),
          Key.of(
                  "environments.NAME.image.inputs",
                  FILES,
                  "Further files and folders that the script reads; a change builds anew.",
                  "inputs: [guest, debian.sh]")
              .standard("none"),
          Key.of(
              "environments.NAME.image.kernel",
              FILE,
              "A kernel that QEMU boots directly.",
              "kernel: image/vmlinux"),
          Key.of(
              "environments.NAME.image.initrd",
              FILE,
              "Its initial RAM disk, which starts the application and then the guest channel.",
              "initrd: image/initrd"),
          Key.of(
              "environments.NAME.image.state",
              FILE,
              "The disk that persists over boots, raw ext4. Every run gets a copy.",
              "state: image/state.img"),
          Key.of(
                  "environments.NAME.image.cmdline",
                  TEXT,
                  "The kernel's command line.",
                  "cmdline: console=ttyS0 quiet oops=panic panic=-1")
              .needed("with kernel, initrd and state"),
          Key.of(
                  "environments.NAME.state",
                  PLACE,
                  "Where the machine mounts the state disk.",
                  "state: /var/lib")
              .standard("/var/lib"),
          Key.of("environments.NAME.memory", SIZE, "The machine's memory.", "memory: 256 MiB")
              .standard("256 MiB")
              .allowed("64 MiB to 64 GiB, in whole MiB"),
          Key.of(
                  "environments.NAME.parameters",
                  TEXTS,
                  "Added to the kernel's command line.",
                  "parameters: [oops=panic]")
              .standard("none")
              .allowed("words without spaces"),
          Key.of(
                  "environments.NAME.deadline",
                  DURATION,
                  "The limit for one boot or one command. A machine that has not answered by then"
                      + " has not passed.",
                  "deadline: 60 s")
              .standard("derived from measured boots, at least ten times the median")
              .allowed("1 s to 1 h"),
          Key.of(
                  "environments.NAME.stands-for",
                  MAPPING,
                  "The platform selector: facts that a host must match for a proof made here to"
                      + " count there.",
                  "stands-for: { os: debian, version: \"12\" }")
              .needed("always")
              .allowed("at least one fact"));

  private static final List<Key> SUITE_KEYS =
      List.of(
          Key.of(
              "suites.smoke",
              CHECKS,
              "The checks that every candidate goes through, in order. A data artifact needs a"
                  + " catches and a leaves-alone here, or commands that stand for them:"
                  + " being alive is not enough.",
              """
              smoke:
                - catches: samples/threat.txt
                - leaves-alone: samples/clean"""),
          Key.of(
              "suites.regression",
              CHECKS,
              "The checks that application candidates go through after those of smoke.",
              """
              regression:
                - installs"""),
          Key.of(
              "suites.SUITE.catches",
              FILES,
              "Known threats: every file is flagged by the application's probe.",
              "- catches: samples/threat.txt"),
          Key.of(
              "suites.SUITE.leaves-alone",
              FILES,
              "Good files: none is flagged by the application's probe, none is changed.",
              "- leaves-alone: [samples/clean, samples/office.doc]"),
          Key.of(
                  "suites.SUITE.stays-within",
                  MAPPING,
                  "Bounds on what the machine spends while the other checks use the application.",
                  "- stays-within: { cpu: 2 s, memory: 32 MiB }")
              .allowed("at least one bound, and none that nothing could exceed"),
          Key.of(
                  "suites.SUITE.stays-within.wall",
                  DURATION,
                  "Time in use: of all probes and own commands of one boot, summed.",
                  "wall: 5 s")
              .allowed("up to 1 h"),
          Key.of(
                  "suites.SUITE.stays-within.cpu",
                  DURATION,
                  "Processor time of the whole machine, from the first question to the last.",
                  "cpu: 2 s")
              .allowed("up to 1 h"),
          Key.of(
                  "suites.SUITE.stays-within.memory",
                  SIZE,
                  "By how much used memory may grow.",
                  "memory: 32 MiB")
              .allowed("less than the memory of the machine"),
          Key.of(
                  "suites.SUITE.stays-within.disk",
                  SIZE,
                  "By how much the state disk may grow.",
                  "disk: 1 MiB")
              .allowed("up to 1 TiB"),
          Key.of(
              "suites.SUITE.installs",
              WORD,
              "The application's install verb works on a machine that has no release of it."
                  + " A word without settings.",
              "- installs"),
          Key.of(
              "suites.SUITE.command",
              COMMAND,
              "A check of your own: a command on the machine.",
              """
              - command: [sensorctl, status]
                name: status
                output: ok"""),
          Key.of(
                  "suites.SUITE.name",
                  NAME,
                  "The name of your own check in results and in goes-red.",
                  "name: status")
              .needed("with command")
              .allowed("no name of a built-in check"),
          Key.of("suites.SUITE.exit", NUMBER, "The exit status that passes.", "exit: 0")
              .standard("0")
              .allowed("0 to 255"),
          Key.of("suites.SUITE.output", TEXT, "Text that the output must contain.", "output: ok")
              .standard("any output passes"),
          Key.of("suites.SUITE.within", DURATION, "The time limit.", "within: 5 s")
              .standard("10 s")
              .allowed("up to 1 h"),
          Key.of(
                  "suites.SUITE.stands-for",
                  WORD,
                  "Declares your own check to be the equivalent of a built-in one that data need.",
                  "stands-for: catches")
              .allowed("catches", "leaves-alone"),
          builtIn("boots", "A cold boot with the candidate put in place while the machine is off."),
          builtIn(
              "updates", "The running machine takes the candidate by the verb take or install."),
          builtIn("healthy", "The machine and the application work, with the candidate in force."),
          builtIn("survives-reboot", "A second cold boot, with the same checks as the first."),
          builtIn(
              "reverts",
              "After the candidate has worked and written state: the last known good back, a cold"
                  + " boot, healthy. For one-way releases recovers-forward stands in its place."));

  private static final List<Key> ALL =
      List.of(FILE_KEYS, ARTIFACT_KEYS, ENVIRONMENT_KEYS, SUITE_KEYS).stream()
          .flatMap(List::stream)
          .toList();

  private Keys() {}

  private static Key builtIn(String name, String meaning) {
    return Key.of("suites.SUITE." + name, BUILT_IN, meaning, "- " + name)
        .standard("in every suite; cannot be removed, renamed, waived or limited");
  }

  /** All keys, in the order of the manual. */
  public static List<Key> all() {
    return ALL;
  }

  /** The names of the keys directly beneath a path, in the order of the manual. */
  static List<String> beneath(String path) {
    String prefix = path.isEmpty() ? "" : path + ".";
    return ALL.stream()
        .filter(key -> key.path().startsWith(prefix))
        .filter(key -> key.path().indexOf('.', prefix.length()) < 0)
        .map(Key::name)
        .toList();
  }

  /** Where a key of this name belongs, as people say it. */
  static List<String> homesOf(String name) {
    return ALL.stream().filter(key -> key.name().equals(name)).map(Key::spoken).toList();
  }

  /** The key with exactly this path. */
  static Key at(String path) {
    return ALL.stream()
        .filter(key -> key.path().equals(path))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no key " + path));
  }
}
