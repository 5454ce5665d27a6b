package dev.sluice.server.webhook;

import dev.sluice.server.ledger.Ledger;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** All webhooks of a server. */
public final class Webhooks implements AutoCloseable {
  private final List<Courier> couriers = new ArrayList<>();

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
      webhooks.couriers.add(
          new Courier(webhook, ledger, folder.resolve("webhooks"), clock, patience));
    }
    return webhooks;
  }

  @Override
  public void close() {
    couriers.forEach(Courier::close);
  }
}
