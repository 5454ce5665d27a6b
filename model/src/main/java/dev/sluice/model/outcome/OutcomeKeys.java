package dev.sluice.model.outcome;

import static dev.sluice.model.file.Key.Type.DATE;
import static dev.sluice.model.file.Key.Type.DURATION;
import static dev.sluice.model.file.Key.Type.ENTRIES;
import static dev.sluice.model.file.Key.Type.MAPPING;
import static dev.sluice.model.file.Key.Type.NEEDS;
import static dev.sluice.model.file.Key.Type.NUMBER;
import static dev.sluice.model.file.Key.Type.TEXT;

import dev.sluice.model.file.Key;
import java.util.List;

/** The keys of the file itself, and of outcomes. */
final class OutcomeKeys {
  static final List<Key> ALL =
      List.of(
          Key.of(
                  "sluice-outcomes",
                  NUMBER,
                  "The version of this format. First in the file, so that a newer file is refused"
                      + " by name and not by accident.",
                  "sluice-outcomes: 1")
              .needed("always")
              .allowed("1"),
          Key.of("place", TEXT, "Whose outcomes these are, for headings.", "place: Birch Clinic"),
          Key.of(
                  "outcomes",
                  MAPPING,
                  "What people need, by a short name. Not what machines do: nobody needs a server.",
                  """
                  outcomes:
                    admission:
                      says: a patient is admitted""")
              .needed("always")
              .allowed("at least one"),
          Key.of(
                  "outcomes.NAME.says",
                  TEXT,
                  "The outcome in the words of those who need it: somebody does, or gets, something.",
                  "says: a patient is admitted on Ward 3")
              .needed("always"),
          Key.of("outcomes.NAME.who", TEXT, "Who needs it.", "who: emergency patients"),
          Key.of(
                  "outcomes.NAME.people",
                  NUMBER,
                  "How many people a day are affected while it is lost; worst losses are shown"
                      + " first by it.",
                  "people: 60")
              .standard("not known: shown last")
              .allowed("0 to 10,000,000,000"),
          Key.of(
                  "outcomes.NAME.harm-after",
                  DURATION,
                  "How long it may be lost before people are harmed. 0 s when at once.",
                  "harm-after: 2 h")
              .needed("always")
              .allowed("0 s to 365 d"),
          Key.of(
                  "outcomes.NAME.needs",
                  NEEDS,
                  "What it hangs on. A plain list: all of them, and without one it is lost.",
                  "needs: [ward-pcs, records]")
              .needed("always"),
          Key.of(
              "outcomes.NAME.degraded-modes",
              ENTRIES,
              "Ways in which the system itself goes on with less, best first. They come before the"
                  + " fallback.",
              """
              degraded-modes:
                - says: the read-only copy of the records
                  needs: [copy-laptop]"""),
          Key.of(
                  "outcomes.NAME.degraded-modes.says",
                  TEXT,
                  "What people do then, in plain words.",
                  "says: the read-only copy of the records")
              .needed("always"),
          Key.of(
              "outcomes.NAME.degraded-modes.needs",
              NEEDS,
              "What this mode hangs on in turn.",
              "needs: [copy-laptop]"),
          Key.of(
                  "outcomes.NAME.degraded-modes.keeps-for",
                  DURATION,
                  "How long it can be kept up.",
                  "keeps-for: 12 h")
              .standard("as long as it takes")
              .allowed("1 m to 365 d"),
          Key.of(
                  "outcomes.NAME.fallback",
                  MAPPING,
                  "What people do without the system. It counts only while it is drilled: the forms,"
                      + " tools and trained people of old are gone.",
                  """
                  fallback:
                    says: paper forms, one for each bed
                    needs: [forms, nurse]""")
              .standard("there is none"),
          Key.of(
                  "outcomes.NAME.fallback.says",
                  TEXT,
                  "What people do then, in plain words.",
                  "says: paper forms, one for each bed")
              .needed("always"),
          Key.of(
              "outcomes.NAME.fallback.needs",
              NEEDS,
              "People, forms, a copy, a second vendor: the fallback hangs on them in turn.",
              "needs: [forms, nurse]"),
          Key.of(
                  "outcomes.NAME.fallback.keeps-for",
                  DURATION,
                  "How long it can be kept up.",
                  "keeps-for: 8 h")
              .standard("as long as it takes")
              .allowed("1 m to 365 d"),
          Key.of(
                  "outcomes.NAME.fallback.exercised",
                  DATE,
                  "The day on which it was last tried by those who will have to do it.",
                  "exercised: 2026-09-14")
              .standard("never: it does not count")
              .allowed("2000-01-01 to 2099-12-31"));

  private OutcomeKeys() {}
}
