/**
 * What was shown, by whom: keys, statements and the envelopes they are signed in. Nothing here
 * trusts a key because an envelope names it.
 */
@NullMarked
package dev.sluice.trust;

import org.jspecify.annotations.NullMarked;
