package dev.sluice.server.dispatch;

import dev.sluice.server.event.Entry;
import dev.sluice.server.ledger.Decided;
import dev.sluice.server.ledger.Ledger;
import dev.sluice.server.ledger.Records;
import dev.sluice.server.ledger.sqlite.SqliteLedger;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The log on the disk, but whoever listens has heard of a decision when it returns: a test that
 * moves the time by hand has to know what was heard before.
 */
final class HeardLedger implements Ledger {
  private final SqliteLedger log;
  private final List<Consumer<List<Entry>>> listeners = new CopyOnWriteArrayList<>();

  HeardLedger(Path file, InstantSource clock) {
    log = SqliteLedger.open(file, clock);
  }

  @Override
  public <T> T decide(Call call, Decision<T> decision) {
    var before = new AtomicLong();
    var events = new AtomicInteger();
    T answer =
        log.decide(
            call,
            (records, now) -> {
              Decided<T> decided = decision.of(records, now);
              before.set(records.nextNumber(call.product()) - 1);
              events.set(decided.events().size());
              return decided;
            });
    if (events.get() > 0) {
      List<Entry> appended =
          log.read(records -> records.entries(call.product(), before.get(), events.get())).items();
      listeners.forEach(listener -> listener.accept(appended));
    }
    return answer;
  }

  @Override
  public <T> T read(Function<Records, T> question) {
    return log.read(question);
  }

  @Override
  public void listen(Consumer<List<Entry>> listener) {
    listeners.add(listener);
  }

  @Override
  public void close() {
    log.close();
  }
}
