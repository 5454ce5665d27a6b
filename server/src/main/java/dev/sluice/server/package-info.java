/**
 * The service that a team shares: one road for code, data and the pipeline itself. Packages are
 * named for what they hold; wiring is in this one.
 */
@NullMarked
package dev.sluice.server;

import org.jspecify.annotations.NullMarked;
