package dev.sluice.server.life;

import dev.sluice.model.Digest;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.RunKey;
import org.jspecify.annotations.Nullable;

/** Where a run is in its life. */
public sealed interface RunState {
  /** As in JSON and on screens. */
  String word();

  /** Whether nothing more happens to it. */
  boolean isEnd();

  /**
   * It waits for a runner.
   *
   * @param attempts how many runners took it before
   */
  record Queued(int attempts) implements RunState {
    @Override
    public String word() {
      return "queued";
    }

    @Override
    public boolean isEnd() {
      return false;
    }
  }

  /** A runner took it and gets what it needs. */
  record Claimed(PersonName runner, int attempt) implements RunState {
    @Override
    public String word() {
      return "claimed";
    }

    @Override
    public boolean isEnd() {
      return false;
    }
  }

  /** A runner works. */
  record Running(PersonName runner, int attempt) implements RunState {
    @Override
    public String word() {
      return "running";
    }

    @Override
    public boolean isEnd() {
      return false;
    }
  }

  /**
   * It passed.
   *
   * @param proof the signed statement; null where the work gives none
   * @param provenBy the run whose proof stands for this one; null when it was made itself
   */
  record Passed(@Nullable Digest proof, @Nullable RunKey provenBy) implements RunState {
    @Override
    public String word() {
      return "passed";
    }

    @Override
    public boolean isEnd() {
      return true;
    }
  }

  /** It failed. */
  record Failed(String sentence) implements RunState {
    @Override
    public String word() {
      return "failed";
    }

    @Override
    public boolean isEnd() {
      return true;
    }
  }

  /** The runner could not find out. */
  record CouldNotTell(String sentence) implements RunState {
    @Override
    public String word() {
      return "could-not-tell";
    }

    @Override
    public boolean isEnd() {
      return true;
    }
  }

  /** Nobody needed its result any more. */
  record Cancelled(String reason) implements RunState {
    @Override
    public String word() {
      return "cancelled";
    }

    @Override
    public boolean isEnd() {
      return true;
    }
  }

  /** Too many runners lost it. */
  record Expired(String reason) implements RunState {
    @Override
    public String word() {
      return "expired";
    }

    @Override
    public boolean isEnd() {
      return true;
    }
  }
}
