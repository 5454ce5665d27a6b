package dev.sluice.proving;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Digest;
import dev.sluice.model.Release;
import dev.sluice.model.Version;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Values that tests of several packages need. */
public final class Examples {
  private Examples() {}

  public static ArtifactName name(String name) {
    return new ArtifactName(name);
  }

  /** A release whose digest follows from its name and version. */
  public static Release release(String artifact, String version) {
    return new Release(name(artifact), new Version(version), digest(artifact + version), 100);
  }

  /** The digest of a text. */
  public static Digest digest(String of) {
    try {
      return new Digest(
          HexFormat.of()
              .formatHex(
                  MessageDigest.getInstance("SHA-256")
                      .digest(of.getBytes(StandardCharsets.UTF_8))));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
