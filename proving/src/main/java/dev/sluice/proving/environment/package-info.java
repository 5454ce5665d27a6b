/**
 * Places to prove in, as drivers: a machine is created, has files placed on it while it is off, is
 * booted, is spoken to, and is powered off.
 *
 * <p>Everything above this package (plans, checks, runs) knows machines only by these types. What
 * happens to a machine is a value ({@link dev.sluice.proving.environment.Death}); what prevents the
 * prover from finding out is an {@link dev.sluice.proving.environment.EnvironmentException}.
 */
@NullMarked
package dev.sluice.proving.environment;

import org.jspecify.annotations.NullMarked;
