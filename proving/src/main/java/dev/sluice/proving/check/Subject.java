package dev.sluice.proving.check;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.pipeline.Artifact;
import dev.sluice.model.pipeline.Command;
import dev.sluice.model.pipeline.EnvironmentSpec.Health;
import dev.sluice.proving.environment.EnvironmentFacts.Platform;
import java.util.Map;

/**
 * What is asked, whatever the step.
 *
 * @param inForce the application's verb
 * @param how the application names what it has in force of each artifact
 * @param health what else must be well
 * @param platform what the machine understands
 */
public record Subject(
    Command inForce, Map<ArtifactName, Artifact.InForce> how, Health health, Platform platform) {
  public Subject {
    how = Map.copyOf(how);
  }
}
