package dev.sluice.proving.environment.qemu;

import dev.sluice.model.pipeline.EnvironmentSpec.Image;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.workplace.Workplace;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A prover of its own that needs a guest image; prints its digest, or why there is none. */
final class GuestImagesProcess {
  private GuestImagesProcess() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Path folder = Path.of(arguments[0]);
    try (Workplace workplace = Workplace.open(folder.resolve("work"))) {
      GuestImages images = new GuestImages(folder.resolve("cache"), workplace, with -> {});
      out.println("asking");
      out.println(
          images
              .get(
                  Specs.amd64(new Image.Script("guest.sh", List.of("parts"))),
                  folder.resolve("pipeline"))
              .digest());
    } catch (EnvironmentException e) {
      out.println(e.getMessage());
    }
  }
}
