package dev.sluice.cli;

import dev.sluice.model.file.Problem;
import dev.sluice.model.pipeline.PipelineFile;
import dev.sluice.proving.lab.Product;
import dev.sluice.trust.canonical.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Reads the pipeline file from disk. */
final class PipelineSource {
  private PipelineSource() {}

  /** What became of it. */
  sealed interface Read {}

  record Usable(Product product) implements Read {}

  record Wrong(List<Problem> problems) implements Read {}

  /**
   * Reads and judges a file.
   *
   * @throws Unusable when there is none that could be read
   */
  static Read read(Path file) {
    byte[] content;
    try {
      if (Files.isDirectory(file)) {
        throw new Unusable(
            "sluice: "
                + file
                + " is a folder; name the file: --pipeline "
                + file.resolve("sluice.yaml"));
      }
      // A FIFO would wait for a writer for ever.
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw new Unusable("sluice: " + file + " is not a regular file");
      }
      try (InputStream in = Files.newInputStream(file)) {
        content = in.readNBytes(PipelineFile.MAX_BYTES + 1);
      }
    } catch (NoSuchFileException e) {
      throw new Unusable(
          "sluice: no pipeline file " + file + " here",
          "  sluice init writes one to begin with; --pipeline FILE names another");
    } catch (IOException e) {
      throw new Unusable("sluice: the pipeline file cannot be read: " + Unusable.reason(e));
    }
    return switch (PipelineFile.parse(file.toString(), content)) {
      case PipelineFile.Valid(var pipeline) -> {
        Path folder = file.toAbsolutePath().normalize().getParent();
        if (folder == null) {
          throw new IllegalStateException("a file without a folder: " + file);
        }
        yield new Usable(new Product(pipeline, folder, Sha256.of(content)));
      }
      case PipelineFile.Invalid(var problems) -> new Wrong(problems);
    };
  }

  /**
   * The same for commands that need a valid file.
   *
   * @throws Unusable with all problems when it is not
   */
  static Product valid(Path file) {
    return switch (read(file)) {
      case Usable(var product) -> product;
      case Wrong(var problems) -> throw Unusable.invalid(problems);
    };
  }
}
