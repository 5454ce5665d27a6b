package dev.sluice.proving.environment.qemu;

import dev.sluice.proving.workplace.HostCommand;
import dev.sluice.proving.workplace.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * KVM where it works, else TCG. A {@code /dev/kvm} exists that runs a few instructions and then
 * hangs in a real kernel, so only a kernel's whole boot counts as working: without an initramfs it
 * ends in a panic and a reset by itself. The answer is remembered until the host reboots.
 */
final class Accelerator {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private Accelerator() {}

  /**
   * {@code kvm} or {@code tcg}.
   *
   * @param kernel of this host's architecture, to find out with; null when there is none, which
   *     leaves what is remembered
   */
  static String choose(
      Workplace workplace, Path cache, String program, String version, @Nullable Path kernel)
      throws InterruptedException, IOException {
    Path device = Path.of("/dev/kvm");
    if (!Files.isReadable(device) || !Files.isWritable(device)) {
      return "tcg";
    }
    String bootId = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    Path memory = cache.resolve("accelerator");
    String asked = bootId + " " + program + " " + version + " ";
    if (Files.isRegularFile(memory)) {
      String remembered = Files.readString(memory).strip();
      if (remembered.equals(asked + "kvm") || remembered.equals(asked + "tcg")) {
        return remembered.substring(asked.length());
      }
    }
    if (kernel == null) {
      return "tcg"; // nothing here could be booted to find out
    }
    String answer = kvmBoots(workplace, program, kernel) ? "kvm" : "tcg";
    Files.createDirectories(cache);
    Files.writeString(memory, asked + answer + "\n");
    return answer;
  }

  private static boolean kvmBoots(Workplace workplace, String program, Path kernel)
      throws InterruptedException {
    var ended =
        HostCommand.run(
            workplace,
            "probe-kvm",
            List.of(
                program,
                "-M",
                "pc",
                "-accel",
                "kvm",
                "-m",
                "256",
                "-nodefaults",
                "-no-user-config",
                "-display",
                "none",
                "-no-reboot",
                "-name",
                workplace.folder().getFileName().toString(),
                "-kernel",
                kernel.toString(),
                "-append",
                "console=ttyS0 quiet panic=-1",
                "-serial",
                "stdio"),
            Map.of(),
            null,
            LIMIT);
    return ended.succeeded() && ended.output().contains("Kernel panic");
  }
}
