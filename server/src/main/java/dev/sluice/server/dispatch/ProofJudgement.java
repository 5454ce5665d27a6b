package dev.sluice.server.dispatch;

import dev.sluice.model.Combination;
import dev.sluice.model.Digest;
import dev.sluice.model.Release;
import dev.sluice.model.Result;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.event.Work;
import dev.sluice.trust.canonical.MalformedInput;
import dev.sluice.trust.proof.Proof;
import dev.sluice.trust.proof.Statement;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a proof speaks of the run that it was handed in for. Who signed it is not asked here: the
 * server trusts no lab key, those who take a release into use do.
 */
final class ProofJudgement {
  private ProofJudgement() {}

  /**
   * Why it is not the run's proof, as a clause after the runner's name; null when it is.
   *
   * @param content of the candidate
   * @param pipelineFile the one that asked for the run
   */
  static @Nullable String objection(
      byte[] file, Work.Prove work, Digest content, Digest pipelineFile) {
    Statement statement;
    try {
      statement = Proof.unverified(file);
    } catch (MalformedInput e) {
      return "said that it passed, and its proof is none: " + e.sentence();
    }
    String wrong = wrong(statement, work, content, pipelineFile);
    return wrong == null ? null : "said that it passed, and its proof " + wrong;
  }

  private static @Nullable String wrong(
      Statement statement, Work.Prove work, Digest content, Digest pipelineFile) {
    if (statement.run().result() != Result.PASSED) {
      return "is of a run that failed";
    }
    Combination proven = statement.combination();
    Optional<Release> candidate = candidate(proven, work.release());
    if (candidate.isEmpty()) {
      return "is for " + proven.title() + ", not for " + work.release();
    }
    if (!candidate.get().digest().equals(content)) {
      return "is for another content of "
          + work.release()
          + ": "
          + candidate.get().digest().abbreviated()
          + ", not "
          + content.abbreviated();
    }
    if (!counterpart(proven, candidate.get()).equals(work.counterpart())) {
      return "is for " + proven.title() + ", not with " + work.counterpart();
    }
    if (!statement.environment().name().equals(work.environment())) {
      return "is of "
          + statement.environment().name()
          + ", not of the environment "
          + work.environment();
    }
    return statement.pipeline().digest().equals(pipelineFile)
        ? null
        : "was made by another pipeline file";
  }

  private static Optional<Release> candidate(Combination proven, ReleaseKey key) {
    return parts(proven)
        .filter(r -> r.artifact().equals(key.artifact()) && r.version().equals(key.version()))
        .findFirst();
  }

  // As the plan calls it: proving.plan.PlannedRun.
  private static String counterpart(Combination proven, Release candidate) {
    String others =
        parts(proven)
            .filter(part -> !part.equals(candidate))
            .map(Release::title)
            .collect(Collectors.joining(" + "));
    return others.isEmpty() ? candidate.title() : others;
  }

  private static Stream<Release> parts(Combination proven) {
    return Stream.concat(Stream.of(proven.application()), proven.data().stream());
  }
}
