package dev.sluice.cli;

import dev.sluice.cli.screen.Plain;
import dev.sluice.model.impact.Difference;
import dev.sluice.model.impact.Sentences;
import dev.sluice.trust.canonical.Sha256;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A difference as a code quality report of GitLab, which shows it at the line in a merge request.
 *
 * <p>The fields are those that GitLab reads: "Code Quality report format", in its documentation.
 */
final class DifferenceGitlab {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private DifferenceGitlab() {}

  /**
   * The report; an empty list when nothing gets worse.
   *
   * @param file as GitLab knows it: from the root of the repository
   */
  static String of(String file, Difference difference, Sentences sentences) {
    ArrayNode report = JSON.createArrayNode();
    for (Difference.Worse worse : difference.worse()) {
      ObjectNode one = report.addObject();
      one.put("description", Plain.of(sentences.of(worse)));
      one.put("check_name", "sluice-impact-" + DifferenceJson.kind(worse.what()));
      one.put("fingerprint", fingerprint(worse));
      one.put("severity", worse.isStopped() ? "blocker" : "info");
      ObjectNode location = one.putObject("location");
      location.put("path", file);
      location.putObject("lines").put("begin", DifferenceJson.line(worse));
    }
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
  }

  /** The same for the same finding, in whichever line it stands and whatever it is called. */
  private static String fingerprint(Difference.Worse worse) {
    String on = DifferenceJson.on(worse.what());
    return Sha256.of(
            String.join(
                    "\n",
                    DifferenceJson.kind(worse.what()),
                    worse.outcome().name(),
                    on == null ? "" : on)
                .getBytes(StandardCharsets.UTF_8))
        .hex();
  }
}
