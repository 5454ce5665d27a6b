package dev.sluice.cli;

import dev.sluice.cli.screen.JudgementScreen;
import dev.sluice.model.file.FileText;
import dev.sluice.model.file.ProblemReport;
import dev.sluice.model.impact.Impact;
import dev.sluice.model.impact.Judgement;
import dev.sluice.model.impact.Sentences;
import dev.sluice.model.outcome.Outcomes;
import java.nio.file.Path;
import java.time.LocalDate;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@code sluice check} does with a file of outcomes: its rules, then the owner's policy. */
final class OutcomesCheck {
  private OutcomesCheck() {}

  /** What was found, as JSON, and the exit status. */
  record Told(int status, ObjectNode json) {}

  /**
   * Judges the file and shows what was found.
   *
   * @return the exit status
   */
  static int check(Path file, LocalDate today, boolean json, Printer printer) {
    if (json) {
      Told told = told(file, today);
      printer.out().print(ImpactJson.write(told.json()));
      return told.status();
    }
    return switch (OutcomesSource.read(file)) {
      case FileText.Refused<Outcomes>(var problems) -> {
        printer.err().print(ProblemReport.of(problems));
        yield Exit.USAGE;
      }
      case FileText.Read<Outcomes>(var outcomes) -> {
        Impact impact = impact(file, outcomes, today);
        Judgement judgement = impact.judged();
        JudgementScreen.of(
                file.toString(), impact, judgement, sentences(impact), printer.outIsLive())
            .forEach(printer.out()::println);
        yield status(judgement);
      }
    };
  }

  /** Judges the file. */
  static Told told(Path file, LocalDate today) {
    return switch (OutcomesSource.read(file)) {
      case FileText.Refused<Outcomes>(var problems) -> {
        ObjectNode wrong = CheckJson.wrong(file, problems);
        wrong.remove("plans");
        yield new Told(Exit.USAGE, wrong);
      }
      case FileText.Read<Outcomes>(var outcomes) -> {
        Impact impact = impact(file, outcomes, today);
        Judgement judgement = impact.judged();
        yield new Told(status(judgement), json(file, impact, judgement, sentences(impact)));
      }
    };
  }

  private static Impact impact(Path file, Outcomes outcomes, LocalDate today) {
    return Impact.of(DrillFile.of(file).read().drills().found(outcomes, today), today);
  }

  private static int status(Judgement judgement) {
    return judgement.breaches().isEmpty() ? Exit.DONE : Exit.NO;
  }

  private static Sentences sentences(Impact impact) {
    return new Sentences(impact.today(), impact.outcomes().policy(), null);
  }

  private static ObjectNode json(
      Path file, Impact impact, Judgement judgement, Sentences sentences) {
    ObjectNode root = ImpactJson.root("check", file, impact);
    root.put("valid", true);
    root.putArray("problems");
    ArrayNode breaches = root.putArray("breaches");
    judgement.breaches().forEach(breach -> breach(breaches.addObject(), breach, sentences));
    ArrayNode waived = root.putArray("waived");
    for (Judgement.Waived one : judgement.waived()) {
      ObjectNode node = waived.addObject();
      breach(node, one.breach(), sentences);
      node.put("waiver", one.waiver().name());
      node.put("until", one.waiver().until().toString());
    }
    return root;
  }

  private static void breach(ObjectNode node, Judgement.Breach breach, Sentences sentences) {
    node.put("outcome", breach.outcome().name());
    node.put(
        "kind",
        switch (breach) {
          case Judgement.Breach.SinglePoint _ -> "single-point";
          case Judgement.Breach.Untried _ -> "untried-fallback";
          case Judgement.Breach.NotKnown _ -> "not-known";
        });
    node.put(
        "on",
        switch (breach) {
          case Judgement.Breach.SinglePoint(_, var part, _, _) -> part.name();
          case Judgement.Breach.Untried _, Judgement.Breach.NotKnown _ -> null;
        });
    node.put("line", breach.outcome().line());
    node.put("sentence", sentences.of(breach));
  }
}
