package dev.sluice.proving.environment.debian;

import dev.sluice.model.pipeline.EnvironmentSpec.Architecture;
import dev.sluice.model.pipeline.EnvironmentSpec.Firmware;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.workplace.Workplace;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A prover of its own that needs a disk; prints its digest, or why there is none. */
final class DebianImagesProcess {
  private DebianImagesProcess() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Path folder = Path.of(arguments[0]);
    try (Workplace workplace = Workplace.open(folder.resolve("own"))) {
      DebianImages images =
          new DebianImages(
              folder.resolve("cache"), workplace, with -> {}, Recipes.scripts(Recipes.SMALL));
      out.println("asking");
      out.println(images.disk(Recipes.PLAIN, Architecture.AMD64, Firmware.BIOS, folder).digest());
    } catch (EnvironmentException e) {
      out.println(e.getMessage());
    }
  }
}
