package dev.sluice.cli;

import dev.sluice.cli.screen.ControlsScreen;
import dev.sluice.cli.screen.Showing;
import dev.sluice.model.Result;
import dev.sluice.proving.lab.Answer;
import dev.sluice.proving.report.ResultJson;
import dev.sluice.proving.run.RunReport;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code prove --json} prints when there is no report of runs: {@code docs/formats/result.md}.
 */
final class AnswerJson {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private AnswerJson() {}

  /** Nothing could be run at all. */
  static String notRun(String cause) {
    return write(early("not-run", cause));
  }

  /** There was nothing to prove. */
  static String identical(String cause) {
    return write(early("identical", cause));
  }

  /** The result was there before any run. */
  static String early(Result result, String cause) {
    return write(early(result.word(), cause));
  }

  private static ObjectNode early(String result, String cause) {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", ResultJson.FORMAT);
    root.put("result", result);
    root.put("cause", cause);
    root.putArray("runs");
    root.putArray("unproven");
    return root;
  }

  static String controls(List<Answer.Showing> showings) {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", ResultJson.FORMAT);
    root.put("result", ControlsScreen.overall(showings).word());
    var list = root.putArray("negative-controls");
    for (Answer.Showing showing : showings) {
      ObjectNode node = list.addObject();
      Showing read = Showing.of(showing);
      node.put("artifact", showing.artifact().value());
      node.put("release", showing.control().version().value());
      node.put("file", showing.control().file());
      node.put("sha256", showing.record().file().hex());
      node.put("combination", showing.report().planned().combination().title());
      node.put("environment", showing.report().planned().environment());
      node.put("goes-red", showing.control().goesRed());
      if (read.wentRed() == null) {
        node.putNull("went-red");
      } else {
        node.put("went-red", read.wentRed());
      }
      node.put("shown", read.shown().word());
      switch (showing.report()) {
        case RunReport.Finished f -> {
          node.put("seconds", Math.round(f.took().toMillis() / 10.0) / 100.0);
          f.cause().ifPresentOrElse(c -> node.put("cause", c.what()), () -> node.putNull("cause"));
        }
        case RunReport.NotRun(var _, var reason) -> {
          node.put("seconds", 0.0);
          node.put("cause", reason);
        }
      }
      if (showing.record().lastRed() == null) {
        node.putNull("last-red");
      } else {
        node.put("last-red", showing.record().lastRed().toString());
      }
    }
    return write(root);
  }

  private static String write(ObjectNode root) {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }
}
