package dev.sluice.proving.environment.debian;

import dev.sluice.model.Digest;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a Debian machine boots from. Nothing of it may be written to: the cache owns the files.
 *
 * @param disk raw; one ext4 file system without partitions when {@code kernel} is there, else a
 *     disk with a GPT that a UEFI firmware boots by itself
 * @param kernel the system's own, unpacked to its ELF file; null when the disk boots by itself
 * @param initrd null together with the kernel
 * @param cmdline the kernel's parameters; of a disk that boots by itself, what its boot loader
 *     gives
 * @param digest over all that is booted from, the command line included
 * @param kernelDigest of the kernel as the machine starts it; of a disk that boots by itself, of
 *     the packed kernel on its boot partition
 */
public record DebianDisk(
    Path disk,
    @Nullable Path kernel,
    @Nullable Path initrd,
    String cmdline,
    Digest digest,
    Digest kernelDigest) {}
