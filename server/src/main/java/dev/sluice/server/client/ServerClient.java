package dev.sluice.server.client;

import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.TraceId;
import dev.sluice.server.wire.WireCaller;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One server, as one command sees it. Every call blocks and throws {@link ServerException}, of
 * which the kinds are: the server said no, it cannot be reached, or its answer makes no sense.
 */
public final class ServerClient implements AutoCloseable {
  private final ServerAddress address;
  private final Calls calls;

  /**
   * Connects to nothing yet.
   *
   * @param token null to come without, which some few calls allow
   * @param trace of the command; the server logs it with everything that the command causes
   */
  public ServerClient(
      ServerAddress address, @Nullable BearerToken token, TraceId trace, Patience patience) {
    this.address = address;
    this.calls = new Calls(new Exchange(address, token, trace, patience));
  }

  public ServerAddress address() {
    return address;
  }

  public TraceId trace() {
    return calls.exchange().trace();
  }

  /** Whom the token acts for. */
  public WireCaller whoami() throws IOException, InterruptedException {
    return calls.read(Ask.get(Ask.path("whoami")), WireCaller.class);
  }

  /** Names of products that the token may see. */
  public List<String> products() throws IOException, InterruptedException {
    return calls.page(Ask.path("products"), null, String.class).items();
  }

  public ContentClient content(ProductName product) {
    return new ContentClient(calls, product);
  }

  public ReleaseClient releases(ProductName product) {
    return new ReleaseClient(calls, product);
  }

  public PipelineClient pipelines(ProductName product) {
    return new PipelineClient(calls, product);
  }

  public RunClient runs(ProductName product) {
    return new RunClient(calls, product);
  }

  public RunnerClient runner() {
    return new RunnerClient(calls);
  }

  public TokenClient tokens() {
    return new TokenClient(calls);
  }

  public AuditClient audit(ProductName product) {
    return new AuditClient(calls, product);
  }

  /** Breaks off what is under way. */
  @Override
  public void close() {
    calls.exchange().close();
  }
}
