/**
 * What the hosts in the field are, and which of them a pipeline's environments stand for. Counts
 * are exact, and a host counts as covered only when an environment stands for it and has every
 * release that the host reports. Nothing here reads a file.
 */
@NullMarked
package dev.sluice.model.field;

import org.jspecify.annotations.NullMarked;
