package dev.sluice.proving.check;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What use has cost so far in one boot.
 *
 * @param inUse time of probes and own commands, by the machine's clock
 * @param host processor time by the host's measure; null where it has none
 */
record Spent(Duration inUse, @Nullable Duration host) {
  /**
   * Processor time: a machine counts as busy the time in which it waited for a loaded host, and the
   * host counts what emulation takes while the machine is idle; the smaller is nearer to the truth.
   */
  Duration processor(Duration byTheMachine) {
    return host != null && host.compareTo(byTheMachine) < 0 ? host : byTheMachine;
  }
}
