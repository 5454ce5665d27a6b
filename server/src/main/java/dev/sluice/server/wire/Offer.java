package dev.sluice.server.wire;

import java.util.List;

/**
 * What a runner can do now.
 *
 * @param drivers {@code qemu}, {@code process}, {@code machine}: those whose programs are there
 * @param architectures of guests: {@code amd64}, {@code arm64}
 * @param accelerator {@code kvm} or {@code tcg}
 * @param memoryMebibytes free for guests
 * @param files left out of bundles that this runner has in its own folder, by path: keys of own
 *     machines
 * @param lab key id of the lab key that the runner signs with
 * @param waitSeconds how long to wait for work, 0 to 30
 */
public record Offer(
    List<String> drivers,
    List<String> architectures,
    String accelerator,
    int cores,
    int memoryMebibytes,
    List<String> files,
    String lab,
    int waitSeconds) {
  public Offer {
    drivers = List.copyOf(drivers);
    architectures = List.copyOf(architectures);
    files = List.copyOf(files);
  }
}
