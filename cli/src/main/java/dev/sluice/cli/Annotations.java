package dev.sluice.cli;

import dev.sluice.cli.screen.Plain;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/** Findings in the words of the build server that runs this, if it has any. */
final class Annotations {
  private final boolean github;
  private final boolean gitlab;
  private final PrintStream out;

  Annotations(Map<String, String> environment, PrintStream out) {
    github = "true".equals(environment.get("GITHUB_ACTIONS"));
    gitlab = "true".equals(environment.get("GITLAB_CI"));
    this.out = out;
  }

  /** Something that stops the build. */
  void error(Path file, int line, String text) {
    if (github) {
      out.println(
          "::error file=%s,line=%d,title=sluice impact::%s"
              .formatted(property(file.toString()), line, message(text)));
    } else if (gitlab) {
      // GitLab's log has no annotations; it colours this, and its merge request shows the JUnit.
      out.println("\u001b[0;31mERROR\u001b[0m %s:%d: %s".formatted(file, line, Plain.of(text)));
    }
  }

  // GitHub: "Workflow commands for GitHub Actions", how values are escaped.
  private static String message(String text) {
    return Plain.of(text).replace("%", "%25");
  }

  private static String property(String text) {
    return message(text).replace(":", "%3A").replace(",", "%2C");
  }
}
