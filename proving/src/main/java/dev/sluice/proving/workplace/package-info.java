/**
 * The prover's own processes and temporary files on this host: nothing outlives the prover, not
 * even when it is killed.
 */
@NullMarked
package dev.sluice.proving.workplace;

import org.jspecify.annotations.NullMarked;
