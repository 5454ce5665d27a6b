/**
 * Which combinations a candidate must be proven in, most at risk first: a pure function of the
 * candidate, the releases in the field and the environments.
 */
@NullMarked
package dev.sluice.proving.plan;

import org.jspecify.annotations.NullMarked;
