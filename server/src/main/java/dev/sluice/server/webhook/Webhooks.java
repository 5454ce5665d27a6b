package dev.sluice.server.webhook;

import dev.sluice.server.ledger.Ledger;
import dev.sluice.server.ledger.audit.Head;
import dev.sluice.server.ledger.audit.Heads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** All webhooks of a server. */
public final class Webhooks implements Heads, AutoCloseable {
  private final List<Courier> couriers = new ArrayList<>();
  private final List<Courier> keepers = new ArrayList<>();

  private Webhooks() {}

  /**
   * Those that {@code webhooks.json} in the folder names; none when it is not there. What was told
   * and what nobody took lies beside it, in {@code webhooks/}.
   *
   * @throws IOException with a sentence, when the file is wrong
   */
  public static Webhooks in(Path folder, Ledger ledger, InstantSource clock) throws IOException {
    return in(folder, ledger, clock, Courier.Patience.USUAL);
  }

  static Webhooks in(Path folder, Ledger ledger, InstantSource clock, Courier.Patience patience)
      throws IOException {
    Webhooks webhooks = new Webhooks();
    for (Webhook webhook : Webhook.read(folder.resolve("webhooks.json"))) {
      Courier courier = new Courier(webhook, ledger, folder.resolve("webhooks"), clock, patience);
      webhooks.couriers.add(courier);
      if (webhook.wantsHeads()) {
        webhooks.keepers.add(courier);
      }
    }
    return webhooks;
  }

  /**
   * Has heads of the log told to those who asked for {@code log-head}: of each product the newest,
   * at least once. They lie in memory until then; the next start tells those of that moment.
   */
  @Override
  public void keep(List<Head> heads) {
    keepers.forEach(courier -> courier.keepHeads(heads));
  }

  @Override
  public void close() {
    couriers.forEach(Courier::close);
  }
}
