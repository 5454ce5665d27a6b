package dev.sluice.proving.environment.sandbox;

import dev.sluice.model.pipeline.EnvironmentSpec.SandboxBounds;
import java.util.function.LongSupplier;

/**
 * What the kernel did at the bounds of one sandbox: told with the answer after it, and remembered
 * for the sentence about the sandbox's end. For one thread.
 */
final class EnforcedBounds {
  private final SandboxBounds asked;
  private final LongSupplier killsCounted;
  private final LongSupplier refusalsCounted;
  private Count kills = new Count(0, 0);
  private Count refusals = new Count(0, 0);

  /**
   * Of a sandbox that was just started.
   *
   * @param killsCounted how many processes the kernel has killed so far since memory ran out
   * @param refusalsCounted how often it has refused a process so far
   */
  EnforcedBounds(SandboxBounds asked, LongSupplier killsCounted, LongSupplier refusalsCounted) {
    this.asked = asked;
    this.killsCounted = killsCounted;
    this.refusalsCounted = refusalsCounted;
  }

  /**
   * A count of the kernel's, at the last two times that it was read.
   *
   * @param before never more than {@code now}
   */
  private record Count(long before, long now) {
    Count read(long counted) {
      return new Count(now, Math.max(now, counted));
    }

    boolean isNews() {
      return now > before;
    }
  }

  /** What happened since it was told last, each on a line of its own; empty when nothing did. */
  String news() {
    kills = kills.read(killsCounted.getAsLong());
    refusals = refusals.read(refusalsCounted.getAsLong());
    return (kills.isNews() ? "sluice: killed at the " + memory() + "\n" : "")
        + (refusals.isNews()
            ? "sluice: refused a process at the bound of " + asked.processes() + "\n"
            : "");
  }

  private String memory() {
    return "bound of " + asked.memoryMebibytes() + " MiB of memory";
  }

  /**
   * For a sentence about the application's end, right after the news of it. A start command may
   * live to tell of a child that was killed, or that it could not make. What was told with an
   * answer before that may have been of a command's process, and may be the reason all the same.
   */
  String clauses(int status) {
    if (status == 137 && kills.now > 0) {
      return ", at its " + memory();
    }
    var clauses = new StringBuilder();
    if (kills.isNews()) {
      clauses.append("; a process of it was killed at its ").append(memory());
    } else if (kills.now > 0) {
      clauses.append("; earlier a process was killed at the ").append(memory());
    }
    String processes = asked.processes() + " processes";
    if (refusals.isNews()) {
      clauses.append("; a process was refused at its bound of ").append(processes);
    } else if (refusals.now > 0) {
      clauses.append("; earlier a process was refused at the bound of ").append(processes);
    }
    return clauses.toString();
  }
}
