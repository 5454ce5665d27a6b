package dev.sluice.server.client;

import dev.sluice.model.Digest;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.wire.Reason;
import dev.sluice.server.wire.WirePage;
import dev.sluice.server.wire.WirePipeline;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A product's pipeline files. */
public final class PipelineClient {
  private final Calls calls;
  private final ProductName product;

  PipelineClient(Calls calls, ProductName product) {
    this.calls = calls;
    this.product = product;
  }

  /** Asks for a bundle, whose files are there, to be used. */
  public WirePipeline propose(Digest bundle) throws IOException, InterruptedException {
    return calls.read(Ask.post(path(), named(bundle)), WirePipeline.class);
  }

  /** What {@link #propose} would come to. */
  public WirePipeline dryRun(Digest bundle) throws IOException, InterruptedException {
    return calls.read(Ask.post(path() + "?dry-run=true", named(bundle)), WirePipeline.class);
  }

  private static byte[] named(Digest bundle) {
    return Calls.json(Map.of("bundle", bundle.hex()));
  }

  /** The one in use; empty before the first. */
  public Optional<WirePipeline> inUse() throws IOException, InterruptedException {
    return calls
        .exchange()
        .call(
            Ask.get(Ask.path("products", product.value(), "pipeline")),
            Set.of(404),
            answer ->
                answer.status() == 404
                    ? Optional.empty()
                    : Optional.of(Calls.record(answer, WirePipeline.class)));
  }

  /**
   * A page of proposals and what became of them, newest first.
   *
   * @param cursor null for the first page
   */
  public WirePage<WirePipeline> page(@Nullable String cursor)
      throws IOException, InterruptedException {
    return calls.page(path(), cursor, WirePipeline.class);
  }

  /** Agrees to somebody else's proposal. */
  public WirePipeline approve(Digest bundle) throws IOException, InterruptedException {
    return calls.read(
        Ask.post(path() + "/" + bundle.hex() + "/approval", Calls.json(new Reason(null))),
        WirePipeline.class);
  }

  /** Says no to a proposal. */
  public WirePipeline reject(Digest bundle, String reason)
      throws IOException, InterruptedException {
    return calls.read(
        Ask.delete(path() + "/" + bundle.hex(), Calls.json(new Reason(reason))),
        WirePipeline.class);
  }

  private String path() {
    return Ask.path("products", product.value(), "pipelines");
  }
}
