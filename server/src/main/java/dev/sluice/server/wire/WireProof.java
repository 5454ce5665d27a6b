package dev.sluice.server.wire;

/**
 * A signed statement of a release.
 *
 * @param proof digest of the statement, which is content of the product
 */
public record WireProof(String run, String environment, String counterpart, String proof) {}
