package dev.sluice.proving.environment.qemu;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

  /** How long it had run, in seconds by its own clock. */
  static final String UPTIME = "uptime";

  /** Small enough to be hashed at every use. */
  static final List<String> ALWAYS_HASHED = List.of(DEVICES, NOTES, UPTIME);

  Path ram() {
    return folder.resolve(RAM);
  }

  Path devices() {
    return folder.resolve(DEVICES);
  }

  /**
   * How long it had run when it was kept.
   *
   * @throws IOException when that is not there, or is no time
   */
  Duration readUptime() throws IOException {
    String said = Files.readString(folder.resolve(UPTIME)).strip();
    if (!said.matches("[0-9]{1,9}\\.[0-9]{1,9}")) {
      throw new IOException("it does not say for how long the machine ran");
    }
    return Duration.ofMillis(new BigDecimal(said).movePointRight(3).longValue());
  }

  GuestImage.Disk disk() {
    return new GuestImage.Disk(folder.resolve(DISK), "qcow2");
  }

  Path variables() {
    return folder.resolve(VARIABLES);
  }
}
