package dev.sluice.server.life;

import dev.sluice.model.Digest;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.event.RunKey;

/** Where a release is on its road. */
public sealed interface ReleaseState {
  /** As in JSON and on screens. */
  String word();

  /** Whether nothing more happens to it by itself. */
  boolean isEnd();

  /** It is here, and admission has not looked at it. */
  record Submitted() implements ReleaseState {
    @Override
    public String word() {
      return "submitted";
    }

    @Override
    public boolean isEnd() {
      return false;
    }
  }

  /** Admission said no; somebody may retry, with a reason. */
  record Refused(String reason) implements ReleaseState {
    @Override
    public String word() {
      return "refused";
    }

    @Override
    public boolean isEnd() {
      return true;
    }
  }

  /** Its runs wait, or are made. */
  record Proving(Digest bundle) implements ReleaseState {
    @Override
    public String word() {
      return "proving";
    }

    @Override
    public boolean isEnd() {
      return false;
    }
  }

  /** Every run passed. */
  record Proven(Digest bundle) implements ReleaseState {
    @Override
    public String word() {
      return "proven";
    }

    @Override
    public boolean isEnd() {
      return false;
    }
  }

  /** Every run passed, and one had failed before on the same combination: it waits for a person. */
  record Disputed(Digest bundle, String sentence) implements ReleaseState {
    @Override
    public String word() {
      return "disputed";
    }

    @Override
    public boolean isEnd() {
      return false;
    }
  }

  /** A run failed; somebody may retry, with a reason. */
  record Stopped(RunKey run, String sentence) implements ReleaseState {
    @Override
    public String word() {
      return "stopped";
    }

    @Override
    public boolean isEnd() {
      return true;
    }
  }

  /** No run failed, and not every one passed; somebody may retry. */
  record Undecided(String sentence) implements ReleaseState {
    @Override
    public String word() {
      return "could-not-tell";
    }

    @Override
    public boolean isEnd() {
      return true;
    }
  }

  /** A newer release of the same data stands in its place. */
  record Superseded(ReleaseKey by) implements ReleaseState {
    @Override
    public String word() {
      return "superseded";
    }

    @Override
    public boolean isEnd() {
      return true;
    }
  }

  /** It left for whoever takes it from here. */
  record HandedOn(Digest bundle) implements ReleaseState {
    @Override
    public String word() {
      return "handed-on";
    }

    @Override
    public boolean isEnd() {
      return true;
    }
  }
}
