package dev.sluice.server.dispatch;

import dev.sluice.server.event.Actor;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.TraceId;
import dev.sluice.server.labs.LabTrust;
import dev.sluice.server.ledger.Decided;
import dev.sluice.server.ledger.Ledger;
import dev.sluice.trust.key.KeyId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns away runners whose proofs would count for nothing, before they work for hours. Puts each on
 * record once: they ask again every few seconds.
 */
final class Entrance {
  private static final int MOST_NOTED = 1_000;

  private final Ledger ledger;
  private final LabTrust trust;
  private final Set<Stranger> noted = new HashSet<>();

  private record Stranger(PersonName runner, KeyId lab) {}

  Entrance(Ledger ledger, LabTrust trust) {
    this.ledger = ledger;
    this.trust = trust;
  }

  /**
   * Lets it in.
   *
   * @param product the only one that the runner may work for; null for all
   */
  void check(Actor runner, @Nullable ProductName product, KeyId lab, TraceId trace)
      throws UntrustedLab {
    String refusal = trust.refusal(product, lab);
    if (refusal == null) {
      return;
    }
    String sentence = "the lab key " + lab + " of " + runner.name() + " " + refusal;
    if (isNew(new Stranger(runner.name(), lab))) {
      ledger.decide(
          new Ledger.Call(ProductName.SERVER, runner, "claim", trace),
          (_, _) -> new Decided<>(List.of(new Event.AccessDenied("work: " + sentence)), true));
    }
    throw new UntrustedLab(sentence);
  }

  private boolean isNew(Stranger stranger) {
    synchronized (noted) {
      return noted.size() < MOST_NOTED && noted.add(stranger);
    }
  }
}
