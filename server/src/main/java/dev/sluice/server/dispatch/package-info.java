/**
 * Who makes which run: what fits a runner, what goes first, how long a lease lasts, what a result
 * is worth. Decisions are pure; {@link dev.sluice.server.dispatch.Dispatcher} carries them out.
 */
@NullMarked
package dev.sluice.server.dispatch;

import org.jspecify.annotations.NullMarked;
