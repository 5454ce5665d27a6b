/**
 * What people lose when one thing fails, as one HTML file that stands alone: no server, no script,
 * nothing loaded from elsewhere. Text of the file is cleaned and escaped. A map has a bound, and
 * the tables beside it say all that it leaves out.
 */
@NullMarked
package dev.sluice.cli.page;

import org.jspecify.annotations.NullMarked;
