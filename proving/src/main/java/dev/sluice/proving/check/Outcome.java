package dev.sluice.proving.check;

import dev.sluice.proving.cause.Cause;

/** How a step ended. */
public sealed interface Outcome {
  record Passed() implements Outcome {}

  /** What was to be shown was not; whose fault that is, the control run tells. */
  record NotShown(Cause cause) implements Outcome {}

  /** The machine's own process ended; says nothing about anybody. */
  record Broken(String what) implements Outcome {}
}
