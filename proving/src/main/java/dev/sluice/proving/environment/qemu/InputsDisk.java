package dev.sluice.proving.environment.qemu;

import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.workplace.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The disk by which files are handed in. For whole machines its size is one of a few: a state that
 * was kept is restored with other files, but never with a disk of another size.
 */
record InputsDisk(Path file, long mebibytes) {
  private static final long SMALLEST = 64;
  private static final long LARGEST = 64 * 1024;

  static InputsDisk exact(Workplace workplace, String name, Path folder, Path image)
      throws InterruptedException {
    return of(workplace, name, folder, image, needed(folder));
  }

  static InputsDisk ofSizeClass(Workplace workplace, String name, Path folder, Path image)
      throws InterruptedException {
    return of(workplace, name, folder, image, sizeClass(needed(folder)));
  }

  private static InputsDisk of(
      Workplace workplace, String name, Path folder, Path image, long mebibytes)
      throws InterruptedException {
    Ext4.ofFolder(workplace, name, folder, image, mebibytes);
    return new InputsDisk(image, mebibytes);
  }

  /** Four times as large as the one before; the file is sparse. */
  static long sizeClass(long mebibytes) {
    long size = SMALLEST;
    while (size < mebibytes) {
      size *= 4;
    }
    if (size > LARGEST) {
      throw new EnvironmentException(
          "the files to hand in need " + mebibytes + " MiB; at most " + LARGEST + " are possible");
    }
    return size;
  }

  /** Every file takes whole blocks, and the tables take their share. */
  private static long needed(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      long bytes =
          files.mapToLong(f -> f.toFile().isFile() ? f.toFile().length() + 8192 : 8192).sum();
      return 4 + bytes * 12 / 10 / (1024 * 1024);
    } catch (IOException e) {
      throw new EnvironmentException("could not read " + folder + ": " + e.getMessage(), e);
    }
  }
}
