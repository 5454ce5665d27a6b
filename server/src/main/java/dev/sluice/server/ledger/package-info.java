/**
 * The log of everything that happened and what it comes to: a port, with one adapter for SQLite.
 * What is appended is durable and chained; the records can be dropped and built again from it.
 */
@NullMarked
package dev.sluice.server.ledger;

import org.jspecify.annotations.NullMarked;
