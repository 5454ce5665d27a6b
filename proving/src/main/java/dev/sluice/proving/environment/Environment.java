package dev.sluice.proving.environment;

import java.time.Duration;
import java.util.Optional;

/** A place to prove in, opened for the length of one {@code prove}. Safe for several threads. */
public interface Environment {
  /** How a release gets onto a machine. */
  enum Reach {
    /** Its disk is written to while it is off: {@link Machine#place}. */
    WHILE_OFF,
    /** Only the running machine takes it: {@link Machine#begin}. */
    WHILE_RUNNING
  }

  EnvironmentFacts facts();

  /** How releases get onto its machines. */
  Reach reach();

  /** Whether it has one machine alone, so that a run has it to itself until it is closed. */
  boolean isSingle();

  /** The median of recent cold boots here, until the machine answers; empty when none was made. */
  Optional<Duration> typicalBoot();

  /** How long a boot or a command may take before it counts as silent; grows with the load. */
  Duration deadline();

  /**
   * A fresh machine, off, with nothing of the product on it.
   *
   * @param name unique within this prove; letters, digits, dots and dashes
   * @throws EnvironmentException when the machine cannot be made
   */
  Machine create(String name);
}
