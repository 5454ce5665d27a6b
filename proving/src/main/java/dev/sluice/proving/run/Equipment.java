package dev.sluice.proving.run;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Release;
import dev.sluice.proving.check.Subject;
import dev.sluice.proving.environment.Environment;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the runs of one candidate in one environment work with.
 *
 * @param files of each release
 * @param at where a release of each artifact lies on a machine
 */
public record Equipment(
    Environment environment,
    Subject subject,
    Map<Release, Path> files,
    Map<ArtifactName, String> at) {
  public Equipment {
    files = Map.copyOf(files);
    at = Map.copyOf(at);
  }
}
