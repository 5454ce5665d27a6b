/**
 * What can happen, as values: the sealed events, who caused them and how they are chained. Says
 * nothing of how they are kept.
 */
@NullMarked
package dev.sluice.server.event;

import org.jspecify.annotations.NullMarked;
