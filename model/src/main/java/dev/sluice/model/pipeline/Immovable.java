package dev.sluice.model.pipeline;

import dev.sluice.model.file.Findings;
import dev.sluice.model.file.Quoted;
import dev.sluice.model.file.Span;
import java.util.List;
import java.util.Set;

/** The checks that no file can take out of a suite, and how files try. */
final class Immovable {
  static final List<String> CHECKS =
      List.of("boots", "updates", "healthy", "survives-reboot", "reverts");

  /** Names that a check of the owner's own may not bear. */
  static final List<String> RESERVED =
      List.of(
          "boots",
          "updates",
          "healthy",
          "survives-reboot",
          "reverts",
          "recovers-forward",
          "format",
          "in-force",
          "installs",
          "catches",
          "leaves-alone",
          "stays-within",
          "survives-dates");

  private static final Set<String> WAYS_TO_TRY =
      Set.of(
          "allow-failure",
          "disable",
          "disabled",
          "except",
          "exclude",
          "ignore",
          "ignored",
          "only",
          "optional",
          "override",
          "remove",
          "rename",
          "skip",
          "skipped",
          "waive",
          "waived",
          "waiver",
          "waivers",
          "without");

  private Immovable() {}

  static boolean wouldRemove(String key) {
    return WAYS_TO_TRY.contains(key.replace('_', '-'));
  }

  static void report(Findings findings, Span at, String key) {
    findings.addFor(
        "suites",
        at,
        "%s would take checks out of a suite; there is no such key".formatted(Quoted.of(key)),
        String.join(", ", CHECKS) + " are in every suite:",
        "a gate that can be switched off stops nothing on the day it matters");
  }

  static void reportSetting(Findings findings, Span at, String check) {
    findings.addFor(
        "suites." + check,
        at,
        "%s is given a setting".formatted(Quoted.of(check)),
        "it is in every suite and cannot be removed, renamed, waived or limited:",
        "a gate that can be switched off stops nothing on the day it matters");
  }
}
