package dev.sluice.proving.environment;

import java.nio.file.Path;

/** One machine with its own disk. Not safe for several threads; at most one boot at a time. */
public interface Machine extends AutoCloseable {
  /**
   * Puts a file on the machine's disk while the machine is off, replacing what is there, and reads
   * it back.
   *
   * @param at absolute path on the machine
   * @throws EnvironmentException when the file is not there afterwards, byte for byte
   */
  void place(Path file, String at) throws InterruptedException;

  /** Removes a file while the machine is off; nothing happens when it is absent. */
  void remove(String at) throws InterruptedException;

  /**
   * Starts a fresh machine in the state before a candidate reaches it: from a state that was kept,
   * or from cold. Every {@link #boot} after it is a cold boot from the same disk.
   *
   * @throws EnvironmentException when the state cannot be had
   */
  Begun begin(Beginning beginning) throws InterruptedException;

  /**
   * A machine in its beginning.
   *
   * @param notes what {@link Beginning#bring} returned when the state was made
   */
  record Begun(RunningMachine machine, String notes) {}

  /**
   * Starts the machine from cold.
   *
   * @throws EnvironmentException when it cannot even be started
   */
  RunningMachine boot() throws InterruptedException;

  /** Discards the machine. */
  @Override
  void close();
}
