package dev.sluice.proving.lab;

import static dev.sluice.proving.Examples.digest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.pipeline.PipelineFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShelfTest {
  @TempDir private Path folder;
  private Path state = Path.of("");
  private Path gathered = Path.of("");

  @BeforeEach
  void somethingGathered() throws IOException {
    state = folder.resolve("state");
    gathered = Files.createDirectory(folder.resolve("gathered"));
    Files.writeString(gathered.resolve("result.json"), "{}");
  }

  private Chronicle chronicle() throws IOException {
    Path file =
        Path.of(System.getProperty("sluice.root", ".."))
            .resolve("examples/kernel-sensor/sluice.yaml");
    if (PipelineFile.parse("sluice.yaml", Files.readAllBytes(file))
        instanceof PipelineFile.Valid(var pipeline)) {
      return new Chronicle(state, new Product(pipeline, folder, digest("file")));
    }
    throw new IllegalStateException("the example is not valid");
  }

  private String reserve(Path out) throws IOException {
    try (Chronicle chronicle = chronicle()) {
      return String.valueOf(new Shelf(out, "8f3a").reserve(chronicle).getFileName());
    }
  }

  @Test
  void aNumberIsTakenOnceWhereverFoldersStand() throws IOException {
    assertThat(reserve(folder.resolve("out"))).isEqualTo("8f3a-1");
    assertThat(reserve(folder.resolve("another"))).isEqualTo("8f3a-2");
    assertThat(reserve(folder.resolve("out"))).isEqualTo("8f3a-3");
  }

  @Test
  void aFolderThatIsThereIsLeftAlone() throws IOException {
    Files.createDirectories(folder.resolve("out/8f3a-1"));
    Files.createDirectories(folder.resolve("out/8f3a-2"));

    assertThat(reserve(folder.resolve("out"))).isEqualTo("8f3a-3");
  }

  @Test
  void withoutAStoreTheFolderDecidesAndARemarkSaysSo() throws IOException {
    Files.createFile(state); // a file where the folder should be
    Files.createDirectories(folder.resolve("out/8f3a-1"));

    try (Chronicle chronicle = chronicle()) {
      Shelf shelf = new Shelf(folder.resolve("out"), "8f3a");
      Path reserved = shelf.reserve(chronicle);
      shelf.publish(gathered, reserved);

      assertThat(reserved.resolve("result.json")).hasContent("{}");
      assertThat(reserved.getFileName()).hasToString("8f3a-2");
      assertThat(chronicle.remarks()).singleElement().asString().contains("past runs");
      assertThat(chronicle.flaky(java.util.List.of())).isEmpty();
    }
  }

  @Test
  void aDamagedStoreIsAnewOneAndARemark() throws IOException {
    Files.createDirectories(state);
    Files.writeString(state.resolve("runs.db"), "noise ".repeat(1000));

    try (Chronicle chronicle = chronicle()) {
      assertThat(new Shelf(folder.resolve("out"), "8f3a").reserve(chronicle).getFileName())
          .hasToString("8f3a-1");
      assertThat(chronicle.remarks()).singleElement().asString().contains("damaged-1");
    }
  }

  @Test
  void whatCannotBePublishedLeavesNothing() throws IOException {
    Files.createDirectory(gathered.resolve("folder"));
    Files.writeString(gathered.resolve("folder/inner"), "x");
    Path out = folder.resolve("out");
    try (Chronicle chronicle = chronicle()) {
      Shelf shelf = new Shelf(out, "8f3a");
      Path reserved = shelf.reserve(chronicle);
      Files.writeString(reserved.resolve("somebody-elses"), "x");

      assertThatThrownBy(() -> shelf.publish(gathered, reserved)).isInstanceOf(IOException.class);
    }
    assertThat(out.resolve(".8f3a-1.partial")).doesNotExist();
  }
}
