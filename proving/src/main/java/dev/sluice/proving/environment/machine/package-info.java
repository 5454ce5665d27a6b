/**
 * Machines of the owner's: reached by SSH with pinned host keys, brought to a known state and
 * powered by the owner's own commands. There is one of each, so one run at a time has it. What the
 * owner's commands claim is checked: a marker on the machine tells a restore that did not restore,
 * and a power cycle that did more. Nothing outside this package knows SSH.
 */
@NullMarked
package dev.sluice.proving.environment.machine;

import org.jspecify.annotations.NullMarked;
