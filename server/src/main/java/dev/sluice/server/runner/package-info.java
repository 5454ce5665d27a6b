/**
 * A runner: claims runs, makes them with the lab, keeps its lease meanwhile and hands in evidence
 * and proof. The lab key never leaves it.
 */
@NullMarked
package dev.sluice.server.runner;

import org.jspecify.annotations.NullMarked;
