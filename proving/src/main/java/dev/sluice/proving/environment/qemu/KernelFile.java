package dev.sluice.proving.environment.qemu;

import dev.sluice.model.pipeline.EnvironmentSpec.Architecture;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.environment.FileDigests;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What can be said of a kernel or initramfs file before a boot is spent on it: whole, and for this
 * machine. QEMU's own words for the same are cryptic, or it boots into nothing.
 */
final class KernelFile {
  private static final Map<Integer, String> MACHINES =
      Map.of(3, "i386", 40, "arm", 62, "x86-64", 183, "aarch64", 243, "riscv");

  /** Bytes of one entry of the program header table in every 64-bit ELF file. */
  private static final int PROGRAM_HEADER = 56;

  private KernelFile() {}

  /** Refuses what is no whole kernel that this architecture's machine can start. */
  static void requireBootable(Path kernel, Architecture architecture) throws IOException {
    requireFile(kernel, "kernel");
    switch (architecture) {
      case AMD64 -> requireAmd64(kernel);
      case ARM64 -> requireArm64(kernel);
    }
  }

  private static boolean isBzImage(ByteBuffer head) {
    return head.limit() > 0x206 && head.getInt(0x202) == 0x53726448; // "HdrS"
  }

  private static boolean isArm64Image(ByteBuffer head) {
    return head.limit() >= 64 && head.getInt(56) == 0x644d5241; // "ARM" and 0x64
  }

  /** An arm64 {@code Image}; its header says how much memory it needs, not how long the file is. */
  private static void requireArm64(Path kernel) throws IOException {
    try (FileChannel file = FileChannel.open(kernel)) {
      ByteBuffer head = read(file, 0, 0x250);
      if (isArm64Image(head)) {
        return;
      }
      if (isBzImage(head)) {
        throw new EnvironmentException(
            kernel + " is a kernel for x86, this environment boots aarch64");
      }
      if (head.limit() >= 64 && head.getInt(0) == 0x464c457f) {
        throw new EnvironmentException(
            kernel
                + " is an ELF kernel for "
                + machine(head.getShort(18) & 0xffff)
                + "; an arm64 machine boots the file that Linux calls Image");
      }
      throw new EnvironmentException(
          kernel + " is no arm64 kernel (the uncompressed file that Linux calls Image)");
    }
  }

  private static String machine(int number) {
    return MACHINES.getOrDefault(number, "machine " + number);
  }

  /** An x86-64 ELF kernel or a bzImage. */
  private static void requireAmd64(Path kernel) throws IOException {
    try (FileChannel file = FileChannel.open(kernel)) {
      ByteBuffer head = read(file, 0, 0x250);
      if (isBzImage(head)) {
        return;
      }
      if (isArm64Image(head)) {
        throw new EnvironmentException(
            kernel + " is a kernel for aarch64, this environment boots x86-64");
      }
      if (head.limit() < 64 || head.getInt(0) != 0x464c457f) {
        throw new EnvironmentException(kernel + " is neither an ELF kernel nor a bzImage");
      }
      int machine = head.getShort(18) & 0xffff;
      if (machine != 62) {
        throw new EnvironmentException(
            kernel + " is a kernel for " + machine(machine) + ", this driver boots x86-64");
      }
      long programs = head.getLong(32);
      int size = head.getShort(54) & 0xffff;
      int count = head.getShort(56) & 0xffff;
      if (size != PROGRAM_HEADER || programs < 0 || programs > file.size()) {
        throw new EnvironmentException(kernel + " is not a whole ELF kernel");
      }
      ByteBuffer table = read(file, programs, size * count);
      for (int i = 0; i < count; i++) {
        long end =
            table.limit() < (i + 1) * size
                ? Long.MAX_VALUE
                : table.getLong(i * size + 8) + table.getLong(i * size + 32);
        if (end > file.size()) {
          throw new EnvironmentException(
              kernel + " is truncated: it has " + file.size() + " bytes, its segments need more");
        }
      }
    }
  }

  /** Refuses what the kernel would not recognise as an initramfs. */
  static void requireInitrd(Path initrd) throws IOException {
    requireFile(initrd, "initramfs");
    try (FileChannel file = FileChannel.open(initrd)) {
      ByteBuffer head = read(file, 0, 6);
      byte[] bytes = new byte[head.limit()];
      head.get(0, bytes);
      String magic = FileDigests.hex(bytes);
      boolean known =
          magic.startsWith("303730373031") // cpio newc
              || magic.startsWith("303730373032") // cpio with checksums
              || magic.startsWith("1f8b") // gzip
              || magic.startsWith("28b52ffd") // zstd
              || magic.startsWith("fd377a58") // xz
              || magic.startsWith("02214c18"); // lz4, the kernel's legacy frame
      if (!known) {
        throw new EnvironmentException(initrd + " is not an initramfs (cpio, or compressed cpio)");
      }
    }
  }

  private static void requireFile(Path file, String what) {
    if (!Files.isRegularFile(file)) {
      throw new EnvironmentException("there is no " + what + " file " + file);
    }
  }

  private static ByteBuffer read(FileChannel file, long at, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    long from = at;
    while (bytes.hasRemaining()) {
      int n = file.read(bytes, from);
      if (n < 0) {
        break;
      }
      from += n;
    }
    return bytes.flip();
  }
}
