package dev.sluice.proving.check;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Linux machine has spent so far.
 *
 * @param busyTicks processor time of all CPUs that was not idle, in 1/100 s (USER_HZ)
 * @param availableKib memory that could still be had
 * @param usedKib of the state disk
 */
record Meter(long busyTicks, long availableKib, long usedKib) {
  private static final Pattern LINE =
      Pattern.compile(
          "^sluice-meter ([0-9]{1,15}) ([0-9]{1,15}) ([0-9]{1,15})$", Pattern.MULTILINE);

  /**
   * Reads the meter in one process of its own, since each costs milliseconds under emulation. Busy
   * is what was not idle: a kernel knows its idle time exactly, while it counts the rest by timer
   * ticks, and on a busy host an emulated machine misses most of them.
   */
  static String script(String stateMount) {
    return "read -r _ u n s i w x </proc/stat; c=0; while read -r k x; do case $k in"
        + " cpu[0-9]*) c=$((c+1));; cpu) ;; *) break;; esac; done </proc/stat;"
        + " read -r t x </proc/uptime; m=0; while read -r k v _; do"
        + " [ $k = MemAvailable: ] && m=$v && break; done </proc/meminfo;"
        + " set -- $(stat -f -c '%b %f %S' "
        + Quoting.posix(stateMount)
        + ");"
        + " echo \"sluice-meter $((c*(${t%.*}*100+1${t#*.}-100)-i-w)) $m $((($1-$2)*$3/1024))\"";
  }

  static Optional<Meter> read(String output) {
    Matcher line = LINE.matcher(output);
    return line.find()
        ? Optional.of(
            new Meter(
                Long.parseLong(line.group(1)),
                Long.parseLong(line.group(2)),
                Long.parseLong(line.group(3))))
        : Optional.empty();
  }
}
