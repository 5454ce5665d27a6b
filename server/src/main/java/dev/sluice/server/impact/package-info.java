/**
 * What hangs on an artifact, at admission: outcomes that its failure would lose, the narrowest
 * margin, and whether the owner's policy lets a release go out.
 */
@NullMarked
package dev.sluice.server.impact;

import org.jspecify.annotations.NullMarked;
