package dev.sluice.cli.screen;

import static dev.sluice.cli.screen.Table.Column.FIXED;
import static dev.sluice.cli.screen.Table.Column.SHRINKS;
import static dev.sluice.cli.screen.Table.Column.WRAPS;

import dev.sluice.cli.screen.Table.Cell;
import dev.sluice.server.wire.WirePipeline;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What {@code sluice apply} and {@code sluice pipeline} show. */
public final class PipelineScreen {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM yyyy HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int SHORT = 12;

  private PipelineScreen() {}

  /** The beginning of a digest by which people name a bundle. */
  public static String named(String digest) {
    return Plain.of(digest.substring(0, Math.min(SHORT, digest.length())));
  }

  /** One with its changes. */
  public static List<String> one(WirePipeline pipeline, boolean colour) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s %s, by %s on %s UTC"
            .formatted(
                Plain.of(pipeline.product()),
                named(pipeline.bundle()),
                Plain.of(pipeline.author()),
                TIME.format(pipeline.proposed())));
    lines.addAll(changes(pipeline, colour));
    lines.add(state(pipeline));
    return lines;
  }

  /** What it changes, what is weaker marked. */
  public static List<String> changes(WirePipeline pipeline, boolean colour) {
    if (pipeline.changes().isEmpty()) {
      return List.of("  nothing changes that counts: comments, order, or files' names");
    }
    var table = new Table(FIXED, FIXED, WRAPS);
    for (WirePipeline.WireChange change : pipeline.changes()) {
      table.add(
          Cell.of(" "),
          change.weaker() ? new Cell("weaker", Tint.BAD) : Cell.EMPTY,
          Cell.of(Plain.of(change.sentence())));
    }
    return table.lines(ProveScreen.COLUMNS, colour);
  }

  /** Where it stands, in a sentence. */
  public static String state(WirePipeline pipeline) {
    String reason = pipeline.reason() == null ? "" : ": " + Plain.of(pipeline.reason());
    return switch (pipeline.state()) {
      case "waiting" -> "It waits for another person, since something is weaker.";
      case "in-use" ->
          pipeline.approvedBy() == null
              ? "It is in use."
              : "It is in use; " + Plain.of(pipeline.approvedBy()) + " agreed.";
      case "replaced" -> "It was in use; another one took its place.";
      case "rejected" -> "It was rejected" + reason + ".";
      default -> "It is " + Plain.of(pipeline.state()) + reason + ".";
    };
  }

  /** Many, newest first. */
  public static List<String> list(List<WirePipeline> pipelines, boolean colour) {
    if (pipelines.isEmpty()) {
      return List.of("no pipeline file yet; sluice apply brings the first");
    }
    var table = new Table(FIXED, FIXED, FIXED, SHRINKS, WRAPS);
    for (WirePipeline pipeline : pipelines) {
      long weaker = pipeline.changes().stream().filter(WirePipeline.WireChange::weaker).count();
      table.add(
          Cell.of(named(pipeline.bundle())),
          new Cell(Plain.of(pipeline.state()), tint(pipeline.state())),
          Cell.of(TIME.format(pipeline.proposed())),
          Cell.of(Plain.of(pipeline.author())),
          Cell.of(
              "%d %s%s"
                  .formatted(
                      pipeline.changes().size(),
                      pipeline.changes().size() == 1 ? "change" : "changes",
                      weaker == 0 ? "" : ", " + weaker + " weaker")));
    }
    return table.lines(ProveScreen.COLUMNS, colour);
  }

  private static Tint tint(String state) {
    return switch (state) {
      case "in-use" -> Tint.GOOD;
      case "waiting" -> Tint.UNSURE;
      case "rejected" -> Tint.BAD;
      default -> Tint.QUIET;
    };
  }
}
