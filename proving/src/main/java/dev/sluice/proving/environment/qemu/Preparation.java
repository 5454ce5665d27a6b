package dev.sluice.proving.environment.qemu;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;

/** What a whole machine runs first when it answers: POSIX shell, as root. */
final class Preparation {
  /** Finds the disk by its serial number: device names depend on what else there is. */
  private static final String MOUNT_INPUTS =
      """
      while read -r _ at _; do [ "$at" = %1$s ] && exit 0; done < /proc/mounts
      for disk in /sys/block/*; do
        serial=
        [ -r "$disk/serial" ] && read -r serial < "$disk/serial"
        [ "$serial" = %2$s ] || continue
        { [ -d %1$s ] || mkdir -p %1$s; } && mount -t ext4 -o ro "/dev/${disk##*/}" %1$s && exit 0
        echo "the inputs disk could not be mounted"
        exit 1
      done
      echo "there is no disk with the serial number %2$s"
      exit 1
      """
          .formatted(QemuMachine.INPUTS, CommandLine.INPUTS_SERIAL);

  /** Nothing of the inputs disk may stay in memory: the next machine has another one. */
  static final String BEFORE_KEEPING =
      """
      cd /
      sync
      ! grep -q ' %1$s ' /proc/mounts || umount %1$s || exit 1
      read -r up _ < /proc/uptime && echo "$up"
      """
          .formatted(QemuMachine.INPUTS);

  private Preparation() {}

  static String afterBoot() {
    return MOUNT_INPUTS;
  }

  /**
   * For a machine that has slept: its clock shows when it was kept, and its random numbers would be
   * those of every other that was restored from the same state.
   *
   * @param random fresh bytes
   */
  static String afterRestore(Instant now, byte[] random) {
    String time =
        String.format(Locale.ROOT, "%d.%03d", now.getEpochSecond(), now.getNano() / 1_000_000);
    return renewRandomness(HexFormat.of().formatHex(random))
        // busybox knows no fractions
        + ("date -u -s @" + time + " >/dev/null 2>&1 || date -u -s @" + now.getEpochSecond())
        + (" >/dev/null || exit 1\n" + MOUNT_INPUTS);
  }

  /**
   * Bytes written to the device are only put aside until the kernel next renews its generator, and
   * no shell can ask for that: two small interpreters can, one of which most systems have. {@code
   * RNDADDENTROPY} credits the bytes, {@code RNDRESEEDCRNG} has them used at once.
   */
  private static String renewRandomness(String bytes) {
    return """
        perl -e 'my $b = pack("H*", "%1$s"); open(my $d, ">", "/dev/urandom") or exit 1;
          ioctl($d, 0x40085203, pack("ii", 8 * length $b, length $b) . $b) or exit 1;
          ioctl($d, 0x5207, 0) or exit 1' 2>/dev/null ||
        python3 -c 'import fcntl, struct; b = bytes.fromhex("%1$s"); d = open("/dev/urandom", "wb")
        fcntl.ioctl(d, 0x40085203, struct.pack("ii", 8 * len(b), len(b)) + b)
        fcntl.ioctl(d, 0x5207)' 2>/dev/null ||
        echo %1$s > /dev/urandom
        """
        .formatted(bytes);
  }
}
