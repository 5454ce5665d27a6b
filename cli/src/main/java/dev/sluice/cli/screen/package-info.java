/**
 * What people read on a terminal, as pure functions from what happened to lines of text. Fits 80
 * columns; a state is a word and a shape, colour only helps; nothing that a guest or a file said
 * reaches the terminal with control characters in it.
 */
@NullMarked
package dev.sluice.cli.screen;

import org.jspecify.annotations.NullMarked;
