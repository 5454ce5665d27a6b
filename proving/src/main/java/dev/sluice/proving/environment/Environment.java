package dev.sluice.proving.environment;

/** A place to prove in, opened for the length of one {@code prove}. Safe for several threads. */
public interface Environment {
  EnvironmentFacts facts();

  /**
   * A fresh machine, off, with nothing of the product on it.
   *
   * @param name unique within this prove; letters, digits, dots and dashes
   * @throws EnvironmentException when the machine cannot be made
   */
  Machine create(String name);
}
