/**
 * Taking a candidate file in: read once, bounded, into the prover's own copy, so that what is
 * digested is what is proven.
 */
@NullMarked
package dev.sluice.proving.candidate;

import org.jspecify.annotations.NullMarked;
