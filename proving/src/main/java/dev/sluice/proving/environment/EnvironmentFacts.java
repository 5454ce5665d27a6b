package dev.sluice.proving.environment;

import dev.sluice.model.Digest;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a proof says about the place it was given in.
 *
 * @param driver such as {@code qemu}
 * @param driverVersion such as {@code 7.2.22}
 * @param accelerator such as {@code tcg} or {@code kvm}
 * @param isolation what separates the machine from the prover: {@code vm} or {@code process}
 * @param image digest of everything that makes the machine
 * @param standsFor the platform selector
 */
public record EnvironmentFacts(
    String name,
    String driver,
    String driverVersion,
    String accelerator,
    String isolation,
    Digest image,
    Digest kernel,
    SortedMap<String, String> standsFor) {
  public EnvironmentFacts {
    standsFor = Collections.unmodifiableSortedMap(new TreeMap<>(standsFor));
  }
}
