/**
 * Drills of fallbacks: what was found, what that makes of a file of outcomes, and which is due.
 *
 * <p>A fallback counts while it is known to work. What was tried and did not wholly work is not
 * known to work, whatever else the file says, until a later drill did.
 */
@NullMarked
package dev.sluice.model.drill;

import org.jspecify.annotations.NullMarked;
