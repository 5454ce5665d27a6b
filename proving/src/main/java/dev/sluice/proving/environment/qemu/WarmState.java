package dev.sluice.proving.environment.qemu;

import java.nio.file.Path;
import java.util.List;

/**
 * A machine that was kept: memory, devices, disk.
 *
 * @param notes of how it was brought there
 */
record WarmState(String key, Path folder, String notes) {
  static final String RAM = "ram";
  static final String DEVICES = "devices";
  static final String DISK = "disk.qcow2";
  static final String VARIABLES = "variables.fd";
  static final String NOTES = "notes";

  /** Small enough to be hashed at every use. */
  static final List<String> ALWAYS_HASHED = List.of(DEVICES, NOTES);

  Path ram() {
    return folder.resolve(RAM);
  }

  Path devices() {
    return folder.resolve(DEVICES);
  }

  GuestImage.Disk disk() {
    return new GuestImage.Disk(folder.resolve(DISK), "qcow2");
  }

  Path variables() {
    return folder.resolve(VARIABLES);
  }
}
