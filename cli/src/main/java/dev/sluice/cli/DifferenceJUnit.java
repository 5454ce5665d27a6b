package dev.sluice.cli;

import dev.sluice.model.impact.Difference;
import dev.sluice.model.impact.Sentences;
import dev.sluice.model.outcome.Outcome;
import dev.sluice.proving.report.JUnitXml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A difference as JUnit XML: a test case an outcome, failed when the change is stopped for it. */
final class DifferenceJUnit {
  private DifferenceJUnit() {}

  static String of(String file, Difference difference, Sentences sentences) {
    Map<Outcome, List<String>> stopped = new LinkedHashMap<>();
    for (Difference.Worse worse : difference.worse()) {
      List<String> reasons = stopped.computeIfAbsent(worse.outcome(), _ -> new ArrayList<>());
      if (worse.isStopped()) {
        reasons.add(sentences.of(worse));
      }
    }
    List<JUnitXml.Case> cases = new ArrayList<>();
    stopped.forEach(
        (outcome, reasons) ->
            cases.add(new JUnitXml.Case(outcome.name(), String.join("\n", reasons))));
    if (cases.isEmpty()) {
      cases.add(new JUnitXml.Case("nothing gets worse", ""));
    }
    return JUnitXml.of("sluice impact diff " + file, "impact", cases);
  }
}
