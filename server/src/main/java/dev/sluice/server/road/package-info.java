/**
 * The decisions that turn what somebody asks into events: submit, admit, claim, end, supersede,
 * hand on. Pure: no clock, no disk, no network.
 */
@NullMarked
package dev.sluice.server.road;

import org.jspecify.annotations.NullMarked;
