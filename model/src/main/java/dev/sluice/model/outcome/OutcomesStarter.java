package dev.sluice.model.outcome;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The commented file that {@code sluice init --outcomes} writes: a small clinic, and valid. */
public final class OutcomesStarter {
  private OutcomesStarter() {}

  public static String text() {
    try (InputStream in = OutcomesStarter.class.getResourceAsStream("starter.yaml")) {
      if (in == null) {
        throw new IllegalStateException("starter.yaml is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("starter.yaml cannot be read from the jar", e);
    }
  }
}
