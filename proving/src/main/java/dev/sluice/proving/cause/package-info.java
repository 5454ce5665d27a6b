/**
 * Why something failed, in plain words, read from what the machine printed: pure functions from a
 * console's text to a sentence and the lines that show it.
 */
@NullMarked
package dev.sluice.proving.cause;

import org.jspecify.annotations.NullMarked;
