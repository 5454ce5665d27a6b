/**
 * What other tools know of hosts and software, as text for a file of outcomes.
 *
 * <p>Nothing is guessed: what a file does not say is left out, so that it counts as not known, and
 * what could not be taken over is told. All problems of all files come at once, with their places.
 */
@NullMarked
package dev.sluice.cli.inventory;

import org.jspecify.annotations.NullMarked;
