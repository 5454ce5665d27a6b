package dev.sluice.server.dispatch;

import dev.sluice.model.Combination;
import dev.sluice.model.Digest;
import dev.sluice.model.Release;
import dev.sluice.model.Result;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.event.Work;
import dev.sluice.server.labs.LabTrust;
import dev.sluice.server.ledger.RunRecord;
import dev.sluice.trust.canonical.MalformedInput;
import dev.sluice.trust.key.KeyId;
import dev.sluice.trust.key.LabPublicKey;
import dev.sluice.trust.proof.Proof;
import dev.sluice.trust.proof.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether a proof speaks of the run that it was handed in for, signed by a lab that counts. */
final class ProofJudgement {
  /** How far a lab's clock may be behind. */
  private static final Duration MOST_BEHIND = Duration.ofMinutes(10);

  private final LabTrust trust;

  ProofJudgement(LabTrust trust) {
    this.trust = trust;
  }

  /**
   * Why it is not the run's proof, as a clause after the runner's name; null when it is.
   *
   * @param work the run's
   * @param content of the candidate
   * @param facts of the bundle that asked for the run
   */
  @Nullable String objection(
      byte[] file, RunRecord run, Work.Prove work, Digest content, BundleFacts facts) {
    Statement statement;
    @Nullable String wrong;
    try {
      statement = Proof.unverified(file);
      wrong = wrongKey(file, run.product(), run.lab());
    } catch (MalformedInput e) {
      return "said that it passed, and its proof is none: " + e.sentence();
    }
    if (wrong == null) {
      wrong = wrong(statement, work, content, facts);
    }
    if (wrong == null) {
      wrong = tooOld(statement.run().ended(), run.queued());
    }
    return wrong == null ? null : "said that it passed, and its proof " + wrong;
  }

  /**
   * Why the signature does not count.
   *
   * @param lab the key that the run was given to; null where the log does not say
   */
  private @Nullable String wrongKey(byte[] file, ProductName product, @Nullable KeyId lab)
      throws MalformedInput {
    List<KeyId> signedBy =
        Proof.signedBy(file, trust.keys(product)).stream().map(LabPublicKey::id).toList();
    if (lab == null ? !signedBy.isEmpty() : signedBy.contains(lab)) {
      return null;
    }
    if (!signedBy.isEmpty()) {
      return "is signed by the lab key "
          + signedBy.getFirst()
          + ", and the run was given to the lab key "
          + lab;
    }
    Optional<KeyId> named = Proof.namedKeys(file).stream().findFirst();
    if (named.isEmpty()) {
      return "names no lab key and is signed by none that is trusted here";
    }
    String refusal = trust.refusal(product, named.get());
    return "is signed by the lab key "
        + named.get()
        + ", which "
        + (refusal == null ? "did not make this signature" : refusal);
  }

  /** A proof that was right once says nothing of the run that somebody asked for since. */
  private static @Nullable String tooOld(Instant ended, Instant queued) {
    return ended.isBefore(queued.minus(MOST_BEHIND))
        ? "is an old one, or the lab's clock is wrong: it says that its run ended at %s, and the run was asked for at %s"
            .formatted(ended, queued.truncatedTo(ChronoUnit.SECONDS))
        : null;
  }

  private static @Nullable String wrong(
      Statement statement, Work.Prove work, Digest content, BundleFacts facts) {
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
    Optional<Release> other = otherContent(proven, candidate.get(), facts);
    if (other.isPresent()) {
      return "is with another content of "
          + other.get().title()
          + " than the pipeline file names: "
          + other.get().digest().abbreviated();
    }
    if (!statement.environment().name().equals(work.environment())) {
      return "is of "
          + statement.environment().name()
          + ", not of the environment "
          + work.environment();
    }
    return statement.pipeline().digest().equals(facts.pipelineFile())
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

  /** The first part beside the candidate that is not the field's release of that name. */
  private static Optional<Release> otherContent(
      Combination proven, Release candidate, BundleFacts facts) {
    return parts(proven)
        .filter(part -> !part.equals(candidate))
        .filter(
            part ->
                !part.digest()
                    .equals(facts.field().get(new ReleaseKey(part.artifact(), part.version()))))
        .findFirst();
  }

  private static Stream<Release> parts(Combination proven) {
    return Stream.concat(Stream.of(proven.application()), proven.data().stream());
  }
}
