package dev.sluice.server.road;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Digest;
import dev.sluice.model.Release;
import dev.sluice.model.pipeline.Artifact;
import dev.sluice.model.pipeline.Pipeline;
import dev.sluice.proving.plan.Fielded;
import dev.sluice.proving.plan.Plan;
import dev.sluice.proving.plan.PlannedRun;
import dev.sluice.server.bundle.Bundle;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.event.Work;
import dev.sluice.trust.canonical.CanonicalJson;
import dev.sluice.trust.canonical.Json;
import dev.sluice.trust.canonical.Sha256;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The runs that prove a release, from the bundle alone: nothing of it is opened or run. */
public final class Matrix {
  private Matrix() {}

  /**
   * Every combination that occurs on a host with the candidate, in every environment, most at risk
   * first. The pipeline's time box is for one machine and is not asked: here a matrix spreads over
   * runners.
   *
   * @param digest of the bundle's manifest
   * @throws IllegalArgumentException when the bundle lacks a file that the pipeline names, or has
   *     no such artifact: neither gets past the check of a proposal
   */
  public static List<Work.Prove> of(
      Pipeline pipeline, Bundle bundle, Digest digest, ReleaseKey key, Digest content, long size) {
    Artifact artifact =
        pipeline
            .artifact(key.artifact())
            .orElseThrow(() -> new IllegalArgumentException("no artifact " + key.artifact()));
    ArtifactName loader =
        switch (artifact.kind()) {
          case Artifact.Application _ -> artifact.name();
          case Artifact.Data(var name) -> name;
        };
    Release candidate = new Release(key.artifact(), key.version(), content, size);
    Plan plan =
        Plan.of(Plan.Question.of(pipeline, artifact, loader, candidate, field(pipeline, bundle)));
    List<Work.Prove> runs = new ArrayList<>();
    for (PlannedRun run : plan.runs()) {
      runs.add(
          new Work.Prove(
              digest,
              key,
              run.counterpart(),
              run.environment(),
              likeness(digest, candidate, run.counterpart(), run.environment())));
    }
    return List.copyOf(runs);
  }

  private static Map<ArtifactName, List<Fielded>> field(Pipeline pipeline, Bundle bundle) {
    Map<ArtifactName, List<Fielded>> field = new HashMap<>();
    for (Artifact artifact : pipeline.artifacts()) {
      List<Fielded> releases = new ArrayList<>();
      for (Artifact.FieldRelease release : artifact.field()) {
        Bundle.File file =
            bundle
                .file(release.file())
                .orElseThrow(
                    () -> new IllegalArgumentException("the bundle lacks " + release.file()));
        releases.add(
            new Fielded(
                new Release(artifact.name(), release.version(), file.digest(), file.size()),
                release.hosts(),
                release.installedIn()));
      }
      field.put(artifact.name(), List.copyOf(releases));
    }
    return field;
  }

  private static Digest likeness(
      Digest bundle, Release candidate, String counterpart, String environment) {
    return Sha256.of(
        CanonicalJson.write(
            new Json.Fields(
                Map.of(
                    "format", new Json.Whole(1),
                    "bundle", new Json.Text(bundle.hex()),
                    "artifact", new Json.Text(candidate.artifact().value()),
                    "version", new Json.Text(candidate.version().value()),
                    "content", new Json.Text(candidate.digest().hex()),
                    "counterpart", new Json.Text(counterpart),
                    "environment", new Json.Text(environment)))));
  }
}
