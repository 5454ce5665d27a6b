/**
 * What the server says of itself while it runs: one JSON object a line, each with the trace of the
 * request in which it was said. Code logs by {@link System.Logger}; secrets never reach it.
 */
@NullMarked
package dev.sluice.server.log;

import org.jspecify.annotations.NullMarked;
