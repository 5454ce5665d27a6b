/**
 * The HTTP API: routes as values, one place where every request is limited, identified, permitted,
 * answered and counted, and problems in sentences. Knows no decision of its own.
 */
@NullMarked
package dev.sluice.server.api;

import org.jspecify.annotations.NullMarked;
