/**
 * The whole, from outside: the command as users start it, real machines, foreign clients. Tests
 * that start a VM are tagged {@code vm}, those that take minutes {@code long}.
 */
@NullMarked
package dev.sluice.acceptance;

import org.jspecify.annotations.NullMarked;
