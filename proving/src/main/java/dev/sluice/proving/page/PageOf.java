package dev.sluice.proving.page;

import dev.sluice.model.Release;
import dev.sluice.model.Result;
import dev.sluice.proving.cause.Cause;
import dev.sluice.proving.environment.EnvironmentFacts;
import dev.sluice.proving.plan.PlannedRun;
import dev.sluice.proving.report.ControlRecord;
import dev.sluice.proving.report.ProveReport;
import dev.sluice.proving.report.Sentences;
import dev.sluice.proving.run.CheckResult;
import dev.sluice.proving.run.RunReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From what a prove came to, to what its page shows: values to values. */
final class PageOf {
  private static final int BEFORE = 6;
  private static final int AFTER = 2;
  private static final int AFTER_PASSED = 7;
  private static final int MOST_FAILING = 6;
  private static final int MOST_EVIDENCE = 12;

  private final ProveReport report;
  private final Surroundings surroundings;
  private final Map<PlannedRun, Material> materials;

  private PageOf(
      ProveReport report, Surroundings surroundings, Map<PlannedRun, Material> materials) {
    this.report = report;
    this.surroundings = surroundings;
    this.materials = materials;
  }

  static Page page(
      ProveReport report, Surroundings surroundings, Map<PlannedRun, Material> materials) {
    return new PageOf(report, surroundings, materials).page();
  }

  private Page page() {
    List<RunReport.Finished> notPassed =
        finished().stream().filter(run -> run.result() != Result.PASSED).toList();
    return new Page(
        head(),
        meaning(),
        MatrixOf.matrix(report, surroundings),
        notPassed.stream().limit(MOST_FAILING).map(this::failing).toList(),
        Math.max(0, notPassed.size() - MOST_FAILING),
        finished().stream()
            .map(
                run ->
                    TimingOf.timing(
                        run, surroundings.lastPasses().get(run.planned()), report.candidate()))
            .toList(),
        report.runs().stream().flatMap(run -> material(run).screenshots().stream()).toList(),
        report.controls().stream().map(PageOf::control).toList(),
        controlsSentence(),
        proofs(),
        again(),
        facts());
  }

  private List<RunReport.Finished> finished() {
    return report.runs().stream()
        .filter(RunReport.Finished.class::isInstance)
        .map(RunReport.Finished.class::cast)
        .toList();
  }

  private Material material(RunReport run) {
    return materials.getOrDefault(run.planned(), Material.NONE);
  }

  private String idOf(RunReport run) {
    return surroundings.id() + "." + (report.runs().indexOf(run) + 1);
  }

  private Page.Head head() {
    Release release = report.candidate().release();
    Optional<RunReport.Finished> deciding = report.deciding();
    String words =
        deciding
            .flatMap(RunReport.Finished::deciding)
            .map(check -> Page.State.of(report.result()).word + ": " + check.name())
            .orElse(Page.State.of(report.result()).word);
    return new Page.Head(
        Shown.text(surroundings.product()),
        release.artifact().value(),
        release.version().value(),
        surroundings.id(),
        Shown.text(title(release, deciding.orElse(null))),
        Page.State.of(report.result()),
        Shown.text(words),
        Shown.text(
            deciding
                .map(run -> Shown.capital(Sentences.because(run)))
                .orElseGet(() -> Sentences.headline(report))),
        "Proven " + Shown.time(surroundings.at()) + ", in " + Shown.seconds(report.took()) + ".");
  }

  private String title(Release release, RunReport.@Nullable Finished deciding) {
    Cause cause = deciding == null ? null : deciding.cause().orElse(null);
    String why = cause == null ? "" : shortly(cause.code());
    return switch (report.result()) {
      case PASSED -> release.title() + " works";
      case FAILED -> release.title() + " was stopped" + (why.isEmpty() ? "" : ": " + why);
      case COULD_NOT_TELL ->
          report.withheld() && deciding == null
              ? release.title() + " passed, but no proof is given"
              : "Could not tell whether " + release.title() + " works";
    };
  }

  /** What a cause means, in a few words; empty for one that needs its sentence. */
  private static String shortly(String code) {
    return switch (code) {
      case Cause.PANICKED -> "it makes machines panic";
      case Cause.REBOOTED -> "it makes machines reboot";
      case Cause.POWERED_OFF -> "it makes machines switch off";
      case Cause.SILENT, Cause.CHANNEL_SILENT -> "it makes machines fall silent";
      case Cause.STRANDED -> "machines do not come up with it";
      case Cause.KERNEL_ERROR -> "the kernel reports errors with it";
      case Cause.NOT_IN_FORCE -> "the application does not take it into force";
      case Cause.UNHEALTHY -> "the application is not healthy with it";
      case Cause.MISSED -> "it misses what it must catch";
      case Cause.FLAGGED -> "it flags what it must leave alone";
      case Cause.CHANGED -> "it changes what it must leave alone";
      case Cause.OVER_LIMIT -> "it costs more than it may";
      case Cause.FORMAT -> "its format is not accepted";
      default -> "";
    };
  }

  /** What it means for hosts, and whose fault it is. */
  private List<String> meaning() {
    List<String> meaning = new ArrayList<>();
    report
        .deciding()
        .filter(run -> run.result() == Result.FAILED && run.controlPassed())
        .ifPresent(
            run ->
                meaning.add(
                    "So it is the release, not the laboratory: on the same kind of machine, beside"
                        + " it, the last known good passed the same check."));
    report
        .deciding()
        .filter(run -> run.result() == Result.COULD_NOT_TELL)
        .ifPresent(
            run ->
                meaning.add(
                    "This says nothing about the release. Could not tell is never counted as"
                        + " passed."));
    meaning.add((MatrixOf.hosts(report) + " " + proofsSentence()).strip());
    Sentences.flaky(report).ifPresent(meaning::add);
    return meaning.stream().filter(m -> !m.isEmpty()).map(Shown::text).toList();
  }

  private String proofsSentence() {
    long passed = finished().stream().filter(run -> run.result() == Result.PASSED).count();
    long given = proofs().stream().filter(Page.Proof::passed).count();
    int all = report.runs().size() + report.unproven().size();
    String good = report.result() == Result.FAILED ? stay() : "";
    if (given == 0) {
      return (passed > 0
              ? "No proof was given, although "
                  + Shown.count(passed, "run")
                  + " passed"
                  + (report.withheldByControls()
                      ? ": a known-bad release was last seen to pass this suite."
                      : ".")
              : "No proof was given.")
          + (good.isEmpty() ? "" : " Hosts stay on " + good + ".");
    }
    return given
        + " of "
        + Shown.count(all, "combination")
        + " got a proof."
        + (good.isEmpty() ? "" : " All other hosts stay on " + good + ".");
  }

  private String stay() {
    return report.runs().stream()
        .flatMap(run -> Optional.ofNullable(run.planned().lastKnownGood()).stream())
        .flatMap(
            good ->
                java.util.stream.Stream.concat(
                    java.util.stream.Stream.of(good.application()), good.data().stream()))
        .filter(part -> part.artifact().equals(report.candidate().release().artifact()))
        .map(part -> part.title())
        .findFirst()
        .orElse("");
  }

  private Page.Failing failing(RunReport.Finished run) {
    Material material = material(run);
    Material.Console failed = material.failed();
    Material.Console passed = material.passed();
    ConsoleText other = passed == null ? new ConsoleText(List.of()) : passed.text();
    OptionalInt abnormal =
        failed == null ? OptionalInt.empty() : failed.text().firstAbnormal(other);
    Page.@Nullable Panel left = null;
    Page.@Nullable Panel right = null;
    if (failed != null) {
      int at = abnormal.orElse(failed.text().lines().size() - 1);
      left =
          panel(
              failed,
              Page.State.of(run.result()),
              abnormal.isPresent()
                  ? failed.text().around(at, BEFORE, AFTER)
                  : failed.text().end(BEFORE));
      if (passed != null) {
        OptionalInt place =
            abnormal.isPresent() ? failed.text().placeIn(other, at) : OptionalInt.empty();
        right =
            panel(
                passed,
                Page.State.PASSED,
                place.isPresent()
                    ? other.wentOn(place.getAsInt(), BEFORE - 1, AFTER_PASSED)
                    : other.end(BEFORE));
      }
    }
    List<String> evidence =
        abnormal.isPresent()
            ? List.of()
            : run.cause().map(Cause::evidence).orElse(List.of()).stream()
                .limit(MOST_EVIDENCE)
                .map(Shown::line)
                .toList();
    return new Page.Failing(
        idOf(run),
        Shown.text("With " + run.planned().counterpart() + " on " + run.planned().environment()),
        Page.State.of(run.result()),
        Shown.text(run.deciding().map(CheckResult::name).orElse("")),
        run.equals(report.deciding().orElse(null))
            ? "" // the first thing on the page says it
            : Shown.text(Shown.capital(Sentences.because(run))),
        left,
        right,
        evidence);
  }

  private static Page.Panel panel(Material.Console console, Page.State state, Excerpt excerpt) {
    return new Page.Panel(Shown.text(console.title()), Shown.text(console.what()), state, excerpt);
  }

  private static Page.Control control(ControlRecord control) {
    ControlRecord.Shown shown = control.lastShown();
    Page.State state =
        switch (shown) {
          case null -> Page.State.NONE;
          case RED -> Page.State.PASSED;
          case GREEN -> Page.State.FAILED;
        };
    String words =
        switch (shown) {
          case null -> "never shown";
          case RED -> "went red";
          case GREEN -> "did not go red";
        };
    return new Page.Control(
        control.artifact() + " " + control.version(),
        Shown.text(control.goesRed()),
        control.with() == null ? "the riskiest" : control.with().value(),
        state,
        words,
        control.lastRed() == null ? "never" : Shown.time(control.lastRed()));
  }

  private String controlsSentence() {
    if (report.controls().isEmpty()) {
      return "The pipeline file names no known-bad release of "
          + report.candidate().release().artifact()
          + ", so nothing shows that this suite can go red.";
    }
    long green = report.controls().stream().filter(ControlRecord::withholdsProofs).count();
    long never = report.controls().stream().filter(c -> c.lastShown() == null).count();
    String all = " of " + report.controls().size();
    if (green > 0) {
      return green + all + " did not go red when last shown, so this suite gives no proof.";
    }
    return never > 0
        ? never + all + (never == 1 ? " was" : " were") + " never shown red by this suite."
        : "Each went red at the check that must stop it when it was last shown.";
  }

  private List<Page.Proof> proofs() {
    List<Page.Proof> proofs = new ArrayList<>();
    for (RunReport.Finished run : finished()) {
      Path file = report.statements().get(run.planned());
      if (file != null) {
        proofs.add(
            new Page.Proof(
                Shown.text(String.valueOf(file.getFileName())),
                Shown.text(
                    run.planned().combination().title() + " · " + run.planned().environment()),
                run.result() == Result.PASSED));
      }
    }
    return proofs;
  }

  private List<Page.Step> again() {
    List<Page.Step> steps = new ArrayList<>();
    String id =
        report
            .deciding()
            .map(this::idOf)
            .orElseGet(() -> finished().isEmpty() ? "" : idOf(finished().getFirst()));
    if (!id.isEmpty()) {
      steps.add(new Page.Step("Make this run again", "sluice run reproduce " + id));
      steps.add(
          new Page.Step(
              report.deciding().isPresent()
                  ? "Its whole console, beside one that passed"
                  : "Its whole console",
              "sluice run logs " + id + (report.deciding().isPresent() ? " --beside" : "")));
    }
    if (report.controls().stream().anyMatch(c -> c.lastShown() != ControlRecord.Shown.RED)) {
      steps.add(new Page.Step("Show the negative controls", "sluice prove --negative-controls"));
    }
    proofs().stream()
        .filter(Page.Proof::passed)
        .findFirst()
        .ifPresent(
            proof ->
                steps.add(new Page.Step("Check a proof", "sluice proof verify " + proof.file())));
    return steps;
  }

  private List<Page.Fact> facts() {
    Release release = report.candidate().release();
    List<Page.Fact> facts = new ArrayList<>();
    facts.add(
        new Page.Fact(
            "Candidate",
            release.title()
                + ", "
                + Shown.count(release.size(), "byte")
                + ", sha256 "
                + release.digest().hex()));
    facts.add(
        new Page.Fact(
            "Suite",
            report.candidate().suite().name()
                + ", "
                + Shown.count(report.candidate().checks(), "check")
                + ", sha256 "
                + report.candidate().suite().digest().hex()));
    Set<String> seen = new LinkedHashSet<>();
    for (RunReport run : report.runs()) {
      String name = run.planned().environment();
      EnvironmentFacts environment = surroundings.environments().get(name);
      if (environment != null && seen.add(name)) {
        facts.add(new Page.Fact(Shown.text(name), Shown.text(environment(environment))));
      }
    }
    facts.add(new Page.Fact("Evidence", Shown.text(report.evidence().toString())));
    for (String remark : report.remarks()) {
      facts.add(new Page.Fact("Remark", Shown.text(remark)));
    }
    return facts;
  }

  private static String environment(EnvironmentFacts facts) {
    StringBuilder text = new StringBuilder();
    text.append(facts.driver()).append(' ').append(facts.driverVersion());
    text.append(", ").append(facts.accelerator());
    text.append(", isolation ").append(facts.isolation());
    text.append("; stands for ");
    List<String> stands = new ArrayList<>();
    facts.standsFor().forEach((key, value) -> stands.add(key + " " + value));
    text.append(String.join(", ", stands));
    text.append("; image sha256 ").append(facts.image().abbreviated());
    text.append(", kernel sha256 ").append(facts.kernel().abbreviated());
    if (!facts.unenforced().isEmpty()) {
      text.append("; could not be enforced: ").append(String.join(", ", facts.unenforced()));
    }
    return text.toString();
  }
}
