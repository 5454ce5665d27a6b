package dev.sluice.cli.screen;

import static dev.sluice.cli.screen.Table.Column.FIXED;
import static dev.sluice.cli.screen.Table.Column.RIGHT;
import static dev.sluice.cli.screen.Table.Column.SHRINKS;

import dev.sluice.model.Result;
import dev.sluice.model.pipeline.Artifact;
import dev.sluice.model.pipeline.Pipeline;
import dev.sluice.proving.cause.Cause;
import dev.sluice.proving.lab.Answer;
import dev.sluice.proving.plan.Plan;
import dev.sluice.proving.plan.PlannedRun;
import dev.sluice.proving.run.RunReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What {@code sluice prove --negative-controls} shows: one table, then what it means. */
public final class ControlsScreen {
  private static final String NOTHING = "–";

  private ControlsScreen() {}

  /** How many there are. */
  public static List<String> header(Pipeline pipeline) {
    long controls = pipeline.artifacts().stream().mapToLong(a -> a.knownBad().size()).sum();
    return List.of(
        Figures.count(controls, "known-bad release") + ", each must be stopped by its check");
  }

  /** What is said of runs of controls; several may have equal versions and differ by file. */
  public static final class Titles {
    private final List<Artifact.KnownBad> inOrder = new ArrayList<>();
    private final Map<PlannedRun, Artifact.KnownBad> controls = new HashMap<>();

    public Titles(Pipeline pipeline) {
      pipeline.artifacts().forEach(artifact -> inOrder.addAll(artifact.knownBad()));
    }

    /** The next control's plan: they come in the order of the file. */
    public synchronized void planned(Plan plan) {
      if (!inOrder.isEmpty()) {
        Artifact.KnownBad control = inOrder.removeFirst();
        plan.runs().forEach(run -> controls.put(run, control));
      }
    }

    public synchronized String of(PlannedRun run) {
      Artifact.KnownBad control = controls.get(run);
      return control == null
          ? ProveScreen.title(run)
          : fileName(control) + " + " + run.counterpart();
    }

    public synchronized String must(PlannedRun run) {
      Artifact.KnownBad control = controls.get(run);
      return control == null ? run.why() : "must go red at " + control.goesRed();
    }
  }

  private static String fileName(Artifact.KnownBad control) {
    return Plain.of(control.file().substring(control.file().lastIndexOf('/') + 1));
  }

  /** 1 when one was green: the suite no longer stops what is known bad. */
  public static Result overall(List<Answer.Showing> showings) {
    return showings.stream()
        .map(s -> Showing.of(s).shown().meaning())
        .reduce(Result.PASSED, Result::worse);
  }

  public static List<String> result(List<Answer.Showing> showings, boolean colour) {
    var table = new Table(SHRINKS, SHRINKS, FIXED, FIXED, FIXED, RIGHT);
    table.add(
        heading("control"),
        heading("with"),
        heading("must go red at"),
        heading("went red at"),
        heading("result"),
        heading("time"));
    showings.forEach(showing -> table.add(row(showing)));
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.addAll(table.lines(ProveScreen.COLUMNS, colour));
    lines.add("");
    lines.addAll(ProveScreen.sentence(overall(showings), summary(showings), colour));
    showings.stream()
        .filter(s -> Showing.of(s).shown() != Showing.Shown.RED)
        .forEach(s -> lines.addAll(why(s)));
    return lines;
  }

  private static Table.Cell heading(String text) {
    return new Table.Cell(text, Tint.QUIET);
  }

  private static Table.Cell[] row(Answer.Showing showing) {
    Showing read = Showing.of(showing);
    Result meaning = read.shown().meaning();
    boolean told = meaning != Result.COULD_NOT_TELL;
    String went = read.wentRed() == null ? NOTHING : Plain.of(read.wentRed());
    String time =
        showing.report() instanceof RunReport.Finished f ? Figures.seconds(f.took()) : NOTHING;
    return new Table.Cell[] {
      Table.Cell.of(fileName(showing.control())),
      Table.Cell.of(showing.report().planned().counterpart()),
      Table.Cell.of(showing.control().goesRed()),
      told ? Table.Cell.of(went) : State.of(meaning),
      told
          ? new Table.Cell(meaning.shape() + " " + read.shown().word(), Tint.of(meaning))
          : Table.Cell.of(NOTHING),
      Table.Cell.of(time)
    };
  }

  private static String summary(List<Answer.Showing> showings) {
    long red = showings.stream().filter(s -> Showing.of(s).shown() == Showing.Shown.RED).count();
    String of =
        red
            + " of "
            + Figures.count(showings.size(), "known-bad release")
            + " went red where "
            + (showings.size() == 1 ? "it" : "they")
            + " must";
    return switch (overall(showings)) {
      case PASSED -> of + ": the suite still stops what it must stop.";
      case FAILED ->
          of
              + ". A suite that lets a known-bad release through gives no proofs until it stops it"
              + " again.";
      case COULD_NOT_TELL -> of + "; of the others nothing is known.";
    };
  }

  private static List<String> why(Answer.Showing showing) {
    String what =
        switch (showing.report()) {
          case RunReport.Finished f ->
              f.cause()
                  .map(Cause::what)
                  .orElse("passed every check, " + showing.control().goesRed() + " too");
          case RunReport.NotRun(var _, var reason) -> reason;
        };
    return Plain.wrapped(
            fileName(showing.control()) + ": " + Plain.of(what), ProveScreen.COLUMNS - 2)
        .stream()
        .map(line -> "  " + line)
        .toList();
  }
}
