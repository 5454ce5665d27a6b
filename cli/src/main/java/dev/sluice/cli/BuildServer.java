package dev.sluice.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The build server that runs this, if one does. */
final class BuildServer {
  private final Map<String, String> environment;

  BuildServer(Map<String, String> environment) {
    this.environment = environment;
  }

  boolean isGithub() {
    return "true".equals(environment.get("GITHUB_ACTIONS"));
  }

  boolean isGitlab() {
    return "true".equals(environment.get("GITLAB_CI"));
  }

  /** A file as the server knows it: from the root of the repository, where it lies in that. */
  String path(Path file) {
    @Nullable String root =
        isGithub()
            ? environment.get("GITHUB_WORKSPACE")
            : isGitlab() ? environment.get("CI_PROJECT_DIR") : null;
    if (root == null || root.isEmpty()) {
      return file.toString();
    }
    Path folder = Path.of(root).toAbsolutePath().normalize();
    Path whole = file.toAbsolutePath().normalize();
    return (whole.startsWith(folder) ? folder.relativize(whole) : file).toString();
  }
}
