package dev.sluice.server.access;

import dev.sluice.model.Digest;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.Role;
import dev.sluice.server.event.TokenKey;
import dev.sluice.server.ledger.Decided;
import dev.sluice.server.ledger.Records;
import dev.sluice.server.ledger.TokenRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decisions on tokens. They belong to no product, so their events are in the server's chain. */
public final class Tokens {
  /** How long a token is valid when nobody says. */
  public static final int USUAL_DAYS = 90;

  /** The longest that one may be valid. */
  public static final int MOST_DAYS = 3650;

  private Tokens() {}

  /**
   * Makes one.
   *
   * @param product null for all
   * @param secret its digest
   * @return its name
   */
  public static Decided<TokenKey> create(
      Records records,
      Instant now,
      PersonName name,
      Role role,
      @Nullable ProductName product,
      Digest secret,
      int days) {
    TokenKey key = TokenKey.of(records.nextNumber(ProductName.SERVER));
    return new Decided<>(
        List.of(
            new Event.TokenCreated(
                key, name, role, product, secret, now.plus(Duration.ofDays(days)))),
        key);
  }

  /** Revokes one, at once and for good; a no-op when it is revoked already. */
  public static Decided<Optional<TokenRecord>> revoke(
      Records records, TokenKey key, String reason) {
    Optional<TokenRecord> token = records.token(key);
    if (token.isEmpty() || token.get().revoked() != null) {
      return Decided.nothing(token);
    }
    return new Decided<>(List.of(new Event.TokenRevoked(key, reason)), token);
  }

  /** Whether anybody can still make tokens for everything. */
  static boolean hasAdmin(Records records, Instant now) {
    return records.tokens().stream()
        .anyMatch(
            token -> token.role() == Role.ADMIN && token.product() == null && token.isValid(now));
  }
}
