package dev.sluice.proving.check;

import dev.sluice.model.Digest;

/**
 * A file that a check shows to the application.
 *
 * @param name as people know it
 * @param inInputs path below the machine's inputs folder
 */
public record Sample(String name, String inInputs, Digest digest) {}
