/**
 * How long is kept what nobody needs any more: evidence of runs, content of releases that came to
 * nothing. The log stays whole and says of everything that was removed what it was.
 */
@NullMarked
package dev.sluice.server.retention;

import org.jspecify.annotations.NullMarked;
