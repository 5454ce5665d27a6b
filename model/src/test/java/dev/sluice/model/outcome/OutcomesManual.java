package dev.sluice.model.outcome;

import dev.sluice.model.file.Key;
import dev.sluice.model.file.Wrapped;
import java.util.stream.Collectors;

/** {@code docs/outcomes-file.md}, made from the table of keys. */
final class OutcomesManual {
  private static final int WIDTH = 110;

  private OutcomesManual() {}

  static String text() {
    return """
        # The file of outcomes

        <!-- Made from the table of keys (OutcomeKeys, ThingKeys, NeedKeys) by
             mvn -Dfast -pl model test -Dgolden.write=true -->

        Every key of `outcomes.yaml`; [impact.md](impact.md) is the page to begin with. The same may stand
        beneath `outcomes:` in [sluice.yaml](pipeline-file.md). `NAME` is a name of your own. What is said of
        `need` holds wherever needs are written: under `needs`, `runs`, `any`, `all` and `of`.
        """
        + OutcomesFile.KIND.keys().all().stream()
            .map(OutcomesManual::entry)
            .collect(Collectors.joining());
  }

  private static String entry(Key key) {
    var facts = new StringBuilder("*" + key.type().label() + "*");
    if (key.need() != null) {
      facts.append(" · needed ").append(key.need());
    }
    if (key.standard() != null) {
      facts.append(" · default: ").append(key.standard());
    }
    if (!key.allowed().isEmpty()) {
      facts.append(" · allowed: ").append(String.join(", ", key.allowed()));
    }
    return "\n## `%s`\n\n%s\n\n%s\n\n```yaml fragment\n%s\n```\n"
        .formatted(
            key.path(),
            String.join("\n", Wrapped.lines(key.meaning(), WIDTH)),
            String.join("\n", Wrapped.lines(facts.toString(), WIDTH)),
            key.example());
  }
}
