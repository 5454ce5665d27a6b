package dev.sluice.proving.lab;

import dev.sluice.model.Digest;
import dev.sluice.model.pipeline.Pipeline;
import java.nio.file.Path;

/**
 * A pipeline file that was read.
 *
 * @param folder of the file, absolute; paths in the file are relative to it
 * @param digest of the file
 */
public record Product(Pipeline pipeline, Path folder, Digest digest) {}
