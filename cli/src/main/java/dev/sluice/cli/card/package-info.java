/**
 * The card for a drill: one page to print, in plain words, for people without a computer.
 *
 * <p>It is one file of HTML that loads nothing and runs nothing. Text of the owner is bounded here,
 * so that the page is one of A4 unless everything is long at once.
 */
@NullMarked
package dev.sluice.cli.card;

import org.jspecify.annotations.NullMarked;
