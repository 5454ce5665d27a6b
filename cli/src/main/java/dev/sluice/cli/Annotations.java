package dev.sluice.cli;

import dev.sluice.cli.screen.Plain;
import java.io.PrintStream;
import java.nio.file.Path;

/** Findings in the words of the build server that runs this, if it has any. */
final class Annotations {
  private final BuildServer server;
  private final PrintStream out;

  Annotations(BuildServer server, PrintStream out) {
    this.server = server;
    this.out = out;
  }

  /** Something that stops the build. */
  void error(Path file, int line, String text) {
    if (server.isGithub()) {
      out.println(
          "::error file=%s,line=%d,title=sluice impact::%s"
              .formatted(property(server.path(file)), line, message(text)));
    } else if (server.isGitlab()) {
      // GitLab's log has no annotations; it colours this. Files make its merge request show more.
      out.println(
          "\u001b[0;31mERROR\u001b[0m %s:%d: %s"
              .formatted(server.path(file), line, Plain.of(text)));
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
