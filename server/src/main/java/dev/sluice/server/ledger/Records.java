package dev.sluice.server.ledger;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Digest;
import dev.sluice.model.Version;
import dev.sluice.server.event.Entry;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.event.RunKey;
import dev.sluice.server.event.TokenKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the log comes to, as of one moment: every answer of one instance is of the same state.
 * Numbers given as {@code before} are exclusive; {@link Long#MAX_VALUE} begins at the newest.
 */
public interface Records {
  /** The number that the product's next event will have; 1 for a product without any. */
  long nextNumber(ProductName product);

  /** Products that have events, sorted; {@link ProductName#SERVER} is one of them. */
  List<ProductName> products();

  /** Events with a number above {@code after}, oldest first. */
  Page<Entry> entries(ProductName product, long after, int limit);

  /** The pipeline file in use. */
  Optional<PipelineRecord> pipelineInUse(ProductName product);

  /** Proposals and what became of them, newest first. */
  Page<PipelineRecord> pipelines(ProductName product, long before, int limit);

  /** The newest record of a bundle. */
  Optional<PipelineRecord> pipeline(ProductName product, Digest bundle);

  Optional<ReleaseRecord> release(ProductName product, ReleaseKey key);

  /**
   * Releases, newest submission first.
   *
   * @param artifact null for all
   */
  Page<ReleaseRecord> releases(
      ProductName product, @Nullable ArtifactName artifact, long before, int limit);

  /**
   * Versions of an artifact that are being proven, are proven or were handed on, newest submission
   * first.
   */
  List<Version> admittedVersions(
      ProductName product, ArtifactName artifact, long before, int limit);

  /**
   * Releases of an artifact that were submitted after an event and are proven or were handed on,
   * newest submission first.
   */
  List<ReleaseRecord> provenSince(
      ProductName product, ArtifactName artifact, long after, int limit);

  /** Releases that were not looked at yet, of every product: urgent ones first, then the newest. */
  List<ReleaseRecord> submittedReleases(int limit);

  /**
   * Releases that are on their road, of every product, oldest submission first: those whose state
   * is no end yet, but for what is {@link #proven} and rests.
   */
  List<ReleaseRecord> openReleases();

  /** Releases of an artifact that are proven and were not handed on, oldest submission first. */
  List<ReleaseRecord> proven(ProductName product, ArtifactName artifact);

  Optional<RunRecord> run(ProductName product, RunKey key);

  /** Runs of a release, in the order in which they were queued. */
  List<RunRecord> runsOf(ProductName product, ReleaseKey release);

  /** Runs, newest first. */
  Page<RunRecord> runs(ProductName product, long before, int limit);

  /** Runs whose state is no end yet, of every product, oldest first. */
  List<RunRecord> openRuns();

  /** Runs of this likeness that came to an end, newest first, at most {@code limit}. */
  List<RunRecord> alike(ProductName product, Digest likeness, int limit);

  /**
   * When each runner last showed the negative controls of this bundle, newest first; of one that
   * makes runs with other things since, nothing.
   */
  List<ControlsRecord> controls(ProductName product, Digest bundle);

  /** What a runner makes the product's runs with; empty when it never said. */
  Optional<RunnerRecord> runner(ProductName product, PersonName runner);

  /** Releases whose content or provenance is one of these. */
  List<ReleaseRecord> releasesWith(ProductName product, Set<Digest> contents);

  /** Runs whose evidence or proof is one of these. */
  List<RunRecord> runsWith(ProductName product, Set<Digest> contents);

  /** When content was removed. */
  Optional<RemovedRecord> removed(ProductName product, Digest content);

  /** What was removed, the last first, at most {@code limit}. */
  List<RemovedRecord> removals(ProductName product, int limit);

  Optional<TokenRecord> token(TokenKey key);

  /** The token with this SHA-256 of its secret. */
  Optional<TokenRecord> tokenOf(Digest secret);

  /** All tokens, newest first. */
  List<TokenRecord> tokens();
}
