package dev.sluice.proving.lab;

import dev.sluice.proving.cause.Restored;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How far into a boot its console reaches, by the kernel's own clock; of a machine that was
 * restored, how far into the run.
 */
final class ConsoleLength {
  private static final Pattern STAMP =
      Pattern.compile("(?m)^\\[ {0,9}([0-9]{1,9})\\.([0-9]{3})[0-9]{0,6}\\]");

  private ConsoleLength() {}

  /** The time of the last line that has one; null when none has. */
  static @Nullable Duration of(String console) {
    Matcher stamp = STAMP.matcher(console);
    Duration last = null;
    while (stamp.find()) {
      last =
          Duration.ofSeconds(Long.parseLong(stamp.group(1)))
              .plusMillis(Long.parseLong(stamp.group(2)));
    }
    Duration before = Restored.uptime(console).orElse(Duration.ZERO);
    return last == null || last.compareTo(before) < 0 ? null : last.minus(before);
  }
}
