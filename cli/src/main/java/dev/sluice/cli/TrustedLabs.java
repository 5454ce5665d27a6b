package dev.sluice.cli;

import dev.sluice.cli.screen.Plain;
import dev.sluice.server.labs.LabFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Whose proofs a server would believe, line by line, for whoever is about to start it. */
final class TrustedLabs {
  private TrustedLabs() {}

  /**
   * What lies in {@code labs} of a data folder, or that nothing does and what follows.
   *
   * @param spoken the folder, as people know it
   * @param runs whether runs are made in the server's process
   */
  static List<String> lines(Path folder, String spoken, boolean runs, InstantSource clock) {
    LabFolder.Listing listing = LabFolder.list(folder, clock);
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    List<String> lines = new ArrayList<>();
    for (LabFolder.Lab lab : listing.labs()) {
      lines.add("%s  %s".formatted(Plain.of(lab.key().name()), lab.key().id()));
      lines.add(
          "  "
              + (lab.product() == null ? "every product" : lab.product() + " alone")
              + days(lab, today));
    }
    listing.complaints().forEach(complaint -> lines.add(Plain.of(complaint)));
    if (listing.labs().isEmpty()) {
      lines.add(nobody(folder, spoken, runs));
    }
    return lines;
  }

  private static String days(LabFolder.Lab lab, LocalDate today) {
    return lab.until() == null
        ? ""
        : lab.isOver(today)
            ? ", until " + lab.until() + ": no more"
            : ", until the end of " + lab.until() + " (UTC)";
  }

  private static String nobody(Path folder, String spoken, boolean runs) {
    return runs && !Files.exists(folder)
        ? "that of the runner in this process, as " + spoken + "/embedded.pub"
        : "none: no runner gets work, and nothing is proven, until the public half of its key lies in "
            + spoken
            + " as NAME.pub";
  }
}
