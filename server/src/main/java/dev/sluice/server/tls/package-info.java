/**
 * The server's certificate: read from PEM files and read again when they change, or made on
 * request; its fingerprint is what clients pin.
 */
@NullMarked
package dev.sluice.server.tls;

import org.jspecify.annotations.NullMarked;
