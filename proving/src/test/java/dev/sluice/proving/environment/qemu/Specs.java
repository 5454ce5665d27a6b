package dev.sluice.proving.environment.qemu;

import dev.sluice.model.pipeline.EnvironmentSpec;
import dev.sluice.model.pipeline.EnvironmentSpec.Architecture;
import dev.sluice.model.pipeline.EnvironmentSpec.Firmware;
import dev.sluice.model.pipeline.EnvironmentSpec.Image;
import dev.sluice.model.pipeline.EnvironmentSpec.Network;
import java.util.List;

/** Environments as a pipeline file would ask for them. */
final class Specs {
  private Specs() {}

  static EnvironmentSpec.Qemu amd64(Image image) {
    return qemu(image, Architecture.AMD64, Firmware.BIOS);
  }

  static EnvironmentSpec.Qemu qemu(Image image, Architecture architecture, Firmware firmware) {
    return new EnvironmentSpec.Qemu(
        image, architecture, firmware, Network.NONE, "/var/lib", 512, List.of());
  }
}
