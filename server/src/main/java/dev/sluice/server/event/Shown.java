package dev.sluice.server.event;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Digest;
import dev.sluice.model.Version;

/**
 * How one negative control went.
 *
 * @param goesRed the check that must fail
 * @param red whether it did
 */
public record Shown(
    ArtifactName artifact, Version version, Digest content, String goesRed, boolean red) {}
