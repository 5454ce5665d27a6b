package dev.sluice.proving.environment.qemu;

import dev.sluice.model.Digest;
import java.nio.file.Path;

/**
 * The files a guest boots from.
 *
 * @param state raw ext4, cloned for each machine
 * @param digest over kernel, initrd, state disk and command line together
 */
record GuestImage(
    Path kernel, Path initrd, Path state, String cmdline, Digest digest, Digest kernelDigest) {}
