package dev.sluice.proving.environment.machine;

import dev.sluice.proving.environment.EnvironmentException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file of the owner's that has to be small. */
final class SmallFile {
  private SmallFile() {}

  static byte[] read(Path file, int bound) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(bound + 1);
      if (bytes.length > bound) {
        throw new EnvironmentException(file + " is larger than " + bound + " bytes");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new EnvironmentException("there is no file " + file, e);
    } catch (IOException e) {
      throw new EnvironmentException(file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
