/**
 * Proofs: signed statements of a run that passed, in-toto test results in DSSE envelopes. What is
 * verified is the signature over the raw bytes, before any of them is read; then the statement;
 * then that it speaks of the files the caller holds. Verifying never throws: what is not a proof is
 * refused with a sentence.
 */
@NullMarked
package dev.sluice.trust.proof;

import org.jspecify.annotations.NullMarked;
