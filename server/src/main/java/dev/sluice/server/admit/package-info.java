/**
 * Admission: who may submit what, and whether a release's content may be proven at all. Cheap and
 * certain; what reads the content is a validator in a sandbox.
 */
@NullMarked
package dev.sluice.server.admit;

import org.jspecify.annotations.NullMarked;
