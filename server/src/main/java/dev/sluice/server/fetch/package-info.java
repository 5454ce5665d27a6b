/**
 * Brings content that a URL names, and nothing else: only from public addresses unless one is
 * allowed, each redirection checked again, bounded in size and time. Without this, whoever may
 * submit could have the server read what only the server can reach.
 */
@NullMarked
package dev.sluice.server.fetch;

import org.jspecify.annotations.NullMarked;
