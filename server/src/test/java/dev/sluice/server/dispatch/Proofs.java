package dev.sluice.server.dispatch;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Combination;
import dev.sluice.model.Digest;
import dev.sluice.model.Release;
import dev.sluice.model.Result;
import dev.sluice.model.Version;
import dev.sluice.server.wire.Assignment;
import dev.sluice.trust.key.LabKey;
import dev.sluice.trust.proof.Proof;
import dev.sluice.trust.proof.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Proofs of assignments, as labs sign them; where nothing else is said, honest ones. */
public final class Proofs {
  private Proofs() {}

  static byte[] of(Assignment assignment) {
    return of(assignment, Scene.LAB);
  }

  static byte[] of(Assignment assignment, LabKey lab) {
    return of(assignment, Scene.PIPELINE_FILE, lab);
  }

  /** The same by another pipeline file. */
  public static byte[] of(Assignment assignment, Digest pipelineFile) {
    return of(assignment, pipelineFile, Scene.LAB);
  }

  /** The same by another pipeline file and another lab. */
  public static byte[] of(Assignment assignment, Digest pipelineFile, LabKey lab) {
    return of(assignment, content(assignment), Scene.PLACE, pipelineFile, lab);
  }

  /** The same of other content or made elsewhere. */
  static byte[] of(Assignment assignment, Digest content, String environment) {
    return of(assignment, content, environment, Scene.PIPELINE_FILE, Scene.LAB);
  }

  /** What the assignment is to prove. */
  static Digest content(Assignment assignment) {
    return new Digest(Objects.requireNonNull(assignment.content()));
  }

  private static byte[] of(
      Assignment assignment, Digest content, String environment, Digest pipelineFile, LabKey lab) {
    var candidate =
        new Release(
            new ArtifactName(Objects.requireNonNull(assignment.artifact())),
            new Version(Objects.requireNonNull(assignment.version())),
            content,
            10);
    String[] other = Objects.requireNonNull(assignment.counterpart()).split(" ", -1);
    var counterpart =
        new Release(new ArtifactName(other[0]), new Version(other[1]), Scene.digest(other[1]), 10);
    boolean data = candidate.artifact().equals(Scene.DATA);
    var combination =
        new Combination(data ? counterpart : candidate, List.of(data ? candidate : counterpart));
    return Proof.sign(
        new Statement(
            new Statement.Run(
                Result.PASSED,
                Instant.parse("2026-03-01T00:00:00Z"),
                List.of("boots", "updates", "healthy", "reverts"),
                List.of()),
            combination,
            Set.of(),
            new Statement.Suite("smoke", Scene.digest("suite"), List.of()),
            new Statement.Environment(
                environment,
                Scene.digest("image"),
                null,
                new TreeMap<>(Map.of("os", "debian")),
                new Statement.Machine("qemu", "7.2", "tcg", "vm", List.of())),
            new Statement.PipelineFile(pipelineFile, 1)),
        lab);
  }
}
