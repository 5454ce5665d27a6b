package dev.sluice.model.pipeline;

import static dev.sluice.model.file.Key.Type.BUILT_IN;
import static dev.sluice.model.file.Key.Type.CHECKS;
import static dev.sluice.model.file.Key.Type.COMMAND;
import static dev.sluice.model.file.Key.Type.DATES;
import static dev.sluice.model.file.Key.Type.DURATION;
import static dev.sluice.model.file.Key.Type.FILES;
import static dev.sluice.model.file.Key.Type.MAPPING;
import static dev.sluice.model.file.Key.Type.NAME;
import static dev.sluice.model.file.Key.Type.NUMBER;
import static dev.sluice.model.file.Key.Type.PLACES;
import static dev.sluice.model.file.Key.Type.SAMPLES;
import static dev.sluice.model.file.Key.Type.SETTINGS;
import static dev.sluice.model.file.Key.Type.SIZE;
import static dev.sluice.model.file.Key.Type.TEXT;
import static dev.sluice.model.file.Key.Type.WORD;
import static dev.sluice.model.file.Key.Type.WORDS;

import dev.sluice.model.file.Key;
import java.util.List;

/** The keys of suites and of the checks in them. */
final class SuiteKeys {
  static final List<Key> ALL =
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
                  "suites.needs-machine",
                  WORDS,
                  "Checks whose end result needs a kernel: an environment with driver process leaves"
                      + " them out, and its proofs say so. survives-dates is always one.",
                  "needs-machine: [stays-within, drivers-load]")
              .standard("none")
              .allowed(
                  "stays-within, installs, survives-dates and checks of your own that stand for"
                      + " none; the others are shown wherever there is a proof"),
          Key.of(
              "suites.SUITE.catches",
              FILES,
              "Known threats: every file is flagged by the application's probe.",
              "- catches: samples/threat.txt"),
          Key.of(
                  "suites.SUITE.leaves-alone",
                  SAMPLES,
                  "Good files: none is flagged by the application's probe, none is changed.",
                  "- leaves-alone: [samples/clean, samples/office.doc]")
              .allowed("as a mapping at least one of samples and vital"),
          Key.of(
              "suites.SUITE.leaves-alone.samples",
              FILES,
              "Good files that are brought to the machine.",
              "samples: [samples/clean, samples/office.doc]"),
          Key.of(
              "suites.SUITE.leaves-alone.vital",
              PLACES,
              "Files and folders that the machine has, whose content must be the same after use as"
                  + " before: a system file in quarantine shows at once, not two boots later.",
              "vital: [/usr/lib/systemd, /usr/bin/dash, /boot]"),
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
              "suites.SUITE.survives-dates",
              SETTINGS,
              "The checks of a candidate in use hold on days to come, by the machine's clock: a"
                  + " month on, the coming new year, a leap day, 19 January 2038, and the days that"
                  + " its settings name. Always needs a machine.",
              "- survives-dates: { valid-for: 90 d, days: [2027-03-01] }"),
          Key.of(
                  "suites.SUITE.survives-dates.valid-for",
                  DURATION,
                  "How long a release is meant to be used; its last day is tried.",
                  "valid-for: 90 d")
              .standard("none: no such day")
              .allowed("1 h to 3,650 d"),
          Key.of(
                  "suites.SUITE.survives-dates.days",
                  DATES,
                  "Further days to try.",
                  "days: [2027-03-01, 2028-02-29]")
              .standard("none")
              .allowed("2000-01-01 to 2099-12-31"),
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

  private SuiteKeys() {}

  private static Key builtIn(String name, String meaning) {
    return Key.of("suites.SUITE." + name, BUILT_IN, meaning, "- " + name)
        .standard("in every suite; cannot be removed, renamed, waived or limited");
  }
}
