package dev.sluice.server.client;

import dev.sluice.server.event.ProductName;
import dev.sluice.server.wire.WireAudit;
import dev.sluice.server.wire.WireRetention;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

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

  /**
   * Has the server check the chain from its first entry.
   *
   * @param head that it must have, {@code NUMBER:HASH}; null for none
   */
  public WireAudit verify(@Nullable String head) throws IOException, InterruptedException {
    String asked = head == null ? "" : "?head=" + URLEncoder.encode(head, StandardCharsets.UTF_8);
    return calls.read(Ask.get(path("audit") + asked).within(LONG), WireAudit.class);
  }

  /**
   * What would be removed now; null for what the server's settings say.
   *
   * @param evidenceDays 1 to 3650
   * @param contentDays 1 to 3650
   */
  public WireRetention retention(@Nullable Integer evidenceDays, @Nullable Integer contentDays)
      throws IOException, InterruptedException {
    String evidence = evidenceDays == null ? "" : "&evidence-days=" + evidenceDays;
    String content = contentDays == null ? "" : "&content-days=" + contentDays;
    String query = (evidence + content).replaceFirst("&", "?");
    return calls.read(Ask.get(path("retention") + query).within(LONG), WireRetention.class);
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
