package dev.sluice.proving.lab;

import dev.sluice.model.pipeline.EnvironmentSpec;
import dev.sluice.model.pipeline.EnvironmentSpec.Image;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.environment.debian.DebianImages;
import dev.sluice.proving.workplace.Workplace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Consumer;

/** The systems of a product's environments as folders, to ask the programs in them directly. */
public final class SystemTrees {
  private SystemTrees() {}

  /**
   * One folder for each environment that is made by a Debian recipe, in the file's order.
   *
   * @param busy told what takes long
   * @throws EnvironmentException when a system cannot be made
   */
  public static SequencedMap<String, Path> of(
      Product product, LabFolders folders, Consumer<String> busy) throws InterruptedException {
    SequencedMap<String, Path> trees = new LinkedHashMap<>();
    try (Workplace workplace = Workplace.open(folders.work())) {
      var images = new DebianImages(folders.cache(), workplace, busy);
      for (EnvironmentSpec environment : product.pipeline().environments()) {
        if (environment.driver() instanceof EnvironmentSpec.Qemu qemu
            && qemu.image() instanceof Image.Debian(var recipe)) {
          trees.put(environment.name(), images.root(recipe, product.folder()));
        }
      }
      return trees;
    } catch (IOException e) {
      throw new EnvironmentException("no room to make a system in: " + e.getMessage(), e);
    }
  }
}
