/**
 * Pipeline files as releases of their own: what belongs to one, how two differ in plain words, and
 * what of that is weaker.
 */
@NullMarked
package dev.sluice.server.bundle;

import org.jspecify.annotations.NullMarked;
