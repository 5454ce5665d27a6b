/**
 * The trace of what a thread does, so that each line of the log has that of the request in which it
 * was said. Code logs by {@link System.Logger}; secrets never reach it.
 */
@NullMarked
package dev.sluice.server.log;

import org.jspecify.annotations.NullMarked;
