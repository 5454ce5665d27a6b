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

  /**
   * Judges the file and shows what was found.
   *
   * @return the exit status
   */
  static int check(Path file, LocalDate today, boolean json, Printer printer) {
    return switch (OutcomesSource.read(file)) {
      case FileText.Refused<Outcomes>(var problems) -> {
        if (json) {
          printer.out().print(CheckJson.invalid(file, problems));
        } else {
          printer.err().print(ProblemReport.of(problems));
        }
        yield Exit.USAGE;
      }
      case FileText.Read<Outcomes>(var outcomes) -> {
        Impact impact = Impact.of(outcomes, today);
        Judgement judgement = impact.judged();
        var sentences = new Sentences(today, outcomes.policy(), null);
        if (json) {
          printer.out().print(json(file, impact, judgement, sentences));
        } else {
          JudgementScreen.of(file.toString(), impact, judgement, sentences, printer.outIsLive())
              .forEach(printer.out()::println);
        }
        yield judgement.breaches().isEmpty() ? Exit.DONE : Exit.NO;
      }
    };
  }

  private static String json(Path file, Impact impact, Judgement judgement, Sentences sentences) {
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
    return ImpactJson.write(root);
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
