package dev.sluice.proving.lab;

import dev.sluice.model.pipeline.EnvironmentSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What can be said of a prove before there is a candidate; nothing is built or started. */
public final class Preview {
  private Preview() {}

  /**
   * The slowest environment's typical boot, for {@link
   * dev.sluice.proving.plan.Plan#within(Duration, int, Duration)}; empty when none was ever
   * measured here.
   */
  public static Optional<Duration> typicalBoot(Product product, Path cache) {
    Optional<Duration> slowest = Optional.empty();
    var drivers = new Drivers(product, cache);
    for (EnvironmentSpec environment : product.pipeline().environments()) {
      Optional<Duration> boot = drivers.typicalBoot(environment);
      if (boot.isPresent() && (slowest.isEmpty() || boot.get().compareTo(slowest.get()) > 0)) {
        slowest = boot;
      }
    }
    return slowest;
  }
}
