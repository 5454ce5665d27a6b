package dev.sluice.server.admit;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Digest;
import dev.sluice.model.pipeline.Artifact;
import dev.sluice.model.pipeline.Pipeline;
import dev.sluice.model.pipeline.PipelineFile;
import dev.sluice.server.bundle.Bundle;
import dev.sluice.server.bundle.BundleJson;
import dev.sluice.server.content.ContentStore;
import dev.sluice.server.content.Contents;
import dev.sluice.server.event.ProductName;
import dev.sluice.trust.canonical.MalformedInput;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Bundles that are in use or were, read once and kept while they are asked for. */
public final class Bundles {
  private static final int MOST_KEPT = 32;

  private final Contents contents;
  private final Map<Key, Opened> kept =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, Opened> eldest) {
              return size() > MOST_KEPT;
            }
          });

  public Bundles(Contents contents) {
    this.contents = contents;
  }

  private record Key(ProductName product, Digest digest) {}

  /**
   * A bundle that was read.
   *
   * @param digest of its manifest
   */
  public record Opened(Digest digest, Bundle bundle, Pipeline pipeline) {
    /** Whether only the newest release of it matters: true of data. */
    public boolean newestWins(ArtifactName artifact) {
      return pipeline
          .artifact(artifact)
          .map(known -> known.kind() instanceof Artifact.Data)
          .orElse(false);
    }

    /** Whether what is proven goes on by itself. */
    public boolean handsOn(ArtifactName artifact) {
      return pipeline
          .artifact(artifact)
          .map(known -> known.delivery().handOn() == Artifact.HandOn.WHEN_PROVEN)
          .orElse(false);
    }
  }

  /**
   * Opens one that was taken into use once.
   *
   * @throws IOException when it is not there, or not as it was
   */
  public Opened open(ProductName product, Digest digest) throws IOException {
    Key key = new Key(product, digest);
    Opened known = kept.get(key);
    if (known != null) {
      return known;
    }
    Opened opened = read(contents.of(product), digest);
    kept.put(key, opened);
    return opened;
  }

  private static Opened read(ContentStore store, Digest digest) throws IOException {
    Bundle bundle;
    try {
      bundle = BundleJson.read(Examiner.bytes(store, digest, BundleJson.LIMIT));
    } catch (MalformedInput e) {
      throw new IOException("the bundle " + digest.abbreviated() + ": " + e.sentence(), e);
    }
    Bundle.File file =
        bundle
            .file(Bundle.PIPELINE)
            .orElseThrow(() -> new IOException("the bundle has no " + Bundle.PIPELINE));
    byte[] text = Examiner.bytes(store, file.digest(), PipelineFile.MAX_BYTES);
    return switch (PipelineFile.parse(Bundle.PIPELINE, text)) {
      case PipelineFile.Valid(var pipeline) -> new Opened(digest, bundle, pipeline);
      case PipelineFile.Invalid _ -> throw new IOException("the bundle's pipeline file is invalid");
    };
  }
}
