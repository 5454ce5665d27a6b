package dev.sluice.proving.environment;

import java.time.Duration;

/**
 * How a machine ended that should not have.
 *
 * @param sinceStart from switching on to the moment the prover knew, on the prover's clock
 * @param detail a fact for people, such as the emulator's last words; may be empty
 */
public record Death(Kind kind, Duration sinceStart, String detail) {
  /** What was seen, in the order of trust: hypervisor event, channel, console, deadline. */
  public enum Kind {
    /** The guest kernel reported a panic. */
    PANICKED,
    /** The guest reset itself. */
    REBOOTED,
    /** The guest switched itself off. */
    POWERED_OFF,
    /** No answer on the guest channel within the deadline. */
    SILENT,
    /** It runs, by other signs, and only its guest channel is silent: a release can do that. */
    CHANNEL_SILENT,
    /** It stopped on its way up and waits for somebody at its console. */
    STRANDED,
    /** The application's own start came to an end, in a place that is on only while it runs. */
    APPLICATION_ENDED,
    /** It took more than the place has for it, and was stopped for that. */
    OVER_BOUND,
    /** The machine's own process ended: infrastructure, whatever the guest did. */
    EMULATOR_ENDED
  }

  /** True when the kind alone shows that this says nothing about a candidate. */
  public boolean isInfrastructure() {
    return kind == Kind.EMULATOR_ENDED;
  }
}
