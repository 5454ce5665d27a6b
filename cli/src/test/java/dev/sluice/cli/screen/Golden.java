package dev.sluice.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Screens as they were looked at and found good. With {@code -Dgolden.write=true} a test writes
 * them anew: then read the difference.
 */
public final class Golden {
  private static final Path FOLDER =
      Path.of(System.getProperty("sluice.root", ".."))
          .resolve("cli/src/test/resources/dev/sluice/cli/screen");

  private Golden() {}

  public static void check(String name, List<String> lines) {
    check(name, String.join("\n", lines) + "\n");
  }

  public static void check(String name, String text) {
    Path file = FOLDER.resolve(name);
    try {
      if (Boolean.getBoolean("golden.write")) {
        Files.writeString(file, text);
      }
      assertThat(text).as(file.toString()).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
