package dev.sluice.model.pipeline;

import static dev.sluice.model.file.Key.Type.COMMAND;
import static dev.sluice.model.file.Key.Type.ENTRIES;
import static dev.sluice.model.file.Key.Type.FILE;
import static dev.sluice.model.file.Key.Type.FILES;
import static dev.sluice.model.file.Key.Type.MAPPING;
import static dev.sluice.model.file.Key.Type.NAME;
import static dev.sluice.model.file.Key.Type.NAMES;
import static dev.sluice.model.file.Key.Type.NUMBER;
import static dev.sluice.model.file.Key.Type.PLACE;
import static dev.sluice.model.file.Key.Type.SIZE;
import static dev.sluice.model.file.Key.Type.VERSION;
import static dev.sluice.model.file.Key.Type.VERSIONS;
import static dev.sluice.model.file.Key.Type.WORD;

import dev.sluice.model.file.Key;
import java.util.List;

/** The keys of an artifact. */
final class ArtifactKeys {
  static final List<Key> ALL =
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
              .needed(
                  "with a small guest or driver process, which alone are written to while off;"
                      + " not by an application that the images have")
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
                  "artifacts.NAME.releases.VERSION.installed-in",
                  NAMES,
                  "The environments whose images have this release: it is run there alone and put"
                      + " nowhere. The file then only names it, by digest: the package that the"
                      + " images were made from.",
                  "installed-in: [debian-11, debian-11-turkish]")
              .standard("none: the file is put on every machine")
              .allowed("names of environments in this file"),
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
                  "artifacts.NAME.provenance",
                  FILES,
                  "Public keys (PEM, Ed25519) of those who may say where a release comes from. A"
                      + " release that is submitted to a server then needs an in-toto statement or"
                      + " a detached signature by one of them.",
                  "provenance: keys/build.pub")
              .standard("none: a release may come from whoever may submit"),
          Key.of(
                  "artifacts.NAME.hand-on",
                  WORD,
                  "Whether a server hands a release on as soon as it is proven, or a person does.",
                  "hand-on: by-hand")
              .standard("when-proven")
              .allowed("when-proven", "by-hand"),
          Key.of(
                  "artifacts.NAME.labs",
                  NUMBER,
                  "By how many labs, each with a key of its own, a server has every combination of a"
                      + " release proven before the release is.",
                  "labs: 2")
              .standard("1")
              .allowed("1 to 5"),
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

  private ArtifactKeys() {}
}
