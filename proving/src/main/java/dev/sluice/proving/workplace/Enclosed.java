package dev.sluice.proving.workplace;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Text that the program carries in itself, such as the scripts it runs elsewhere. */
public final class Enclosed {
  private Enclosed() {}

  /**
   * Reads it.
   *
   * @param owner a class of the package that it belongs to
   */
  public static String text(Class<?> owner, String name) {
    try (InputStream in = owner.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("missing from the build: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new WorkplaceException("cannot read " + name + " from the program itself", e);
    }
  }
}
