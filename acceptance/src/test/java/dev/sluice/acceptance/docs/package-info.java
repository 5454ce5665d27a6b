/**
 * What the documentation shows is held against the program: links lead somewhere, command lines are
 * taken, pipeline files are valid.
 */
@NullMarked
package dev.sluice.acceptance.docs;

import org.jspecify.annotations.NullMarked;
