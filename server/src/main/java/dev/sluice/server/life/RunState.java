package dev.sluice.server.life;

import dev.sluice.model.Digest;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.RunKey;
import org.jspecify.annotations.Nullable;

/** Where a run is in its life. */
public sealed interface RunState {
  /** As in JSON and on screens. */
  default String word() {
    return switch (this) {
      case Queued _ -> "queued";
      case Claimed _ -> "claimed";
      case Running _ -> "running";
      case Passed _ -> "passed";
      case Failed _ -> "failed";
      case CouldNotTell _ -> "could-not-tell";
      case Cancelled _ -> "cancelled";
      case Expired _ -> "expired";
    };
  }

  /** Whether nothing more happens to it. */
  default boolean isEnd() {
    return switch (this) {
      case Queued _, Claimed _, Running _ -> false;
      case Passed _, Failed _, CouldNotTell _, Cancelled _, Expired _ -> true;
    };
  }

  /** Who has it; null when nobody does. */
  default @Nullable PersonName runner() {
    return null;
  }

  /** Which try is out with a runner, from 1; 0 when none is. */
  default int attempt() {
    return 0;
  }

  /**
   * It waits for a runner.
   *
   * @param attempts how many runners took it before
   */
  record Queued(int attempts) implements RunState {}

  /** A runner took it and gets what it needs. */
  record Claimed(PersonName runner, int attempt) implements RunState {}

  /** A runner works. */
  record Running(PersonName runner, int attempt) implements RunState {}

  /**
   * It passed.
   *
   * @param proof the signed statement; null where the work gives none
   * @param provenBy the run whose proof stands for this one; null when it was made itself
   */
  record Passed(@Nullable Digest proof, @Nullable RunKey provenBy) implements RunState {}

  /** It failed. */
  record Failed(String sentence) implements RunState {}

  /** The runner could not find out. */
  record CouldNotTell(String sentence) implements RunState {}

  /** Nobody needed its result any more. */
  record Cancelled(String reason) implements RunState {}

  /** Too many runners lost it. */
  record Expired(String reason) implements RunState {}
}
