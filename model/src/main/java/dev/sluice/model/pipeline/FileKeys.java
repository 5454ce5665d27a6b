package dev.sluice.model.pipeline;

import static dev.sluice.model.file.Key.Type.DURATION;
import static dev.sluice.model.file.Key.Type.MAPPING;
import static dev.sluice.model.file.Key.Type.NAME;
import static dev.sluice.model.file.Key.Type.NUMBER;

import dev.sluice.model.file.Key;
import java.util.List;

/** The keys of the file itself. */
final class FileKeys {
  static final List<Key> ALL =
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
              .allowed("1 s to 1 d"),
          Key.of(
                  "outcomes",
                  MAPPING,
                  "What people need and what it hangs on: all that may stand in an outcomes.yaml,"
                      + " beneath this key instead. sluice impact and sluice check read it.",
                  """
                  outcomes:
                    sluice-outcomes: 1
                    outcomes:
                      admission:
                        says: a patient is admitted""")
              .standard("what stands in outcomes.yaml beside this file"));

  private FileKeys() {}
}
