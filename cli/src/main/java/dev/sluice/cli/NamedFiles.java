package dev.sluice.cli;

import dev.sluice.model.pipeline.NamedFile;
import dev.sluice.proving.lab.Product;
import java.nio.file.Files;
import java.util.List;

/** The files that a pipeline file names. */
final class NamedFiles {
  private NamedFiles() {}

  /** Those that are not there and that no build command makes, as named, in the file's order. */
  static List<String> absent(Product product) {
    return NamedFile.of(product.pipeline()).stream()
        .filter(
            file ->
                switch (file.use()) {
                  case NEEDED, TREE, SECRET -> true;
                  case BUILT, WORD -> false;
                })
        .map(NamedFile::path)
        .distinct()
        .filter(path -> !Files.exists(product.folder().resolve(path)))
        .toList();
  }
}
