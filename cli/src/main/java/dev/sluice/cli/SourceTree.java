package dev.sluice.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** The source tree that the launcher started from, which holds the examples. */
final class SourceTree {
  private SourceTree() {}

  /** The folder of the example {@code kernel-sensor}. */
  static Path kernelSensor() {
    return root().resolve("examples/kernel-sensor");
  }

  /** The folder of an example. */
  static Path example(String name) {
    return root().resolve("examples").resolve(name);
  }

  static Path root() {
    String root = System.getProperty("sluice.root", "");
    Path tree = Path.of(root);
    if (root.isEmpty() || !Files.isDirectory(tree.resolve("examples/kernel-sensor"))) {
      throw new Unusable(
          "sluice: this command needs the source tree with its examples;",
          "  start it by the launcher in the tree: ./sluice");
    }
    return tree;
  }
}
