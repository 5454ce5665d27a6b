/**
 * Proves a combination by running it in an environment. An answer is passed, failed or could not
 * tell; what was not seen to work has not passed.
 */
@NullMarked
package dev.sluice.proving;

import org.jspecify.annotations.NullMarked;
