/**
 * The rules that hold for all modules and that no compiler knows: which way dependencies point,
 * what pure code may touch, names, null-marking, state. Each message ends with the way out.
 */
@NullMarked
package dev.sluice.acceptance.architecture;

import org.jspecify.annotations.NullMarked;
