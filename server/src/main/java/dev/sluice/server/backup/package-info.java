/**
 * Copies of a server's data directory, made while it serves, and directories made from copies. A
 * restore believes nothing: every file is held against its digest, every chain against its heads,
 * before the directory has its name.
 */
@NullMarked
package dev.sluice.server.backup;

import org.jspecify.annotations.NullMarked;
