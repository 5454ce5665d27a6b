/**
 * Content that is named by a URL: fetched within bounds, and from nowhere that only this machine can
 * reach.
 */
@NullMarked
package dev.sluice.server.fetch;

import org.jspecify.annotations.NullMarked;
