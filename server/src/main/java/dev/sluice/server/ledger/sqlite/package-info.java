/**
 * The log in one SQLite file. One thread writes: decisions that wait are taken together, each whole
 * or not at all, and answered once one commit has made all of them durable. The other tables are
 * built from the log by one function, and can be dropped.
 */
@NullMarked
package dev.sluice.server.ledger.sqlite;

import org.jspecify.annotations.NullMarked;
