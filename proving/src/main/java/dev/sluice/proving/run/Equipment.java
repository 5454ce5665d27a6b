package dev.sluice.proving.run;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Release;
import dev.sluice.model.pipeline.Artifact;
import dev.sluice.model.pipeline.Command;
import dev.sluice.proving.environment.Environment;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the runs of one candidate in one environment work with.
 *
 * @param inForce the application's verb
 * @param how the application names what it has in force of each artifact
 * @param files of each release
 * @param at where a release of each artifact lies on a machine
 */
public record Equipment(
    Environment environment,
    Command inForce,
    Map<ArtifactName, Artifact.InForce> how,
    Map<Release, Path> files,
    Map<ArtifactName, String> at) {
  public Equipment {
    how = Map.copyOf(how);
    files = Map.copyOf(files);
    at = Map.copyOf(at);
  }
}
