package dev.sluice.proving.environment.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sluice.model.pipeline.EnvironmentSpec.Architecture;
import dev.sluice.proving.environment.EnvironmentException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelFileTest {
  @TempDir private Path folder;

  private Path file(byte[] content) throws IOException {
    return Files.write(folder.resolve("file"), content);
  }

  private void isBootable(byte[] content) throws IOException {
    Path file = file(content);
    assertThatCode(() -> KernelFile.requireBootable(file, Architecture.AMD64))
        .doesNotThrowAnyException();
  }

  private void isRefused(byte[] content, String why) throws IOException {
    Path file = file(content);
    assertThatExceptionOfType(EnvironmentException.class)
        .isThrownBy(() -> KernelFile.requireBootable(file, Architecture.AMD64))
        .withMessageContaining(why);
  }

  @Test
  void aWholeElfKernelForThisMachineIsBootable() throws IOException {
    isBootable(Binaries.elf(Binaries.X86_64));
  }

  @Test
  void aBzImageIsBootable() throws IOException {
    isBootable(Binaries.bzImage());
  }

  @Test
  void anArm64ImageIsBootableThereAlone() throws IOException {
    Path file = file(Binaries.arm64Image());

    assertThatCode(() -> KernelFile.requireBootable(file, Architecture.ARM64))
        .doesNotThrowAnyException();
    assertThatExceptionOfType(EnvironmentException.class)
        .isThrownBy(() -> KernelFile.requireBootable(file, Architecture.AMD64))
        .withMessage(file + " is a kernel for aarch64, this environment boots x86-64");
  }

  @Test
  void kernelsForX86AreNamedOnArm64() throws IOException {
    Path file = file(Binaries.bzImage());
    assertThatExceptionOfType(EnvironmentException.class)
        .isThrownBy(() -> KernelFile.requireBootable(file, Architecture.ARM64))
        .withMessage(file + " is a kernel for x86, this environment boots aarch64");
    Files.write(file, Binaries.elf(Binaries.X86_64));
    assertThatExceptionOfType(EnvironmentException.class)
        .isThrownBy(() -> KernelFile.requireBootable(file, Architecture.ARM64))
        .withMessageContaining("is an ELF kernel for x86-64; an arm64 machine boots");
    Files.writeString(file, "no kernel at all");
    assertThatExceptionOfType(EnvironmentException.class)
        .isThrownBy(() -> KernelFile.requireBootable(file, Architecture.ARM64))
        .withMessageContaining("is no arm64 kernel");
  }

  @Test
  void aTruncatedElfKernelIsRefusedAtEveryLength() throws IOException {
    byte[] whole = Binaries.elf(Binaries.X86_64);
    for (int length = 64; length < whole.length; length += 7) {
      isRefused(Arrays.copyOf(whole, length), "");
    }
    isRefused(Arrays.copyOf(whole, whole.length - 1), "is truncated: it has 299 bytes");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 63})
  void aFileTooShortForAnyHeaderIsNoKernel(int length) throws IOException {
    isRefused(
        Arrays.copyOf(Binaries.elf(Binaries.X86_64), length),
        "is neither an ELF kernel nor a bzImage");
  }

  @Test
  void aKernelForAnotherMachineIsNamed() throws IOException {
    isRefused(Binaries.elf(Binaries.AARCH64), "is a kernel for aarch64, this driver boots x86-64");
    isRefused(Binaries.elf(9999), "is a kernel for machine 9999");
  }

  @Test
  void aShellScriptIsNoKernel() throws IOException {
    isRefused("#!/bin/sh\necho hello\n".repeat(100).getBytes(StandardCharsets.UTF_8), "neither");
  }

  @Test
  void headersThatLieAreRefused() throws IOException {
    isRefused(Binaries.elf(Binaries.X86_64, 65535, 65535, 64, 0, 0), "is not a whole ELF kernel");
    isRefused(Binaries.elf(Binaries.X86_64, 56, 1, -1, 0, 0), "is not a whole ELF kernel");
    isRefused(
        Binaries.elf(Binaries.X86_64, 56, 1, Long.MAX_VALUE, 0, 0), "is not a whole ELF kernel");
    isRefused(Binaries.elf(Binaries.X86_64, 56, 60000, 64, 0, 0), "is truncated");
  }

  @Test
  void whateverTheBytesTheAnswerIsASentence() throws IOException {
    Random random = new Random(17);
    for (int i = 0; i < 500; i++) {
      byte[] content = Binaries.elf(Binaries.X86_64);
      for (int changes = 0; changes < 4; changes++) {
        content[random.nextInt(content.length)] = (byte) random.nextInt();
      }
      Path file = file(content);
      Throwable thrown = catchThrowable(() -> KernelFile.requireBootable(file, Architecture.AMD64));
      assertThat(thrown == null || thrown instanceof EnvironmentException).isTrue();
    }
  }

  @Test
  void aKernelThatIsNotThereIsNamed() {
    Path absent = folder.resolve("vmlinux");
    assertThatExceptionOfType(EnvironmentException.class)
        .isThrownBy(() -> KernelFile.requireBootable(absent, Architecture.AMD64))
        .withMessage("there is no kernel file " + absent);
    assertThatExceptionOfType(EnvironmentException.class)
        .isThrownBy(() -> KernelFile.requireInitrd(absent))
        .withMessage("there is no initramfs file " + absent);
  }

  @Test
  void aFolderIsNoKernel() {
    assertThatExceptionOfType(EnvironmentException.class)
        .isThrownBy(() -> KernelFile.requireBootable(folder, Architecture.AMD64));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "303730373031",
        "303730373032",
        "1f8b0800",
        "28b52ffd00",
        "fd377a585a00",
        "02214c18"
      })
  void everyKindOfInitramfsIsTaken(String start) throws IOException {
    Path file = file(HexFormat.of().parseHex(start + "00".repeat(20)));

    assertThatCode(() -> KernelFile.requireInitrd(file)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1f", "7f454c46", "23212f62696e", "0000000000"})
  void anythingElseIsNoInitramfs(String start) throws IOException {
    Path file = file(HexFormat.of().parseHex(start));

    assertThatExceptionOfType(EnvironmentException.class)
        .isThrownBy(() -> KernelFile.requireInitrd(file))
        .withMessageContaining("is not an initramfs");
  }
}
