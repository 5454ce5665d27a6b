package dev.sluice.proving.cause;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first line of the console of a machine that was not started but restored: by its own clock it
 * has run for a while when the run begins.
 */
public final class Restored {
  private static final Pattern LINE =
      Pattern.compile("^sluice: restored after ([0-9]{1,9})\\.([0-9]{3}) s\\b");

  private Restored() {}

  /** The line, with its end. */
  public static String line(Duration uptime) {
    return String.format(
        Locale.ROOT,
        "sluice: restored after %d.%03d s, which its clock goes on from\n",
        uptime.toSeconds(),
        uptime.toMillisPart());
  }

  /** What the machine's clock showed when the run began; empty for one that was started. */
  public static Optional<Duration> uptime(String console) {
    Matcher line = LINE.matcher(console);
    return line.find()
        ? Optional.of(
            Duration.ofSeconds(Long.parseLong(line.group(1)))
                .plusMillis(Long.parseLong(line.group(2))))
        : Optional.empty();
  }
}
