package dev.sluice.server.dispatch;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Digest;
import dev.sluice.model.Version;
import dev.sluice.model.pipeline.Artifact;
import dev.sluice.model.pipeline.EnvironmentSpec;
import dev.sluice.model.pipeline.Pipeline;
import dev.sluice.server.bundle.Bundle;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.event.Work;
import dev.sluice.server.road.Matrix;
import dev.sluice.server.wire.Offer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What of a bundle decides who makes its runs.
 *
 * @param digest of its manifest
 * @param pipelineFile digest of the pipeline file in it
 * @param field digest of every release in the field: what candidates are proven with
 * @param environments what each asks of a runner, by name
 * @param first the file's first environment
 * @param data artifacts that are data; the others are applications
 * @param byHand artifacts whose proven releases wait for somebody to hand them on
 * @param labs artifacts whose combinations more than one lab proves
 * @param known the negative controls, in the order in which they are shown
 * @param controlEnvironments where they are shown
 */
public record BundleFacts(
    Digest digest,
    Digest pipelineFile,
    Map<ReleaseKey, Digest> field,
    Map<String, Demand> environments,
    String first,
    Set<ArtifactName> data,
    Set<ArtifactName> byHand,
    Set<ArtifactName> labs,
    List<Known> known,
    Set<String> controlEnvironments) {
  public BundleFacts {
    field = Map.copyOf(field);
    environments = Map.copyOf(environments);
    data = Set.copyOf(data);
    byHand = Set.copyOf(byHand);
    labs = Set.copyOf(labs);
    known = List.copyOf(known);
    controlEnvironments = Set.copyOf(controlEnvironments);
  }

  /** One negative control. */
  record Known(ArtifactName artifact, Version version, Digest content, String goesRed) {}

  /**
   * What a valid pipeline file and its bundle come to.
   *
   * @throws IllegalArgumentException when the bundle lacks a file that the pipeline file names
   */
  public static BundleFacts of(Digest digest, Bundle bundle, Pipeline pipeline) {
    Map<String, Demand> environments = new HashMap<>();
    for (EnvironmentSpec spec : pipeline.environments()) {
      environments.put(spec.name(), Demand.of(spec, bundle.elsewhere()));
    }
    Map<ReleaseKey, Digest> field = new HashMap<>();
    Set<ArtifactName> data = new HashSet<>();
    Set<ArtifactName> byHand = new HashSet<>();
    Set<ArtifactName> labs = new HashSet<>();
    List<Known> known = new ArrayList<>();
    Set<String> controlEnvironments = new HashSet<>();
    for (Artifact artifact : pipeline.artifacts()) {
      if (artifact.kind() instanceof Artifact.Data) {
        data.add(artifact.name());
      }
      if (artifact.delivery().handOn() == Artifact.HandOn.BY_HAND) {
        byHand.add(artifact.name());
      }
      if (artifact.delivery().labs() > 1) {
        labs.add(artifact.name());
      }
      for (Artifact.FieldRelease release : artifact.field()) {
        field.put(
            new ReleaseKey(artifact.name(), release.version()),
            file(bundle, release.file()).digest());
      }
      for (Artifact.KnownBad bad : artifact.knownBad()) {
        Bundle.File file = file(bundle, bad.file());
        known.add(new Known(artifact.name(), bad.version(), file.digest(), bad.goesRed()));
        Matrix.of(
                pipeline,
                bundle,
                digest,
                new ReleaseKey(artifact.name(), bad.version()),
                file.digest(),
                file.size())
            .stream()
            .filter(run -> isWith(run, bad))
            .findFirst()
            .ifPresent(run -> controlEnvironments.add(run.environment()));
      }
    }
    return new BundleFacts(
        digest,
        file(bundle, Bundle.PIPELINE).digest(),
        field,
        environments,
        pipeline.environments().getFirst().name(),
        data,
        byHand,
        labs,
        known,
        controlEnvironments);
  }

  // The lab tries a control in the riskiest combination that has the counterpart's version.
  private static boolean isWith(Work.Prove run, Artifact.KnownBad bad) {
    Version with = bad.with();
    return with == null
        || Stream.of(run.counterpart().split(" \\+ ", -1))
            .anyMatch(part -> part.endsWith(" " + with));
  }

  private static Bundle.File file(Bundle bundle, String path) {
    return bundle
        .file(path)
        .orElseThrow(() -> new IllegalArgumentException("the bundle lacks " + path));
  }

  /** Whether a runner can make runs in this environment; never of one that the file has not. */
  boolean fits(Offer offer, String environment) {
    Demand demand = environments.get(environment);
    return demand != null && demand.isMetBy(offer);
  }

  /** Whether a runner can show the negative controls. */
  boolean controlsFit(Offer offer) {
    return controlEnvironments.stream().allMatch(environment -> fits(offer, environment));
  }

  boolean hasControls() {
    return !known.isEmpty();
  }
}
