/**
 * The {@code sluice} command: one class per subcommand, and the only place that prints. Exit 0
 * done, 1 the pipeline said no, 2 usage, 3 could not tell.
 */
@NullMarked
package dev.sluice.cli;

import org.jspecify.annotations.NullMarked;
