/**
 * The lab: everything between a pipeline file with a candidate and a signed proof or a reason. The
 * one place where the prover's parts are wired together.
 */
@NullMarked
package dev.sluice.proving.lab;

import org.jspecify.annotations.NullMarked;
