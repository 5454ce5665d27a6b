package dev.sluice.proving.history;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A file of a past run in the folder of its evidence.
 *
 * @param name without the folder
 * @param lasted how far into the boot its last line is, by the guest's own clock; null for what is
 *     no console, or has no times
 */
public record PastFile(String name, @Nullable Duration lasted) {}
