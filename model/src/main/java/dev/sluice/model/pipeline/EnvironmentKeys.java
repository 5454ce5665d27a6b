package dev.sluice.model.pipeline;

import static dev.sluice.model.file.Key.Type.DURATION;
import static dev.sluice.model.file.Key.Type.MAPPING;
import static dev.sluice.model.file.Key.Type.PERCENT;
import static dev.sluice.model.file.Key.Type.TEXTS;
import static dev.sluice.model.file.Key.Type.WORD;

import dev.sluice.model.file.Key;
import java.util.List;
import java.util.stream.Stream;

/** The keys of an environment: those of every driver, then each driver's own. */
final class EnvironmentKeys {
  private static final List<Key> OF_EVERY_DRIVER =
      List.of(
          Key.of(
                  "environments.NAME.driver",
                  WORD,
                  "How the place is reached and powered. qemu: a virtual machine of its own for"
                      + " every boot. machine: one of your own, by SSH and your commands. process:"
                      + " a sandbox on the machine that proves, without a kernel of its own.",
                  "driver: qemu")
              .needed("always")
              .allowed("qemu", "machine", "process"),
          Key.of(
                  "environments.NAME.stands-for",
                  MAPPING,
                  "The platform selector: facts that a host must match for a proof made here to"
                      + " count there.",
                  "stands-for: { os: debian, version: \"12\" }")
              .needed("always")
              .allowed("at least one fact"),
          Key.of(
                  "environments.NAME.deadline",
                  DURATION,
                  "The limit for one boot or one command. A machine that has not answered by then"
                      + " has not passed.",
                  "deadline: 60 s")
              .standard("derived from measured boots, at least ten times the median")
              .allowed("1 s to 1 h"),
          Key.of(
                  "environments.NAME.healthy",
                  MAPPING,
                  "What healthy asks of the system around the application, where there is a"
                      + " systemd: beyond this, that no unit has failed that had not failed before.",
                  "healthy: { units: [clamav-daemon.service], settle: 2 s }")
              .standard("no unit named, settled for 1 s"),
          Key.of(
                  "environments.NAME.healthy.units",
                  TEXTS,
                  "Units that are active.",
                  "units: [clamav-daemon.service, ssh.service]")
              .standard("none")
              .allowed("names of systemd units"),
          Key.of(
                  "environments.NAME.healthy.settle",
                  DURATION,
                  "How long nothing may go wrong before it is believed.",
                  "settle: 2 s")
              .standard("1 s")
              .allowed("0 s to 10 m"),
          Key.of(
                  "environments.NAME.flakes",
                  PERCENT,
                  "How many of the recent runs may have ended differently when they were made once"
                      + " more. Above it the environment gives no proof until someone has looked.",
                  "flakes: 5 %")
              .standard("10 %")
              .allowed("0 % to 50 %"));

  static final List<Key> ALL =
      Stream.of(OF_EVERY_DRIVER, QemuKeys.ALL, SandboxKeys.ALL, MachineKeys.ALL)
          .flatMap(List::stream)
          .toList();

  private EnvironmentKeys() {}
}
