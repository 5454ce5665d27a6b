/**
 * The check on a candidate file before any guest sees it: a JSON Schema, or the owner's validator
 * in a sandbox. Data is parsed safely before anything privileged reads it.
 */
@NullMarked
package dev.sluice.proving.format;

import org.jspecify.annotations.NullMarked;
