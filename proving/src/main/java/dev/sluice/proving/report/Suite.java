package dev.sluice.proving.report;

import dev.sluice.model.Digest;
import dev.sluice.model.pipeline.CheckSpec;
import java.util.List;

/**
 * The ordered checks that a candidate faces.
 *
 * @param name {@code smoke} or {@code regression}
 * @param checks beyond the built-ins, in order
 * @param digest of everything that decides what the suite does: checks, samples, verbs
 */
public record Suite(String name, List<CheckSpec> checks, Digest digest) {
  public Suite {
    checks = List.copyOf(checks);
  }
}
