package dev.sluice.server.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run came to.
 *
 * @param result {@code passed}, {@code failed} or {@code could-not-tell}; or {@code returned}: the
 *     runner gives the run back, and another may make it
 * @param evidence digest of an uploaded archive; null for none
 * @param proof digest of the uploaded signed statement; null for none
 * @param controls how each negative control went; empty of {@code prove}
 */
public record RunResult(
    int attempt,
    String result,
    String sentence,
    @Nullable String evidence,
    @Nullable String proof,
    List<WireControl> controls,
    long millis) {
  public RunResult {
    controls = List.copyOf(controls);
  }

  /** One negative control. */
  public record WireControl(
      String artifact, String version, String content, String goesRed, boolean red) {}
}
