/**
 * Pipeline files on their way into use: read from a bundle and judged without running anything,
 * compared with what is in use, and in use at once or after a second person agreed.
 */
@NullMarked
package dev.sluice.server.pipeline;

import org.jspecify.annotations.NullMarked;
