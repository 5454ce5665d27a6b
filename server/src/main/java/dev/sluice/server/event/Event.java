package dev.sluice.server.event;

import dev.sluice.model.Digest;
import dev.sluice.model.Result;
import dev.sluice.trust.key.KeyId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, never changed afterwards. The names and fields are a format that lasts:
 * {@code docs/formats/event.md}.
 */
public sealed interface Event {
  /** What happened to a product's pipeline file. */
  sealed interface OfPipeline extends Event {
    /** Of the manifest that names the file and everything it names. */
    Digest bundle();
  }

  /** What happened to a release. */
  sealed interface OfRelease extends Event {
    ReleaseKey release();
  }

  /** What happened to a run. */
  sealed interface OfRun extends Event {
    RunKey run();
  }

  /** What happened to a token. */
  sealed interface OfToken extends Event {
    TokenKey token();
  }

  /**
   * Somebody uploaded a pipeline file.
   *
   * @param replaces the bundle in use then; null when there was none
   * @param changes against that one
   */
  record PipelineProposed(Digest bundle, @Nullable Digest replaces, List<Change> changes)
      implements OfPipeline {
    public PipelineProposed {
      changes = List.copyOf(changes);
    }
  }

  /** A second person agreed. */
  record PipelineApproved(Digest bundle) implements OfPipeline {}

  /** A second person, or its author, said no; or a newer proposal took its place. */
  record PipelineRejected(Digest bundle, String reason) implements OfPipeline {}

  /** It is what everything submitted from now on is judged by. */
  record PipelineInUse(Digest bundle) implements OfPipeline {}

  /**
   * A release's content is here and its submitter was told so.
   *
   * @param size in bytes
   * @param origin where it came from: {@code upload} or the URL it was fetched from
   * @param urgent why it may not wait; null when it may
   * @param provenance digest of the statement that came with it; null for none
   */
  record ReleaseSubmitted(
      ReleaseKey release,
      Digest content,
      long size,
      String origin,
      @Nullable String urgent,
      @Nullable Digest provenance)
      implements OfRelease {}

  /** A second person agreed that it is urgent. */
  record UrgencyApproved(ReleaseKey release) implements OfRelease {}

  /** Admission said no. */
  record ReleaseRefused(ReleaseKey release, String reason) implements OfRelease {}

  /**
   * Admission said yes: it is proven by this bundle.
   *
   * @param impact what hangs on the artifact, in sentences; empty when the bundle has no outcomes
   */
  record ReleaseAdmitted(ReleaseKey release, Digest bundle, List<String> impact)
      implements OfRelease {
    public ReleaseAdmitted {
      impact = List.copyOf(impact);
    }
  }

  /** A newer release of the same data was submitted before this one was handed on. */
  record ReleaseSuperseded(ReleaseKey release, ReleaseKey by) implements OfRelease {}

  /** Every run of it passed. */
  record ReleaseProven(ReleaseKey release) implements OfRelease {}

  /** A run of it failed. */
  record ReleaseStopped(ReleaseKey release, RunKey run, String sentence) implements OfRelease {}

  /** No run failed, and not every one passed. */
  record ReleaseUndecided(ReleaseKey release, String sentence) implements OfRelease {}

  /**
   * Every run of it passed, and one had failed before on the same combination: a person has to say
   * which is true.
   */
  record ReleaseDisputed(ReleaseKey release, String sentence) implements OfRelease {}

  /** A person looked at why a run had failed before, and says that it may go on. */
  record ReleaseAccepted(ReleaseKey release, String reason) implements OfRelease {}

  /** Somebody has it proven once more. */
  record ReleaseRetried(ReleaseKey release, String reason) implements OfRelease {}

  /**
   * It was refused, and somebody submitted it again with a statement where it comes from.
   *
   * @param provenance digest of the statement
   */
  record ReleaseVouched(ReleaseKey release, Digest provenance) implements OfRelease {}

  /**
   * It left for whoever takes it from here.
   *
   * @param byRule whether the pipeline's rule did it, and nobody by hand
   */
  record ReleaseHandedOn(ReleaseKey release, boolean byRule) implements OfRelease {}

  /** Waits for a runner. */
  record RunQueued(RunKey run, Work work) implements OfRun {}

  /**
   * A runner took it.
   *
   * @param attempt 1 for the first
   * @param lab the key that a proof of it must be signed by; null in format 1, which did not say
   */
  record RunClaimed(RunKey run, PersonName runner, int attempt, @Nullable KeyId lab)
      implements OfRun {}

  /** The runner has all it needs and works. */
  record RunBegun(RunKey run) implements OfRun {}

  /** The runner lost it: it waits again. */
  record RunReturned(RunKey run, String reason) implements OfRun {}

  /**
   * It came to a result.
   *
   * @param sentence for people
   * @param evidence of everything kept; null when the runner could not keep any
   * @param proof of the signed statement; null when there is none
   */
  record RunEnded(
      RunKey run,
      Result result,
      String sentence,
      @Nullable Digest evidence,
      @Nullable Digest proof,
      long millis)
      implements OfRun {}

  /**
   * A proof of the same combination, suite and environment stands for it.
   *
   * @param lab the key that signed the proof; null in format 1, which did not say
   */
  record RunSpared(RunKey run, RunKey provenBy, Digest proof, @Nullable KeyId lab)
      implements OfRun {}

  /** Nobody needs its result any more. */
  record RunCancelled(RunKey run, String reason) implements OfRun {}

  /** Too many runners lost it. */
  record RunExpired(RunKey run, String reason) implements OfRun {}

  /**
   * A runner put a pipeline file's known-bad releases to the proof: its suites were shown to go
   * red, or not to.
   */
  record ControlsShown(Digest bundle, PersonName runner, List<Shown> shown) implements Event {
    public ControlsShown {
      shown = List.copyOf(shown);
    }

    public boolean allRed() {
      return shown.stream().allMatch(Shown::red);
    }
  }

  /**
   * A runner makes runs with other things than before, or says for the first time with which: what
   * it showed until now backs none of its proofs any more.
   *
   * @param equipment one thing an item, such as {@code accelerator tcg}
   */
  record RunnerChanged(PersonName runner, List<String> equipment) implements Event {
    public RunnerChanged {
      equipment = List.copyOf(equipment);
    }
  }

  /**
   * Somebody may act.
   *
   * @param product null for all
   * @param secret SHA-256 of the token's secret
   */
  record TokenCreated(
      TokenKey token,
      PersonName name,
      Role role,
      @Nullable ProductName product,
      Digest secret,
      Instant expires)
      implements OfToken {}

  /** It is worth nothing from now on. */
  record TokenRevoked(TokenKey token, String reason) implements OfToken {}

  /**
   * Content is gone, by the rule of how long is kept what nobody needs.
   *
   * @param size in bytes
   * @param reason what it was
   */
  record ContentRemoved(Digest content, long size, String reason) implements Event {}

  /** Somebody tried what they may not do. */
  record AccessDenied(String what) implements Event {}
}
