/**
 * What goes over the wire between server, clients and runners, as records, and how it is written.
 * Says the same as the OpenAPI description.
 */
@NullMarked
package dev.sluice.server.wire;

import org.jspecify.annotations.NullMarked;
