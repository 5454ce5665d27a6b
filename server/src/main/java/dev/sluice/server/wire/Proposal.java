package dev.sluice.server.wire;

/**
 * A pipeline file to be used.
 *
 * @param bundle SHA-256 of its manifest, which is uploaded content as everything that it names
 */
public record Proposal(String bundle) {}
