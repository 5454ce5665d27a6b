package dev.sluice.server.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

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
 * @param equipment what it makes runs with, one thing an item: when that is another than before, it
 *     has to show negative controls again; null when it does not say
 * @param inHand runs that its other places are at, as {@code PRODUCT/RUN}: what a server gave it
 *     before it ended and is not among them never arrived; null when it does not say
 */
public record Offer(
    List<String> drivers,
    List<String> architectures,
    String accelerator,
    int cores,
    int memoryMebibytes,
    List<String> files,
    String lab,
    int waitSeconds,
    @Nullable List<String> equipment,
    @Nullable List<String> inHand) {
  public Offer {
    inHand = inHand == null ? null : List.copyOf(inHand);
    equipment = equipment == null ? null : List.copyOf(equipment);
    drivers = List.copyOf(drivers);
    architectures = List.copyOf(architectures);
    files = List.copyOf(files);
  }

  /** Of a runner that says neither what it makes runs with nor what it has in hand. */
  public Offer(
      List<String> drivers,
      List<String> architectures,
      String accelerator,
      int cores,
      int memoryMebibytes,
      List<String> files,
      String lab,
      int waitSeconds) {
    this(
        drivers,
        architectures,
        accelerator,
        cores,
        memoryMebibytes,
        files,
        lab,
        waitSeconds,
        null,
        null);
  }

  /** The same of a runner whose other places are at these runs. */
  public Offer with(List<String> runs) {
    return new Offer(
        drivers,
        architectures,
        accelerator,
        cores,
        memoryMebibytes,
        files,
        lab,
        waitSeconds,
        equipment,
        runs);
  }
}
