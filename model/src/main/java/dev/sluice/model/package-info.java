/**
 * The words of Sluice as values: artifacts, releases, combinations, outcomes. A value that exists
 * is valid; nothing here reads a clock, a disk or a network.
 */
@NullMarked
package dev.sluice.model;

import org.jspecify.annotations.NullMarked;
