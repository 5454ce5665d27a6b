/**
 * Checks on end results, carried out through the guest channel: what to ask a machine and what its
 * answer means. Knows machines only by {@link dev.sluice.proving.environment.RunningMachine}.
 */
@NullMarked
package dev.sluice.proving.check;

import org.jspecify.annotations.NullMarked;
