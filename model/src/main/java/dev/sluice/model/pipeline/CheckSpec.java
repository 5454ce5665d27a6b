package dev.sluice.model.pipeline;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A check that a suite lists beyond the built-ins {@code boots}, {@code updates}, {@code healthy},
 * {@code survives-reboot} and {@code reverts}, which every suite has and no file can switch off.
 */
public sealed interface CheckSpec {
  /** As in {@code goes-red:} and in results. */
  String name();

  /**
   * A known threat is flagged.
   *
   * @param samples files or folders on the host that runs the prover; each file must be flagged
   */
  record Catches(List<String> samples) implements CheckSpec {
    public Catches {
      samples = List.copyOf(samples);
    }

    @Override
    public String name() {
      return "catches";
    }
  }

  /**
   * Good files are neither flagged nor changed.
   *
   * @param samples files or folders on the host that runs the prover
   * @param vital absolute paths on the machine, files or folders, whose content must be the same
   *     after use as before
   */
  record LeavesAlone(List<String> samples, List<String> vital) implements CheckSpec {
    public LeavesAlone {
      samples = List.copyOf(samples);
      vital = List.copyOf(vital);
    }

    @Override
    public String name() {
      return "leaves-alone";
    }
  }

  /**
   * Bounds on what the machine spends while the other checks of one boot use the application; at
   * least one is set. Negative or null means unbounded.
   *
   * @param wall time in use, summed over the probes and own commands of one boot
   * @param cpu processor time of the whole machine from the first question to the last
   * @param memoryBytes by which used memory may grow
   * @param diskBytes by which the state disk may grow
   */
  record StaysWithin(
      @Nullable Duration wall, @Nullable Duration cpu, long memoryBytes, long diskBytes)
      implements CheckSpec {
    /** Value of {@code memoryBytes} and {@code diskBytes} when the file sets no bound. */
    public static final long UNBOUNDED = -1;

    @Override
    public String name() {
      return "stays-within";
    }
  }

  /**
   * The checks of a candidate in use hold on days to come, by the machine's clock.
   *
   * @param validFor how long a release is meant to be used; null when it does not say
   * @param days beyond the built-in ones
   */
  record SurvivesDates(@Nullable Duration validFor, List<LocalDate> days) implements CheckSpec {
    public SurvivesDates {
      days = List.copyOf(days);
    }

    @Override
    public String name() {
      return "survives-dates";
    }
  }

  /** The application's {@code install} verb works on a machine that has no release of it. */
  record Installs() implements CheckSpec {
    @Override
    public String name() {
      return "installs";
    }
  }

  /**
   * The owner's own command, run on the machine.
   *
   * @param exit the expected exit status
   * @param output text that the output must contain; null when any will do
   * @param within time limit
   * @param standsFor {@code catches} or {@code leaves-alone} when the owner declares this check to
   *     be its equivalent
   */
  record UserCommand(
      String name,
      Command command,
      int exit,
      @Nullable String output,
      Duration within,
      @Nullable String standsFor)
      implements CheckSpec {}
}
