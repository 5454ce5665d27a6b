/**
 * Scenarios with the command as users start it and real machines. Each has a desk of its own, a
 * user's folders that nothing else touches, and ends by looking for what was left behind there.
 *
 * <p>Times are limits, never measurements: the machine may be busy with something else.
 */
@NullMarked
package dev.sluice.acceptance.scenario;

import org.jspecify.annotations.NullMarked;
