package dev.sluice.proving.lab;

import dev.sluice.model.pipeline.EnvironmentSpec;
import dev.sluice.proving.environment.Environment;
import dev.sluice.proving.environment.Folders;
import dev.sluice.proving.environment.machine.MachineEnvironment;
import dev.sluice.proving.environment.qemu.QemuEnvironment;
import dev.sluice.proving.environment.sandbox.SandboxEnvironment;
import dev.sluice.proving.workplace.Workplace;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/** From an environment of the pipeline file to the driver that it names. */
final class Drivers {
  private final Path pipeline;
  private final Path cache;

  Drivers(Product product, Path cache) {
    this.pipeline = product.folder();
    this.cache = cache;
  }

  /**
   * Makes an environment ready.
   *
   * @param evidence consoles and logs of every boot go there
   * @param inputs a folder whose files each machine sees
   */
  Environment open(
      EnvironmentSpec spec,
      Workplace workplace,
      Path evidence,
      Path inputs,
      InstantSource clock,
      Consumer<String> busy)
      throws InterruptedException {
    return switch (spec.driver()) {
      case EnvironmentSpec.Qemu qemu ->
          QemuEnvironment.open(
              spec, qemu, workplace, new Folders(pipeline, cache, evidence, inputs), clock, busy);
      case EnvironmentSpec.Sandbox sandbox ->
          SandboxEnvironment.open(
              spec, sandbox, workplace, new Folders(pipeline, cache, evidence, inputs), busy);
      case EnvironmentSpec.OwnMachine machine ->
          MachineEnvironment.open(
              spec, machine, workplace, new Folders(pipeline, cache, evidence, inputs), busy);
    };
  }

  /** How releases get onto a place's machines, known before it is opened. */
  static Environment.Reach reach(EnvironmentSpec spec) {
    return switch (spec.driver()) {
      case EnvironmentSpec.Qemu qemu ->
          qemu.isWhole() ? Environment.Reach.WHILE_RUNNING : Environment.Reach.WHILE_OFF;
      case EnvironmentSpec.Sandbox _ -> Environment.Reach.WHILE_OFF;
      case EnvironmentSpec.OwnMachine _ -> Environment.Reach.WHILE_RUNNING;
    };
  }

  /** The median of recent boots, without opening anything; empty when none was measured. */
  Optional<Duration> typicalBoot(EnvironmentSpec spec) {
    return switch (spec.driver()) {
      case EnvironmentSpec.Qemu qemu -> QemuEnvironment.typicalBoot(qemu, pipeline, cache);
      case EnvironmentSpec.OwnMachine machine ->
          MachineEnvironment.typicalBoot(spec, machine, cache);
      case EnvironmentSpec.Sandbox _ -> Optional.empty();
    };
  }
}
