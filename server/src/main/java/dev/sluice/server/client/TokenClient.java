package dev.sluice.server.client;

import dev.sluice.server.event.TokenKey;
import dev.sluice.server.wire.NewToken;
import dev.sluice.server.wire.Reason;
import dev.sluice.server.wire.WirePage;
import dev.sluice.server.wire.WireToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Tokens, for who may make them. */
public final class TokenClient {
  private final Calls calls;

  TokenClient(Calls calls) {
    this.calls = calls;
  }

  /** Makes one; its secret is in this answer and nowhere else. */
  public WireToken create(NewToken wanted) throws IOException, InterruptedException {
    return calls.read(Ask.post(Ask.path("tokens"), Calls.json(wanted)), WireToken.class);
  }

  /**
   * A page of tokens, without secrets.
   *
   * @param cursor null for the first page
   */
  public WirePage<WireToken> page(@Nullable String cursor)
      throws IOException, InterruptedException {
    return calls.page(Ask.path("tokens"), cursor, WireToken.class);
  }

  /** Makes one worthless from now on. */
  public void revoke(TokenKey token, @Nullable String reason)
      throws IOException, InterruptedException {
    calls.send(Ask.delete(Ask.path("tokens", token.value()), Calls.json(new Reason(reason))));
  }
}
