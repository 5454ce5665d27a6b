package dev.sluice.cli.page;

import dev.sluice.model.file.FileText;
import dev.sluice.model.impact.Impact;
import dev.sluice.model.outcome.Outcomes;
import dev.sluice.model.outcome.OutcomesFile;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Random;

/** Files of outcomes of any size, from a seed. */
final class SeededFile {
  static final LocalDate TODAY = LocalDate.of(2026, 11, 25);

  private SeededFile() {}

  static Impact read(String text) {
    return switch (OutcomesFile.parse("outcomes.yaml", text.getBytes(StandardCharsets.UTF_8))) {
      case FileText.Read<Outcomes>(var outcomes) -> Impact.of(outcomes, TODAY);
      case FileText.Refused<Outcomes>(var problems) ->
          throw new IllegalStateException(problems.toString());
    };
  }

  /** A tenth of the nodes are outcomes, half services, a quarter groups, the rest vendors. */
  static String of(long seed, int nodes) {
    var random = new Random(seed);
    int outcomes = nodes / 10;
    int services = nodes / 2;
    int groups = nodes / 4;
    int vendors = nodes - outcomes - services - groups;
    var text =
        new StringBuilder("sluice-outcomes: 1\nplace: A place of %d\noutcomes:\n".formatted(nodes));
    for (int i = 0; i < outcomes; i++) {
      text.append(
          "  o%d: { says: people are served at the counter with number %d, people: %d, harm-after: 2 h, needs: [s%d, { any: [s%d, s%d] }, { need: s%d, degraded: by hand }]%s }\n"
              .formatted(
                  i,
                  i,
                  1 + random.nextInt(400),
                  random.nextInt(services / 4),
                  random.nextInt(services / 2),
                  services / 2 + random.nextInt(services / 2),
                  random.nextInt(services),
                  i % 2 == 0
                      ? ""
                      : ", fallback: { says: by hand, needs: [], exercised: 2026-0%d-01 }"
                          .formatted(1 + random.nextInt(9))));
    }
    text.append("services:\n");
    for (int i = 0; i < services; i++) {
      int left = services - i - 1;
      text.append(
          "  s%d: { needs: [{ hosts: 2, in: g%d }, %sv%d] }\n"
              .formatted(
                  i,
                  random.nextInt(groups),
                  left == 0 || i % 4 == 3 ? "" : "s" + (i + 1 + random.nextInt(left)) + ", ",
                  random.nextInt(vendors)));
    }
    text.append("groups:\n");
    for (int i = 0; i < groups; i++) {
      text.append("  g%d: { hosts: %d, runs: [], at: here }\n".formatted(i, 2 + random.nextInt(9)));
    }
    text.append("sites: { here: { needs: [] } }\nvendors:\n");
    for (int i = 0; i < vendors; i++) {
      text.append("  v%d: records\n".formatted(i));
    }
    return text.toString();
  }
}
