package dev.sluice.server.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundlesTest {
  @TempDir private Path folder;

  @Test
  void theNewestOfEachProductStay() throws IOException {
    for (int i = 1; i <= 4; i++) {
      Path old = Files.createDirectories(folder.resolve("a").resolve("bundle-" + i));
      Files.writeString(old.resolve("sluice.yaml"), "x");
      Files.setLastModifiedTime(old, FileTime.fromMillis(i * 1_000L));
    }
    Files.createDirectories(folder.resolve("b").resolve("bundle-1"));
    new Bundles(folder, null).prune(2);
    assertThat(folder.resolve("a").toFile().list())
        .containsExactlyInAnyOrder("bundle-3", "bundle-4");
    assertThat(folder.resolve("b").resolve("bundle-1")).isDirectory();
  }

  @Test
  void nothingIsThereToRemove() throws IOException {
    new Bundles(folder.resolve("absent"), null).prune(2);
    assertThat(folder.resolve("absent")).doesNotExist();
  }
}
