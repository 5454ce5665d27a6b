package dev.sluice.server.access;

import dev.sluice.server.event.Actor;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.Role;
import dev.sluice.server.event.TokenKey;
import dev.sluice.server.ledger.TokenRecord;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, as a valid token shows.
 *
 * @param product the only one they may touch; null for all
 */
public record Caller(TokenKey token, PersonName name, Role role, @Nullable ProductName product) {
  static Caller of(TokenRecord token) {
    return new Caller(token.key(), token.name(), token.role(), token.product());
  }

  /** As an event names them. */
  public Actor actor() {
    return new Actor(name, token);
  }

  /** Whether the role includes it, on what {@link #reaches}. */
  public boolean may(Permission permission) {
    return permission.isOf(role);
  }

  /** Whether the token is for this product or for all. */
  public boolean reaches(ProductName other) {
    return product == null || product.equals(other);
  }

  /** Whether the token is for all products. */
  public boolean reachesAll() {
    return product == null;
  }
}
