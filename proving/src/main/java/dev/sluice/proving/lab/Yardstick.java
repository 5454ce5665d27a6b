package dev.sluice.proving.lab;

import dev.sluice.model.pipeline.EnvironmentSpec;
import dev.sluice.proving.environment.Environment;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.environment.Machine;
import dev.sluice.proving.environment.RunningMachine;
import dev.sluice.proving.workplace.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What everything else is measured against: a bare boot of the guest, without the product, from
 * starting QEMU to user space and an orderly power-off.
 */
public final class Yardstick {
  private Yardstick() {}

  /**
   * Boots the first environment so many times, one after the other.
   *
   * @param busy told what takes long, such as building the guest
   * @return each boot's time, in the order made
   * @throws EnvironmentException when the guest does not boot
   */
  public static List<Duration> measure(
      Product product, LabFolders folders, int boots, Clock clock, Consumer<String> busy)
      throws InterruptedException {
    EnvironmentSpec spec = product.pipeline().environments().getFirst();
    try (Workplace workplace = Workplace.open(folders.work())) {
      Path evidence = Files.createDirectory(workplace.folder().resolve("evidence"));
      Path inputs = Files.createDirectory(workplace.folder().resolve("inputs"));
      Environment environment =
          new Drivers(product, folders.cache())
              .open(spec, workplace, evidence, inputs, clock, busy);
      List<Duration> times = new ArrayList<>();
      for (int i = 0; i < boots; i++) {
        try (Machine machine = environment.create("bare-" + i)) {
          times.add(boot(machine));
        }
      }
      return times;
    } catch (IOException e) {
      throw new EnvironmentException("no room to measure in: " + e.getMessage(), e);
    }
  }

  private static Duration boot(Machine machine) throws InterruptedException {
    long from = System.nanoTime();
    try (RunningMachine running = machine.boot()) {
      if (running.awaitReady() instanceof RunningMachine.Ready
          && running.powerOff() instanceof RunningMachine.Off) {
        return Duration.ofNanos(System.nanoTime() - from);
      }
      throw new EnvironmentException("the bare guest does not boot:\n" + running.console());
    }
  }
}
