package dev.sluice.server.ledger;

import dev.sluice.model.Digest;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.Role;
import dev.sluice.server.event.TokenKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a token.
 *
 * @param product null for all
 * @param secret SHA-256 of its secret
 * @param revoked when; null when it was not
 */
public record TokenRecord(
    TokenKey key,
    PersonName name,
    Role role,
    @Nullable ProductName product,
    Digest secret,
    Instant created,
    Instant expires,
    @Nullable Instant revoked) {
  public boolean isValid(Instant now) {
    return revoked == null && now.isBefore(expires);
  }
}
