package dev.sluice.model.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The commented file that {@code sluice init} writes. It is valid; the files it names are not
 * there.
 */
public final class Starter {
  private Starter() {}

  public static String text() {
    try (InputStream in = Starter.class.getResourceAsStream("starter.yaml")) {
      if (in == null) {
        throw new IllegalStateException("starter.yaml is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("starter.yaml cannot be read from the jar", e);
    }
  }
}
