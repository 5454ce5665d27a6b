/**
 * Lab keys: Ed25519 pairs that sign what a prover saw, and the folder they lie in. A private key
 * never leaves its file in any form but a signature, is never written half, and is not used while
 * others can read it. What a caller trusts is what it loads here, never what an envelope brings.
 */
@NullMarked
package dev.sluice.trust.key;

import org.jspecify.annotations.NullMarked;
