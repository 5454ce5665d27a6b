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

/**
 * Proofs of assignments, as labs sign them. What a release in the field holds is its version.
 *
 * @param ended when the runs are said to have ended
 * @param lab signs them
 */
public record Proofs(Instant ended, Digest pipelineFile, LabKey lab) {
  /** The same, signed by another. */
  Proofs by(LabKey other) {
    return new Proofs(ended, pipelineFile, other);
  }

  /** The same of runs that ended then. */
  Proofs at(Instant then) {
    return new Proofs(then, pipelineFile, lab);
  }

  /** An honest one. */
  public byte[] of(Assignment assignment) {
    return of(assignment, content(assignment), Scene.PLACE);
  }

  /** One of other content, or made elsewhere. */
  byte[] of(Assignment assignment, Digest content, String environment) {
    String version = counterpart(assignment)[1];
    return of(assignment, content, Scene.digest(version), environment);
  }

  /** One with other content of what hosts run with it. */
  byte[] with(Assignment assignment, Digest counterpart) {
    return of(assignment, content(assignment), counterpart, Scene.PLACE);
  }

  /** What the assignment is to prove. */
  static Digest content(Assignment assignment) {
    return new Digest(Objects.requireNonNull(assignment.content()));
  }

  private static String[] counterpart(Assignment assignment) {
    return Objects.requireNonNull(assignment.counterpart()).split(" ", -1);
  }

  private byte[] of(Assignment assignment, Digest content, Digest with, String environment) {
    var candidate =
        new Release(
            new ArtifactName(Objects.requireNonNull(assignment.artifact())),
            new Version(Objects.requireNonNull(assignment.version())),
            content,
            10);
    String[] other = counterpart(assignment);
    var counterpart = new Release(new ArtifactName(other[0]), new Version(other[1]), with, 10);
    boolean data = candidate.artifact().equals(Scene.DATA);
    var combination =
        new Combination(data ? counterpart : candidate, List.of(data ? candidate : counterpart));
    return Proof.sign(
        new Statement(
            new Statement.Run(
                Result.PASSED, ended, List.of("boots", "updates", "healthy", "reverts"), List.of()),
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
