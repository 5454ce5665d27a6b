/**
 * The embedded store of past runs: what each came to, how long its checks took, where its evidence
 * lies, and how often an environment had to try twice. Several provers may write at once. It is a
 * memory, not a witness: proofs never rest on it, and what is wrong with it stops no prove.
 */
@NullMarked
package dev.sluice.proving.history;

import org.jspecify.annotations.NullMarked;
