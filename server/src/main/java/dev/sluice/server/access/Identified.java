package dev.sluice.server.access;

import dev.sluice.server.event.Actor;
import dev.sluice.server.ledger.Records;
import dev.sluice.server.ledger.TokenRecord;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether somebody is who they say. */
public sealed interface Identified {
  /** They are. */
  record As(Caller caller) implements Identified {}

  /** They said nothing. */
  record Nobody() implements Identified {}

  /**
   * Their token is worth nothing.
   *
   * @param sentence for them: no more than they know already
   * @param known whom the token was for; null when there never was such a token
   */
  record Refused(String sentence, @Nullable Actor known) implements Identified {}

  /**
   * By the header of a request.
   *
   * @param authorization null when there is none
   */
  static Identified by(@Nullable String authorization, Records records, Instant now) {
    if (authorization == null) {
      return new Nobody();
    }
    if (!authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return new Refused("The header has to be: Authorization: Bearer slt_…", null);
    }
    Optional<Secret> secret = Secret.of(authorization.substring(7).strip());
    if (secret.isEmpty()) {
      return new Refused("A token is slt_ and 43 letters, digits, - or _; this is none", null);
    }
    Optional<TokenRecord> token = records.tokenOf(secret.get().digest());
    if (token.isEmpty()) {
      return new Refused("There is no such token", null);
    }
    Caller caller = Caller.of(token.get());
    if (token.get().isValid(now)) {
      return new As(caller);
    }
    return new Refused(
        "Token %s %s; ask an admin for another"
            .formatted(
                caller.token(),
                token.get().revoked() != null
                    ? "was revoked"
                    : "expired at " + token.get().expires()),
        caller.actor());
  }
}
