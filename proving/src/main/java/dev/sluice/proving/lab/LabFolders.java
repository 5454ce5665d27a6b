package dev.sluice.proving.lab;

import java.nio.file.Path;

/**
 * Where the lab keeps things.
 *
 * @param cache guest images, downloads, measurements: may be deleted at any time
 * @param state which negative control was red when: deleting it takes away proofs' backing
 * @param work for the length of a prove; a short path, since sockets lie below it
 */
public record LabFolders(Path cache, Path state, Path work) {}
