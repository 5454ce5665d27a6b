package dev.sluice.proving.environment.qemu;

import dev.sluice.model.pipeline.EnvironmentSpec.Architecture;
import dev.sluice.proving.environment.EnvironmentException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** UEFI firmware as distributions install it. */
final class UefiFirmware {
  private static final List<GuestImage.Uefi> AMD64 =
      List.of(
          uefi("/usr/share/OVMF", "OVMF_CODE_4M.fd", "OVMF_VARS_4M.fd"),
          uefi("/usr/share/OVMF", "OVMF_CODE.fd", "OVMF_VARS.fd"),
          uefi("/usr/share/edk2/ovmf", "OVMF_CODE.fd", "OVMF_VARS.fd"),
          uefi("/usr/share/edk2/x64", "OVMF_CODE.4m.fd", "OVMF_VARS.4m.fd"));

  private static final List<GuestImage.Uefi> ARM64 =
      List.of(
          uefi("/usr/share/AAVMF", "AAVMF_CODE.fd", "AAVMF_VARS.fd"),
          uefi("/usr/share/edk2/aarch64", "QEMU_EFI-pflash.raw", "vars-template-pflash.raw"));

  private UefiFirmware() {}

  private static GuestImage.Uefi uefi(String folder, String code, String variables) {
    return new GuestImage.Uefi(Path.of(folder, code), Path.of(folder, variables));
  }

  static GuestImage.Uefi find(Architecture architecture) {
    List<GuestImage.Uefi> known =
        switch (architecture) {
          case AMD64 -> AMD64;
          case ARM64 -> ARM64;
        };
    String debianPackage =
        switch (architecture) {
          case AMD64 -> "ovmf";
          case ARM64 -> "qemu-efi-aarch64";
        };
    return known.stream()
        .filter(f -> Files.isReadable(f.code()) && Files.isReadable(f.variables()))
        .findFirst()
        .orElseThrow(
            () ->
                new EnvironmentException(
                    "there is no UEFI firmware on this machine; on Debian: apt-get install "
                        + debianPackage));
  }
}
