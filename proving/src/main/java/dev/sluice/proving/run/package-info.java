/**
 * Carrying out a plan: the course of boots of each run, the control run beside it, the boots handed
 * out to cores, and the three-valued result.
 */
@NullMarked
package dev.sluice.proving.run;

import org.jspecify.annotations.NullMarked;
