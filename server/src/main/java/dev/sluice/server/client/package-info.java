/**
 * A client of the server's API, for commands and runners. Everything that comes back is bounded and
 * checked; what may be repeated is, with growing pauses; content is verified by its digest both
 * ways, and transfers go on where they broke. Blocks, and is safe for use by several threads.
 */
@NullMarked
package dev.sluice.server.client;

import org.jspecify.annotations.NullMarked;
