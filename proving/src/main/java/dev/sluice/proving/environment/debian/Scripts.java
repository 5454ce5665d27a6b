package dev.sluice.proving.environment.debian;

import dev.sluice.proving.workplace.Enclosed;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The parts of a system that come from us: scripts that make it and files put into it. */
final class Scripts {
  private static final List<String> NAMES =
      List.of(
          "build.sh",
          "coredump.conf",
          "customize.sh",
          "generators",
          "initramfs.conf",
          "initramfs-hook",
          "initramfs.modules",
          "initramfs-udev-bottom",
          "initramfs-udev-top",
          "journald.conf",
          "masked",
          "modprobe.conf",
          "sluice-booted.service",
          "sluice.network",
          "sluice.rules",
          "system.conf",
          "udev-trigger.conf",
          "unpack-kernel.sh");

  private Scripts() {}

  /** All of them, by name. */
  static Map<String, String> ours() {
    SortedMap<String, String> all = new TreeMap<>();
    for (String name : NAMES) {
      all.put(name, Enclosed.text(Scripts.class, name));
    }
    return all;
  }
}
