package dev.sluice.proving.environment.qemu;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Files that look like kernels and initramfs, a few hundred bytes each. */
final class Binaries {
  static final int X86_64 = 62;
  static final int AARCH64 = 183;

  private Binaries() {}

  /** An ELF kernel of one segment that ends with the file. */
  static byte[] elf(int machine) {
    return elf(machine, 56, 1, 64, 200, 100);
  }

  static byte[] elf(
      int machine, int entrySize, int entries, long table, long segmentAt, long segmentSize) {
    ByteBuffer file = ByteBuffer.allocate(300).order(ByteOrder.LITTLE_ENDIAN);
    file.putInt(0, 0x464c457f);
    file.putShort(18, (short) machine);
    file.putLong(32, table);
    file.putShort(54, (short) entrySize);
    file.putShort(56, (short) entries);
    file.putLong(64 + 8, segmentAt);
    file.putLong(64 + 32, segmentSize);
    return file.array();
  }

  static byte[] bzImage() {
    ByteBuffer file = ByteBuffer.allocate(2048).order(ByteOrder.LITTLE_ENDIAN);
    file.putInt(0x202, 0x53726448);
    return file.array();
  }

  static byte[] arm64Image() {
    ByteBuffer file = ByteBuffer.allocate(2048).order(ByteOrder.LITTLE_ENDIAN);
    file.putInt(56, 0x644d5241);
    return file.array();
  }

  static byte[] initrd() {
    return new byte[] {0x1f, (byte) 0x8b, 8, 0, 1, 2, 3};
  }
}
