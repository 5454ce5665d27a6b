/**
 * Files that people write, whatever they are about: YAML in, a value or all problems out, each with
 * line, column and the way out. What a kind of file may say stands in a table of keys, from which
 * messages, {@code sluice explain} and the manuals are made.
 *
 * <p>Reading never throws and touches no other file; its cost is bounded by the kind of file.
 */
@NullMarked
package dev.sluice.model.file;

import org.jspecify.annotations.NullMarked;
