package dev.sluice.proving.environment;

import dev.sluice.model.Digest;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a proof says about the place it was given in.
 *
 * @param driver such as {@code qemu}
 * @param driverVersion such as {@code 7.2.22}
 * @param accelerator such as {@code tcg} or {@code kvm}
 * @param isolation what separates it from the prover: {@code vm}, {@code machine} or {@code
 *     process}
 * @param platform what can be asked of it
 * @param unenforced bounds that were asked for and could not be set here, in words
 * @param image digest of everything that makes the machine
 * @param standsFor the platform selector
 */
public record EnvironmentFacts(
    String name,
    String driver,
    String driverVersion,
    String accelerator,
    String isolation,
    Platform platform,
    Digest image,
    Digest kernel,
    SortedMap<String, String> standsFor,
    List<String> unenforced) {
  public EnvironmentFacts {
    unenforced = List.copyOf(unenforced);
    standsFor = Collections.unmodifiableSortedMap(new TreeMap<>(standsFor));
  }

  /** What questions a place understands. */
  public enum Platform {
    /** A Linux machine with a kernel of its own. */
    LINUX,
    /** Another machine with a POSIX shell. */
    POSIX,
    /** A machine with PowerShell. */
    WINDOWS,
    /** Linux processes on the prover's own kernel, whose state says nothing of a candidate. */
    SANDBOX
  }
}
