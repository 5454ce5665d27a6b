package dev.sluice.proving.report;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Digest;
import dev.sluice.model.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one negative control under one suite.
 *
 * @param file of the known-bad release: another file is another control
 * @param with the counterpart release; null for the riskiest combination
 * @param lastRed when the suite last went red on it at the check named; null for never
 * @param lastShown the newest showing; null for never shown
 */
public record ControlRecord(
    ArtifactName artifact,
    Version version,
    Digest file,
    String goesRed,
    @Nullable Version with,
    @Nullable Instant lastRed,
    @Nullable Shown lastShown) {
  /** How a showing ended. */
  public enum Shown {
    /** Red at the check named. */
    RED,
    /** Passed, or failed at another check: the suite does not see what it must see. */
    GREEN
  }

  /** A suite that let a known-bad release through gives no proofs until it is red again. */
  public boolean withholdsProofs() {
    return lastShown == Shown.GREEN;
  }
}
