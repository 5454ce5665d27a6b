package dev.sluice.server.api;

import dev.sluice.server.access.Caller;
import dev.sluice.server.access.Permission;
import dev.sluice.server.access.Secret;
import dev.sluice.server.access.Tokens;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.Role;
import dev.sluice.server.event.TokenKey;
import dev.sluice.server.ledger.Ledger;
import dev.sluice.server.ledger.Records;
import dev.sluice.server.ledger.TokenRecord;
import dev.sluice.server.wire.NewToken;
import dev.sluice.server.wire.Reason;
import dev.sluice.server.wire.WirePage;
import dev.sluice.server.wire.WireToken;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tokens, and who one is. */
public final class TokenRoutes implements Routes {
  private final Ledger ledger;
  private final RandomGenerator random;

  /**
   * On this ledger.
   *
   * @param random a {@code SecureRandom}, but in tests
   */
  public TokenRoutes(Ledger ledger, RandomGenerator random) {
    this.ledger = ledger;
    this.random = random;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/whoami", Permission.KNOWN, this::whoami),
        Route.get("/tokens", Permission.ADMINISTER, this::list),
        Route.post("/tokens", Permission.ADMINISTER, this::create),
        Route.get("/tokens/{token}", Permission.ADMINISTER, this::one),
        Route.delete("/tokens/{token}", Permission.ADMINISTER, this::revoke));
  }

  private Answer whoami(Request request) {
    Caller caller = request.caller();
    return Answer.ok(
        WireForms.of(
            caller, ledger.read(records -> records.token(caller.token()).orElseThrow()).expires()));
  }

  private Answer list(Request request) {
    Caller caller = request.caller();
    List<WireToken> tokens =
        ledger.read(records -> records.tokens()).stream()
            .filter(token -> administers(caller, token.product()))
            .map(token -> WireForms.of(token, null))
            .toList();
    return Answer.ok(new WirePage<>(tokens, null));
  }

  /** Whoever administers one product has nothing to do with tokens for others or for all. */
  private static boolean administers(Caller caller, @Nullable ProductName product) {
    return caller.reachesAll() || Objects.equals(caller.product(), product);
  }

  private Answer create(Request request) {
    NewToken asked = request.body(NewToken.class);
    if (!PersonName.isValid(asked.name()) || asked.name().equalsIgnoreCase("sluice")) {
      throw Problems.invalid(
          "\"name\" is 1 to 64 letters, digits and . _ @ -, beginning with a letter or digit, and"
              + " not \"sluice\", which is the server itself");
    }
    Role role =
        Role.of(asked.role())
            .orElseThrow(
                () ->
                    Problems.invalid(
                        "\"role\" is one of "
                            + Arrays.stream(Role.values())
                                .map(Role::word)
                                .collect(Collectors.joining(", "))));
    @Nullable ProductName product = product(asked.product());
    int days = asked.days() == null ? Tokens.USUAL_DAYS : asked.days();
    if (days < 1 || days > Tokens.MOST_DAYS) {
      throw Problems.invalid("\"days\" is a number from 1 to %d".formatted(Tokens.MOST_DAYS));
    }
    if (!administers(request.caller(), product)) {
      throw Problems.notPermitted(
          "This token makes tokens for product %s alone: give it as \"product\""
              .formatted(request.caller().product()));
    }
    Secret secret = Secret.from(random);
    PersonName name = new PersonName(asked.name());
    TokenKey key =
        ledger.decide(
            request.call(ProductName.SERVER, "token"),
            (records, now) ->
                Tokens.create(records, now, name, role, product, secret.digest(), days));
    TokenRecord made = ledger.read(records -> records.token(key).orElseThrow());
    return Answer.created(WireForms.of(made, secret.reveal())).with("Cache-Control", "no-store");
  }

  private static @Nullable ProductName product(@Nullable String name) {
    if (name == null) {
      return null;
    }
    if (!ProductName.isValid(name)) {
      throw Problems.invalid(
          "\"product\" is a lower-case letter, then up to 63 lower-case letters, digits and -");
    }
    return new ProductName(name);
  }

  private Answer one(Request request) {
    TokenRecord token = ledger.read(records -> known(records, request));
    return Answer.ok(WireForms.of(token, null)).with("ETag", tag(token));
  }

  private static TokenRecord known(Records records, Request request) {
    return records
        .token(request.token())
        .filter(token -> administers(request.caller(), token.product()))
        .orElseThrow(() -> Problems.notFound("There is no token " + request.token()));
  }

  /** Nothing else of it ever changes. */
  private static String tag(TokenRecord token) {
    return token.revoked() == null ? "\"made\"" : "\"revoked\"";
  }

  private Answer revoke(Request request) {
    String reason =
        Objects.requireNonNullElse(
            request.bodyOr(Reason.class, new Reason(null)).reason(), "no reason was given");
    ledger.decide(
        request.call(ProductName.SERVER, "revoke"),
        (records, now) -> {
          request.mustMatch(tag(known(records, request)));
          return Tokens.revoke(records, request.token(), reason);
        });
    return Answer.nothing();
  }
}
