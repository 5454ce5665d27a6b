package dev.sluice.proving.environment.qemu;

import dev.sluice.model.Digest;
import dev.sluice.model.pipeline.EnvironmentSpec.Architecture;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What a guest boots from. */
sealed interface GuestImage {
  Architecture architecture();

  /** Over everything that makes the guest, together. */
  Digest digest();

  Digest kernelDigest();

  /**
   * A small guest: an initramfs, and a disk for what persists.
   *
   * @param state raw ext4, cloned for each machine
   */
  record Micro(
      Architecture architecture,
      Path kernel,
      Path initrd,
      Path state,
      String cmdline,
      Digest digest,
      Digest kernelDigest)
      implements GuestImage {}

  /**
   * A whole system on a disk, which is never written to: each machine has an overlay.
   *
   * @param direct what QEMU starts itself; null to leave that to the firmware
   * @param uefi null for a BIOS
   * @param hasDisplay whether somebody may look at its display
   * @param kernelDigest of the image where the kernel is on the disk
   */
  record Whole(
      Architecture architecture,
      Disk disk,
      @Nullable Direct direct,
      @Nullable Uefi uefi,
      boolean hasDisplay,
      Digest digest,
      Digest kernelDigest)
      implements GuestImage {}

  /**
   * A disk image.
   *
   * @param format QEMU's word, {@code raw} or {@code qcow2}
   */
  record Disk(Path file, String format) {}

  /** A kernel that is started without the disk's boot loader. */
  record Direct(Path kernel, @Nullable Path initrd, String cmdline) {}

  /**
   * UEFI firmware.
   *
   * @param variables as they are in a fresh machine
   */
  record Uefi(Path code, Path variables) {}
}
