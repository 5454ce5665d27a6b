/**
 * The driver {@code process}: a machine is a folder of state and, while it is on, one bubblewrap
 * with a guest channel of its own inside. No network, own processes, a read-only root, bounds on
 * memory, processor, processes and disk as far as this host lets them be set; what could not be set
 * is said in the facts.
 *
 * <p>It proves nothing about a kernel or a boot: the kernel is the prover's.
 */
@NullMarked
package dev.sluice.proving.environment.sandbox;

import org.jspecify.annotations.NullMarked;
