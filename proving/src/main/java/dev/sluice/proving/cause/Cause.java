package dev.sluice.proving.cause;

import java.util.List;

/**
 * Why a check did not pass.
 *
 * @param code for programs: one of the constants here
 * @param what for people: a clause without subject for the combination and without full stop, such
 *     as {@code the kernel panicked 1.4 s into the boot}
 * @param evidence the lines that show it, cleaned of control characters; may be empty
 */
public record Cause(String code, String what, List<String> evidence) {
  public static final String PANICKED = "panicked";
  public static final String REBOOTED = "rebooted";
  public static final String POWERED_OFF = "powered-off";
  public static final String SILENT = "silent";
  public static final String CHANNEL_SILENT = "channel-silent";
  public static final String STRANDED = "stranded";
  public static final String APPLICATION_ENDED = "application-ended";
  public static final String KERNEL_ERROR = "kernel-error";
  public static final String NOT_IN_FORCE = "not-in-force";
  public static final String UNHEALTHY = "unhealthy";
  public static final String MISSED = "missed";
  public static final String FLAGGED = "flagged";
  public static final String CHANGED = "changed";
  public static final String OVER_LIMIT = "over-limit";
  public static final String COMMAND = "command";
  public static final String FORMAT = "format";
  public static final String INFRASTRUCTURE = "infrastructure";

  public Cause {
    evidence = List.copyOf(evidence);
  }
}
