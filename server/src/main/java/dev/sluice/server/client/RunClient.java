package dev.sluice.server.client;

import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.RunKey;
import dev.sluice.server.wire.WirePage;
import dev.sluice.server.wire.WireRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A product's runs. */
public final class RunClient {
  private final Calls calls;
  private final ProductName product;

  RunClient(Calls calls, ProductName product) {
    this.calls = calls;
    this.product = product;
  }

  /** A run; empty when there is none. */
  public Optional<WireRun> find(RunKey run) throws IOException, InterruptedException {
    return calls
        .exchange()
        .call(
            Ask.get(path() + "/" + run),
            Set.of(404),
            answer ->
                answer.status() == 404
                    ? Optional.empty()
                    : Optional.of(Calls.record(answer, WireRun.class)));
  }

  /**
   * A page of runs, newest first.
   *
   * @param cursor null for the first page
   */
  public WirePage<WireRun> page(@Nullable String cursor) throws IOException, InterruptedException {
    return calls.page(path(), cursor, WireRun.class);
  }

  /**
   * Fetches what a run left, an archive.
   *
   * @param most bytes that are taken
   */
  public void evidence(RunKey run, long most, Path into) throws IOException, InterruptedException {
    calls.save(Ask.get(path() + "/" + run + "/evidence").with("Accept", "*/*"), most, into);
  }

  private String path() {
    return Ask.path("products", product.value(), "runs");
  }
}
