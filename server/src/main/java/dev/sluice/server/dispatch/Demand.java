package dev.sluice.server.dispatch;

import dev.sluice.model.pipeline.EnvironmentSpec;
import dev.sluice.model.pipeline.EnvironmentSpec.OwnMachine;
import dev.sluice.model.pipeline.EnvironmentSpec.Qemu;
import dev.sluice.model.pipeline.EnvironmentSpec.Sandbox;
import dev.sluice.server.wire.Offer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a run in one environment asks of a runner.
 *
 * @param driver as in the pipeline file
 * @param architecture of the guest; null where the environment brings its own machine
 * @param memoryMebibytes for the guest or the sandbox
 * @param files that bundles leave out and the runner must have
 */
record Demand(
    String driver, @Nullable String architecture, int memoryMebibytes, Set<String> files) {
  /** A run's boots follow each other. */
  private static final int CORES = 1;

  Demand {
    files = Set.copyOf(files);
  }

  /**
   * What an environment asks.
   *
   * @param elsewhere the paths that its bundle leaves out
   */
  static Demand of(EnvironmentSpec spec, List<String> elsewhere) {
    return switch (spec.driver()) {
      case Qemu qemu ->
          new Demand(
              "qemu",
              qemu.architecture().name().toLowerCase(Locale.ROOT),
              qemu.memoryMebibytes(),
              Set.of());
      case Sandbox sandbox ->
          new Demand("process", null, sandbox.bounds().memoryMebibytes(), Set.of());
      case OwnMachine machine -> new Demand("machine", null, 0, secrets(machine.ssh(), elsewhere));
    };
  }

  private static Set<String> secrets(EnvironmentSpec.Ssh ssh, List<String> elsewhere) {
    return Stream.of(ssh.identity(), ssh.hostKeys())
        .map(path -> Path.of(path).normalize().toString())
        .filter(elsewhere::contains)
        .collect(Collectors.toSet());
  }

  boolean isMetBy(Offer offer) {
    return offer.drivers().contains(driver)
        && (architecture == null || offer.architectures().contains(architecture))
        && offer.memoryMebibytes() >= memoryMebibytes
        && offer.cores() >= CORES
        && offer.files().containsAll(files);
  }
}
