package dev.sluice.proving.check;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.pipeline.Artifact;
import dev.sluice.model.pipeline.Command;
import dev.sluice.model.pipeline.EnvironmentSpec.Health;
import dev.sluice.proving.environment.EnvironmentFacts.Platform;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is asked, whatever the step.
 *
 * @param inForce the application's verb
 * @param how the application names what it has in force of each artifact
 * @param health what else must be well
 * @param platform what the machine understands
 * @param trace of the command that wants to know, a trace-id of W3C Trace Context; null for none
 */
public record Subject(
    Command inForce,
    Map<ArtifactName, Artifact.InForce> how,
    Health health,
    Platform platform,
    @Nullable String trace) {
  private static final Pattern TRACE = Pattern.compile("(?!0{32})[0-9a-f]{32}");

  public Subject {
    how = Map.copyOf(how);
    if (trace != null && !TRACE.matcher(trace).matches()) {
      throw new IllegalArgumentException("not a trace-id: " + trace);
    }
  }

  /** The same of no trace. */
  public Subject(
      Command inForce, Map<ArtifactName, Artifact.InForce> how, Health health, Platform platform) {
    this(inForce, how, health, platform, null);
  }

  /**
   * What stands before questions, so that the owner's commands know the trace. Of its span nobody
   * tells; the half of the trace-id that chance fills is as good as another.
   */
  String preamble() {
    if (trace == null) {
      return "";
    }
    String parent = "00-" + trace + "-" + trace.substring(0, 15) + "1-01";
    return switch (platform) {
      case LINUX, POSIX, SANDBOX -> "export TRACEPARENT=" + parent + "\n";
      case WINDOWS -> "$env:TRACEPARENT = '" + parent + "'\n";
    };
  }
}
