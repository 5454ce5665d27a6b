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
   * Starts the machine from cold.
   *
   * @throws EnvironmentException when it cannot even be started
   */
  RunningMachine boot() throws InterruptedException;

  /** Discards the machine. */
  @Override
  void close();
}
