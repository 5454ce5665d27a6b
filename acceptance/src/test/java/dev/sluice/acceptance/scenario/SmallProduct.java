package dev.sluice.acceptance.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A product whose files are a few bytes each; nothing of it can boot. */
final class SmallProduct {
  static final String NAME = "small";

  private static final String PIPELINE =
      """
      sluice: 1
      product: small
      artifacts:
        sensor:
          kind: application
          at: /srv/sensor
          releases: { "7.15": sensor-7.15, "7.16": sensor-7.16 }
          verbs: { take: [take], in-force: [in-force], probe: [probe] }
        channel:
          kind: data
          for: sensor
          at: /srv/channel
          releases: { "289": channel-289 }
          size: 64 KiB
          known-bad: [{ release: "291", file: channel-291-bad, goes-red: boots }]
      environments:
        small:
          driver: qemu
          image: { script: guest.sh }
          state: /srv
          stands-for: { os: debian }
      suites:
        smoke:
          - catches: threat
          - leaves-alone: clean
      """;

  private SmallProduct() {}

  /** Its pipeline file, with all that it names. */
  static String on(Desk desk) {
    try {
      Path folder = Files.createDirectory(desk.home().resolve("product"));
      for (String file :
          List.of(
              "sensor-7.15",
              "sensor-7.16",
              "channel-289",
              "channel-291-bad",
              "guest.sh",
              "threat",
              "clean")) {
        Files.writeString(folder.resolve(file), file);
      }
      return Files.writeString(folder.resolve("sluice.yaml"), PIPELINE).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
