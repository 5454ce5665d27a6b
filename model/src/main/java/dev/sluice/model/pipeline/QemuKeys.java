package dev.sluice.model.pipeline;

import static dev.sluice.model.file.Key.Type.FILE;
import static dev.sluice.model.file.Key.Type.FILES;
import static dev.sluice.model.file.Key.Type.MAPPING;
import static dev.sluice.model.file.Key.Type.PLACE;
import static dev.sluice.model.file.Key.Type.SIZE;
import static dev.sluice.model.file.Key.Type.TEXT;
import static dev.sluice.model.file.Key.Type.TEXTS;
import static dev.sluice.model.file.Key.Type.WORD;

import dev.sluice.model.file.Key;
import java.util.List;
import java.util.stream.Stream;

/** The keys of an environment with driver qemu, two of which driver process has too. */
final class QemuKeys {
  private static final List<Key> IMAGE =
      List.of(
          Key.of(
                  "environments.NAME.image",
                  MAPPING,
                  "Where the machine comes from. A small guest: a script that builds it, or a kernel"
                      + " with its files. A whole machine: a debian made from packages, or a disk"
                      + " that you have.",
                  "image: { script: guest.sh, inputs: [guest] }")
              .needed("with driver qemu")
              .allowed("script", "kernel with initrd, state and cmdline", "debian", "disk"),
          Key.of(
              "environments.NAME.image.script",
              FILE,
              "Builds kernel, initrd, state.img and cmdline into the folder named by its first"
                  + " argument. Cached by the content of the script and its inputs.",
              "script: guest.sh"),
          Key.of(
                  "environments.NAME.image.inputs",
                  FILES,
                  "Further files and folders that the script reads; a change builds anew.",
                  "inputs: [guest, debian.sh]")
              .standard("none"),
          Key.of(
              "environments.NAME.image.kernel",
              FILE,
              "A kernel that QEMU boots directly.",
              "kernel: image/vmlinux"),
          Key.of(
              "environments.NAME.image.initrd",
              FILE,
              "Its initial RAM disk, which starts the application and then the guest channel.",
              "initrd: image/initrd"),
          Key.of(
              "environments.NAME.image.state",
              FILE,
              "The disk that persists over boots, raw ext4. Every run gets a copy.",
              "state: image/state.img"),
          Key.of(
                  "environments.NAME.image.cmdline",
                  TEXT,
                  "The kernel's command line.",
                  "cmdline: console=ttyS0 quiet oops=panic panic=-1")
              .needed("with kernel, initrd and state"),
          Key.of(
              "environments.NAME.image.disk",
              FILE,
              "Your own disk, qcow2 or raw, of any system. It is never written to: every run gets"
                  + " a clone.",
              "disk: images/branch-office.qcow2"),
          Key.of(
              "environments.NAME.image.debian",
              MAPPING,
              "A whole Debian machine made from packages, cached by content.",
              "debian: { suite: bookworm, packages: [clamav, clamav-daemon] }"));

  private static final List<Key> MACHINE =
      List.of(
          Key.of(
                  "environments.NAME.architecture",
                  WORD,
                  "The machine's processor.",
                  "architecture: arm64")
              .standard("amd64")
              .allowed("amd64", "arm64"),
          Key.of(
                  "environments.NAME.firmware",
                  WORD,
                  "What starts a whole machine. A small guest has none: QEMU starts its kernel.",
                  "firmware: uefi")
              .standard("bios; uefi on arm64, which has no other")
              .allowed("bios", "uefi"),
          Key.of(
                  "environments.NAME.network",
                  WORD,
                  "What the machine can reach. closed: it has a network card and an address, and"
                      + " reaches neither the host nor anything beyond.",
                  "network: closed")
              .standard("none")
              .allowed("none", "closed"),
          Key.of(
                  "environments.NAME.state",
                  PLACE,
                  "Where that is mounted which persists over boots: a small guest's state disk, or"
                      + " the state folder of driver process. A whole machine persists as a whole.",
                  "state: /var/lib")
              .standard("/var/lib"),
          Key.of(
                  "environments.NAME.memory",
                  SIZE,
                  "The memory of the machine, or of the sandbox.",
                  "memory: 256 MiB")
              .standard("256 MiB for small guests, else 512 MiB")
              .allowed("64 MiB to 64 GiB, in whole MiB"),
          Key.of(
                  "environments.NAME.parameters",
                  TEXTS,
                  "Added to the kernel's command line. Not with disk, whose boot loader has its own.",
                  "parameters: [oops=panic]")
              .standard("none")
              .allowed("words without spaces"));

  static final List<Key> ALL =
      Stream.of(IMAGE, RecipeKeys.beneath("environments.NAME.image.debian"), MACHINE)
          .flatMap(List::stream)
          .toList();

  private QemuKeys() {}
}
