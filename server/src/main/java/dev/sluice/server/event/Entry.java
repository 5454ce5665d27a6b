package dev.sluice.server.event;

import dev.sluice.model.Digest;
import java.time.Instant;

/**
 * One line of a product's log.
 *
 * @param number 1 for the product's first
 * @param time whole milliseconds, by the server's clock
 * @param cause what was asked for, such as {@code submit} or {@code lease lost}
 * @param previous hash of the entry before; of the product's name for the first
 * @param hash over all the rest; see {@code docs/formats/event.md}
 */
public record Entry(
    ProductName product,
    long number,
    Instant time,
    Actor actor,
    String cause,
    TraceId trace,
    Event event,
    Digest previous,
    Digest hash) {}
