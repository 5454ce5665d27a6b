/**
 * Who may do what: tokens, of which only the digest is kept, roles and what each permits, and the
 * rules that need two persons. A denial is an event.
 */
@NullMarked
package dev.sluice.server.access;

import org.jspecify.annotations.NullMarked;
