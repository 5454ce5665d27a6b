package dev.sluice.trust.proof;

import dev.sluice.trust.key.Keyring;
import dev.sluice.trust.key.LabKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/** The committed key (made by openssl) that signed the golden files. It is trusted nowhere. */
final class GoldenKey {
  private GoldenKey() {}

  static byte[] resource(String name) throws IOException {
    try (InputStream in = GoldenKey.class.getResourceAsStream("/golden/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  /** The key, from a folder made for it: a checkout is readable by others, a lab key may not be. */
  static LabKey in(Path folder) throws IOException {
    Path file = folder.resolve("golden.key");
    Files.write(file, resource("golden.key"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return new Keyring(folder).open("golden");
  }
}
