package dev.sluice.server.client;

import dev.sluice.server.event.ProductName;
import dev.sluice.server.wire.WireAudit;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A product's log of events. */
public final class AuditClient {
  /** The server reads all of it before it answers. */
  private static final Duration LONG = Duration.ofMinutes(10);

  private static final long LONGEST_EXPORT = 64L << 30;

  private final Calls calls;
  private final ProductName product;

  AuditClient(Calls calls, ProductName product) {
    this.calls = calls;
    this.product = product;
  }

  /** Has the server check the chain from its first entry. */
  public WireAudit verify() throws IOException, InterruptedException {
    return calls.read(Ask.get(path("audit")).within(LONG), WireAudit.class);
  }

  /** Fetches all of it as JSON Lines, with a signed head. */
  public void export(Path into) throws IOException, InterruptedException {
    calls.save(
        Ask.get(path("audit") + "/export").with("Accept", "*/*").within(LONG),
        LONGEST_EXPORT,
        into);
  }

  private String path(String what) {
    return Ask.path("products", product.value(), what);
  }
}
