package dev.sluice.proving.check;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Combination;
import dev.sluice.model.Release;
import dev.sluice.model.pipeline.CheckSpec;
import dev.sluice.model.pipeline.Command;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing to do or ask on a running machine, on account of a check. */
public sealed interface Step {
  /** The check whose result this step decides, such as {@code boots}. */
  String check();

  /** The machine answers on its guest channel. */
  record Reach(String check) implements Step {}

  /**
   * The application says it uses exactly this combination.
   *
   * @param onTrial must be named even if it is the application itself
   */
  record InForceIs(String check, Combination expected, ArtifactName onTrial) implements Step {}

  /**
   * No sign of trouble on the console, and the owner's verb agrees.
   *
   * @param verb null when the application has none
   */
  record Healthy(String check, @Nullable Command verb) implements Step {}

  /** Every sample is flagged. */
  record Catches(String check, Command probe, List<Sample> samples) implements Step {
    public Catches {
      samples = List.copyOf(samples);
    }
  }

  /** No sample is flagged, and none is changed. */
  record LeavesAlone(String check, Command probe, List<Sample> samples) implements Step {
    public LeavesAlone {
      samples = List.copyOf(samples);
    }
  }

  /** The digests of a machine's vital files are taken, to compare with later. */
  record Remember(String check, List<String> vital) implements Step {
    public Remember {
      vital = List.copyOf(vital);
    }
  }

  /** The machine's vital files are as they were when they were remembered. */
  record Unchanged(String check, List<String> vital) implements Step {
    public Unchanged {
      vital = List.copyOf(vital);
    }
  }

  /** The machine's clock is set. */
  record ClockAt(String check, Instant time) implements Step {}

  /** The owner's own command. */
  record Owner(String check, CheckSpec.UserCommand command) implements Step {}

  /** What the steps since {@link Reach} spent is within bounds. */
  record Within(String check, CheckSpec.StaysWithin bounds, String stateMount) implements Step {}

  /**
   * The running machine puts a release into use.
   *
   * @param verb {@code take} or {@code install}
   * @param inInputs the release's file below the machine's inputs folder
   */
  record TakeLive(String check, Command verb, Release release, String inInputs) implements Step {}
}
