/**
 * Where a release is on its road and a run in its life: sealed states and one transition function
 * each.
 */
@NullMarked
package dev.sluice.server.life;

import org.jspecify.annotations.NullMarked;
