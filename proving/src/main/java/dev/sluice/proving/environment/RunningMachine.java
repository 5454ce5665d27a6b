package dev.sluice.proving.environment;

import java.time.Duration;
import java.util.Optional;

/** A machine that is on. Not safe for several threads. */
public interface RunningMachine extends AutoCloseable {
  /** Waits until the machine answers on its guest channel, or is known never to. */
  Start awaitReady() throws InterruptedException;

  /**
   * Runs a script for the platform's shell on the machine, as root, with the prover's input files
   * readable below {@link #inputs()}.
   *
   * @param limit after which the script is killed on the machine and its status is 124
   */
  Answer run(String script, Duration limit) throws InterruptedException;

  /** Folder on the machine that holds the prover's read-only input files. */
  String inputs();

  /** Shuts down in order, so that what was written is on the disk. */
  Stop powerOff() throws InterruptedException;

  /**
   * Processor time of the prover's host that the machine has taken since its start; empty where
   * that is not known. A machine's own clock counts time in which it waited for the host.
   */
  default Optional<Duration> processorTime() {
    return Optional.empty();
  }

  /** What the console has printed since the start, bounded, control characters included. */
  String console();

  /** Cuts the power if it is still on and keeps the evidence. */
  @Override
  void close();

  /** How a start ended. */
  sealed interface Start {}

  /**
   * The machine answers.
   *
   * @param sinceStart from switching on to the answer, on the prover's clock
   */
  record Ready(Duration sinceStart) implements Start {}

  /** How a command ended. */
  sealed interface Answer {}

  /**
   * The command ended.
   *
   * @param status exit status; 124 when the limit was hit
   * @param output standard output and error together, the first 64 KiB
   * @param guestTime from start to end on the machine's monotonic clock, which no clock step moves
   */
  record Exited(int status, String output, Duration guestTime) implements Answer {
    /** Exit status of a command killed at its limit, as {@code timeout(1)} has it. */
    public static final int KILLED_AT_LIMIT = 124;
  }

  /** How a shutdown ended. */
  sealed interface Stop {}

  /** The machine is off, its disk consistent. */
  record Off() implements Stop {}

  /** The machine is gone or silent; nothing more can be asked of it. */
  record Dead(Death death) implements Start, Answer, Stop {}
}
