package dev.sluice.model.impact;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.model.file.FileText;
import dev.sluice.model.file.ProblemReport;
import dev.sluice.model.outcome.Outcomes;
import dev.sluice.model.outcome.OutcomesFile;
import dev.sluice.model.outcome.Thing;
import java.time.Duration;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Short files, asked in short. */
final class Asked {
  static final LocalDate TODAY = LocalDate.of(2026, 11, 25);

  private Asked() {}

  static Outcomes outcomes(String yaml) {
    return switch (OutcomesFile.parse("outcomes.yaml", yaml.getBytes(UTF_8))) {
      case FileText.Read<Outcomes>(var outcomes) -> outcomes;
      case FileText.Refused<Outcomes>(var problems) ->
          throw new AssertionError(ProblemReport.of(problems));
    };
  }

  /** One outcome, admission, with these needs, and things. */
  static Impact admission(String needs, String things) {
    return of(
        """
        sluice-outcomes: 1
        outcomes:
          admission:
            says: a patient is admitted
            people: 60
            harm-after: 2 h
            needs: %s
        %s"""
            .formatted(needs, things));
  }

  static Impact of(String yaml) {
    return Impact.of(outcomes(yaml), TODAY);
  }

  static Answer.Effect without(Impact impact, Thing.Kind kind, String name) {
    return without(impact, kind, name, null);
  }

  static Answer.Effect without(
      Impact impact, Thing.Kind kind, String name, @Nullable Duration lasts) {
    return impact.of(new Failure(kind, name, null, lasts)).effects().getFirst();
  }
}
