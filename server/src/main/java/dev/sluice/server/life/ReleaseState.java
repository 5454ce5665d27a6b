package dev.sluice.server.life;

import dev.sluice.model.Digest;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.event.RunKey;

/** Where a release is on its road. */
public sealed interface ReleaseState {
  /** As in JSON and on screens. */
  default String word() {
    return switch (this) {
      case Submitted _ -> "submitted";
      case Refused _ -> "refused";
      case Proving _ -> "proving";
      case Proven _ -> "proven";
      case Disputed _ -> "disputed";
      case Stopped _ -> "stopped";
      case Undecided _ -> "could-not-tell";
      case Superseded _ -> "superseded";
      case HandedOn _ -> "handed-on";
    };
  }

  /** Whether nothing more happens to it by itself. */
  default boolean isEnd() {
    return switch (this) {
      case Submitted _, Proving _, Proven _, Disputed _ -> false;
      case Refused _, Stopped _, Undecided _, Superseded _, HandedOn _ -> true;
    };
  }

  /** It is here, and admission has not looked at it. */
  record Submitted() implements ReleaseState {}

  /** Admission said no; somebody may retry, with a reason. */
  record Refused(String reason) implements ReleaseState {}

  /** Its runs wait, or are made. */
  record Proving(Digest bundle) implements ReleaseState {}

  /** Every run passed. */
  record Proven(Digest bundle) implements ReleaseState {}

  /** Every run passed, and one had failed before on the same combination: it waits for a person. */
  record Disputed(Digest bundle, String sentence) implements ReleaseState {}

  /** A run failed; somebody may retry, with a reason. */
  record Stopped(RunKey run, String sentence) implements ReleaseState {}

  /** No run failed, and not every one passed; somebody may retry. */
  record Undecided(String sentence) implements ReleaseState {}

  /** A newer release of the same data stands in its place. */
  record Superseded(ReleaseKey by) implements ReleaseState {}

  /** It left for whoever takes it from here. */
  record HandedOn(Digest bundle) implements ReleaseState {}
}
