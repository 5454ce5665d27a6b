/**
 * Whether the log is what it was. The chain shows an edited, removed or reordered entry; heads that
 * are kept elsewhere show that entries were cut off at the end, or all of it written anew. An
 * export can be examined by anybody, without the server.
 */
@NullMarked
package dev.sluice.server.ledger.audit;

import org.jspecify.annotations.NullMarked;
