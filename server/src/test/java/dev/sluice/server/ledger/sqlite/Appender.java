package dev.sluice.server.ledger.sqlite;

import dev.sluice.server.ledger.Decided;
import dev.sluice.server.ledger.Told;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A program that appends until it is killed, and says what it was told is durable. */
final class Appender {
  private static final int THREADS = 4;

  private Appender() {}

  /** Called with the file and the first version. */
  public static void main(String[] args) {
    SqliteLedger ledger = SqliteLedger.open(Path.of(args[0]), InstantSource.system());
    AtomicInteger next = new AtomicInteger(Integer.parseInt(args[1]));
    for (int i = 0; i < THREADS; i++) {
      Thread.ofPlatform().start(() -> append(ledger, next));
    }
  }

  private static void append(SqliteLedger ledger, AtomicInteger next) {
    while (true) {
      int version = next.getAndIncrement();
      ledger.decide(
          Told.call("ann"), (_, _) -> new Decided<>(List.of(Told.submitted(version)), true));
      System.out.println(version);
      System.out.flush();
    }
  }
}
