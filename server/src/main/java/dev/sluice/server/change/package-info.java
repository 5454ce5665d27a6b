/**
 * What changes from one pipeline file to the next, in plain words, and what of it is weaker: needs
 * a second person. Pure, and careful: what cannot be shown to be as strong as before is weaker.
 */
@NullMarked
package dev.sluice.server.change;

import org.jspecify.annotations.NullMarked;
