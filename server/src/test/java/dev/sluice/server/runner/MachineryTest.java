package dev.sluice.server.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.server.dispatch.Scene;
import dev.sluice.server.wire.Offer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineryTest {
  @TempDir private Path folder;
  private final KnownPrograms programs = new KnownPrograms();

  private Offer offer(@Nullable Path own) throws IOException {
    return new Machinery(
            folder.resolve("bin") + ":" + folder.resolve("absent"),
            folder.resolve("cache"),
            own,
            8,
            16_000,
            4,
            "sluice 1",
            programs)
        .offer(Scene.LAB.id());
  }

  private void program(String name) throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Files.setPosixFilePermissions(
        Files.createFile(bin.resolve(name)), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void driversAreThoseWhoseProgramsAreThere() throws IOException {
    assertThat(offer(null).drivers()).containsExactly("machine");
    program("qemu-system-aarch64");
    program("bwrap");
    assertThat(offer(null).drivers()).containsExactly("qemu", "process", "machine");
    assertThat(offer(null).architectures()).containsExactly("arm64");
  }

  @Test
  void placesShareTheMachine() throws IOException {
    assertThat(offer(null).cores()).isEqualTo(2);
    assertThat(offer(null).memoryMebibytes()).isEqualTo(4_000);
  }

  @Test
  void ownFilesAreOfferedByTheirPaths() throws IOException {
    Path own = folder.resolve("own");
    Files.createDirectories(own.resolve("lab"));
    Files.writeString(own.resolve("lab/key"), "secret");
    assertThat(offer(own).files()).isEqualTo(List.of("lab/key"));
  }

  @Test
  void theAcceleratorIsWhatTheLabFoundOut() throws IOException {
    assertThat(offer(null).accelerator()).isEqualTo("tcg");
    Files.createDirectories(folder.resolve("cache"));
    Files.writeString(folder.resolve("cache/accelerator"), "boot-id /usr/bin/qemu 7.2 kvm\n");
    assertThat(offer(null).accelerator()).isEqualTo("kvm");
  }

  @Test
  void itsEquipmentChangesWithAProgramTheAcceleratorAndSluiceItself() throws IOException {
    program("qemu-system-aarch64");
    List<String> first = equipment();
    assertThat(first).hasSize(3).first().isEqualTo("sluice 1");
    assertThat(first.get(1)).startsWith("qemu-system-aarch64 ");
    assertThat(equipment()).isEqualTo(first);

    Files.writeString(folder.resolve("bin/qemu-system-aarch64"), "another build");
    List<String> second = equipment();
    assertThat(second.get(1)).isNotEqualTo(first.get(1));

    Files.createDirectories(folder.resolve("cache"));
    Files.writeString(folder.resolve("cache/accelerator"), "boot-id /usr/bin/qemu 7.2 kvm\n");
    assertThat(equipment()).endsWith("accelerator kvm");
    Files.writeString(folder.resolve("cache/accelerator"), "boot-id /usr/bin/qemu 7.2 tcg\n");
    assertThat(equipment()).endsWith("accelerator tcg");
    program("bwrap");
    assertThat(equipment()).hasSize(4);
  }

  private List<String> equipment() throws IOException {
    return Objects.requireNonNull(offer(null).equipment());
  }

  @Test
  void guestsHaveFourFifthsOfTheMemory() {
    assertThat(Machinery.memoryMebibytes("MemTotal:       10240000 kB\nMemFree: 1 kB\n"))
        .isEqualTo(8_000);
    assertThatThrownBy(() -> Machinery.memoryMebibytes("MemFree: 1 kB"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
