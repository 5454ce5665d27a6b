package dev.sluice.server.runner;

import dev.sluice.server.wire.Offer;
import dev.sluice.trust.key.KeyId;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What this machine can make runs with: looked up when asked, so that what is installed meanwhile
 * is seen.
 *
 * @param path where programs are, as in {@code PATH}
 * @param cache of the lab, where it notes which accelerator works
 * @param own folder of the files that bundles leave out; null for none
 * @param memoryMebibytes for all places together
 * @param places runs at once
 * @param release of Sluice itself: {@code sluice 0.1.0}
 * @param programs as far as they were looked at
 */
public record Machinery(
    String path,
    Path cache,
    @Nullable Path own,
    int cores,
    int memoryMebibytes,
    int places,
    String release,
    KnownPrograms programs) {
  private static final String QEMU_AMD64 = "qemu-system-x86_64";
  private static final String QEMU_ARM64 = "qemu-system-aarch64";
  private static final String BUBBLEWRAP = "bwrap";

  // A container may have it and not be let in.
  private static final Path KVM = Path.of("/dev/kvm");

  /** Of files that bundles leave out, more are not looked for. */
  private static final int MOST_FILES = 200;

  private static final int MOST_DEEP = 8;

  /** A place with less memory can hold few guests. */
  private static final int MEBIBYTES_A_PLACE = 2048;

  private static final int WAIT_SECONDS = 20;
  private static final Pattern TOTAL = Pattern.compile("(?m)^MemTotal:\\s+([0-9]{1,15}) kB$");

  /** How many runs at once are usual: one a core, as far as there is memory; at least one. */
  public static int usualPlaces(int cores, int memoryMebibytes) {
    return Math.max(1, Math.min(cores, memoryMebibytes / MEBIBYTES_A_PLACE));
  }

  /**
   * What one place offers.
   *
   * @param lab the key it signs with
   */
  public Offer offer(KeyId lab) throws IOException {
    List<String> drivers = new ArrayList<>();
    List<String> architectures = new ArrayList<>();
    if (find(QEMU_AMD64).isPresent()) {
      architectures.add("amd64");
    }
    if (find(QEMU_ARM64).isPresent()) {
      architectures.add("arm64");
    }
    if (!architectures.isEmpty()) {
      drivers.add("qemu");
    }
    if (find(BUBBLEWRAP).isPresent()) {
      drivers.add("process");
    }
    drivers.add("machine");
    return new Offer(
        drivers,
        architectures,
        accelerator(),
        Math.max(1, cores / places),
        memoryMebibytes / places,
        files(),
        lab.hex(),
        WAIT_SECONDS,
        equipment(),
        null);
  }

  /** What decides how a run goes, beside the bundle. */
  private List<String> equipment() throws IOException {
    List<String> equipment = new ArrayList<>();
    equipment.add(release);
    for (String name : List.of(QEMU_AMD64, QEMU_ARM64, BUBBLEWRAP)) {
      Optional<Path> program = find(name);
      if (program.isPresent()) {
        equipment.add(name + " " + programs.digest(program.get()));
      }
    }
    equipment.add("accelerator " + likelyAccelerator());
    return equipment;
  }

  /** As it will most likely be found out, so that finding it out is no change. */
  private String likelyAccelerator() throws IOException {
    return !accelerator().equals("kvm")
            && (Files.isRegularFile(noted()) || !Files.isReadable(KVM) || !Files.isWritable(KVM))
        ? "tcg"
        : "kvm";
  }

  /**
   * What guests may have: four fifths of the machine's memory.
   *
   * @param meminfo as in {@code /proc/meminfo}
   */
  public static int memoryMebibytes(String meminfo) {
    Matcher total = TOTAL.matcher(meminfo);
    if (!total.find()) {
      throw new IllegalArgumentException("no MemTotal in /proc/meminfo");
    }
    return (int) (Long.parseLong(total.group(1)) / 1024 * 4 / 5);
  }

  private Optional<Path> find(String program) {
    return Stream.of(path.split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program))
        .filter(file -> Files.isExecutable(file) && !Files.isDirectory(file))
        .findFirst();
  }

  /** As the lab found it out at its first boot; nobody knows before. */
  private String accelerator() throws IOException {
    Path noted = noted();
    return Files.isRegularFile(noted)
            && Files.readString(noted).strip().toLowerCase(Locale.ROOT).endsWith(" kvm")
        ? "kvm"
        : "tcg";
  }

  private Path noted() {
    return cache.resolve("accelerator");
  }

  private List<String> files() throws IOException {
    if (own == null) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(own, MOST_DEEP)) {
      return files
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .map(file -> own.relativize(file).toString())
          .sorted()
          .limit(MOST_FILES)
          .toList();
    }
  }
}
