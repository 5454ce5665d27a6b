package dev.sluice.proving.history;

import dev.sluice.model.Digest;
import dev.sluice.model.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One prove and its runs.
 *
 * @param id as its evidence folder is called
 * @param sentence what it came to
 * @param planned runs, those that were not made included
 * @param runs those that came to a result
 */
public record PastProve(
    String id,
    Instant at,
    String product,
    Candidate candidate,
    Result result,
    String sentence,
    Duration took,
    int planned,
    Where where,
    List<PastRun> runs) {
  public PastProve {
    if (!RunId.isProve(id)) {
      throw new IllegalArgumentException("no prove is called " + id);
    }
    runs = List.copyOf(runs);
  }

  /**
   * What was on trial.
   *
   * @param file where it lay; it may have changed since, which its digest tells
   * @param goesRed the check at which it must fail, since it is known to be bad; null for a release
   *     that is meant for hosts
   */
  public record Candidate(
      String artifact, String version, Digest digest, Path file, @Nullable String goesRed) {
    public String title() {
      return artifact + " " + version;
    }
  }

  /**
   * Where things lie, absolute.
   *
   * @param pipeline the folder of the pipeline file
   * @param file the pipeline file's digest; null for a prove of before it was kept
   * @param evidence the folder of this prove
   */
  public record Where(Path pipeline, @Nullable Digest file, Path evidence) {}
}
