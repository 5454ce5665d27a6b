/**
 * Tells other programs what happened: CloudEvents by HTTP POST, signed, in order, tried again with
 * growing pauses, and kept aside when nobody takes them. At least once: a receiver tells doubles by
 * the event's id.
 */
@NullMarked
package dev.sluice.server.webhook;

import org.jspecify.annotations.NullMarked;
