package dev.sluice.proving.environment;

import java.nio.file.Path;

/**
 * Where the prover keeps things that an environment reads or writes.
 *
 * @param pipeline paths in the pipeline file are relative to it
 * @param cache what is kept between proves, such as images and measurements
 * @param evidence consoles and logs of every boot go there
 * @param inputs a folder whose files each machine sees, read-only
 */
public record Folders(Path pipeline, Path cache, Path evidence, Path inputs) {}
