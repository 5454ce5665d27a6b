package dev.sluice.cli.screen;

import static dev.sluice.cli.screen.Table.Column.FIXED;
import static dev.sluice.cli.screen.Table.Column.SHRINKS;

import dev.sluice.server.wire.WireToken;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** What {@code sluice token ls} shows. */
public final class TokenScreen {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ROOT).withZone(ZoneOffset.UTC);

  private TokenScreen() {}

  public static List<String> list(List<WireToken> tokens, Instant now, boolean colour) {
    if (tokens.isEmpty()) {
      return List.of("no such token; sluice token ls --all lists those that are over too");
    }
    var table = new Table(FIXED, SHRINKS, FIXED, SHRINKS, FIXED);
    for (WireToken token : tokens) {
      String until;
      Tint tint = Tint.NONE;
      if (token.revoked() != null) {
        until = "revoked " + DAY.format(token.revoked());
        tint = Tint.QUIET;
      } else if (!token.expires().isAfter(now)) {
        until = "expired " + DAY.format(token.expires());
        tint = Tint.QUIET;
      } else {
        until = "until " + DAY.format(token.expires());
      }
      table.add(
          Table.Cell.of(Plain.of(token.token())),
          Table.Cell.of(Plain.of(token.name())),
          Table.Cell.of(Plain.of(token.role())),
          Table.Cell.of(token.product() == null ? "every product" : Plain.of(token.product())),
          new Table.Cell(until, tint));
    }
    return table.lines(ProveScreen.COLUMNS, colour);
  }
}
