package dev.sluice.cli;

import dev.sluice.cli.screen.BenchScreen.Figure;
import dev.sluice.model.ArtifactName;
import dev.sluice.model.Digest;
import dev.sluice.model.Version;
import dev.sluice.server.event.Actor;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.event.TraceId;
import dev.sluice.server.ledger.Decided;
import dev.sluice.server.ledger.Ledger;
import dev.sluice.server.ledger.sqlite.SqliteLedger;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Logs of different lengths: what questions cost, and building everything again. */
final class BenchLog {
  private static final int SMALL = 10_000;
  private static final int MIDDLE = 100_000;
  private static final int AT_ONCE = 500;
  private static final int QUESTIONS = 2_000;
  private static final int PAGE = 50;
  private static final int ROW = 600;
  private static final ProductName PRODUCT = new ProductName("bench");
  private static final ArtifactName ARTIFACT = new ArtifactName("feed");
  private static final Digest CONTENT = new Digest("c".repeat(64));

  private static final Ledger.Call CALL =
      new Ledger.Call(
          PRODUCT, new Actor(new PersonName("bench"), null), "bench", new TraceId("b".repeat(32)));

  private final Clock clock;
  private final Path work;
  private final PrintStream progress;

  BenchLog(Clock clock, Path work, PrintStream progress) {
    this.clock = clock;
    this.work = work;
    this.progress = progress;
  }

  /**
   * Of one log.
   *
   * @param list p99 in nanoseconds, as {@code detail}
   * @param rebuild nanoseconds an event
   */
  private record Asked(long list, long detail, double rebuild) {}

  List<Figure> measure(long events) throws IOException, SQLException {
    Asked small = asked(SMALL);
    Asked middle = asked(MIDDLE);
    Asked large = events == MIDDLE ? middle : asked(events);
    double raw;
    try (BareStore bare = new BareStore(work.resolve("raw"))) {
      long from = System.nanoTime();
      bare.fill(events, new byte[ROW]);
      raw = (System.nanoTime() - from) / (double) events;
    }
    progress.printf("bare rows: %,.0f a second%n", 1e9 / raw);
    return List.of(
        new Figure(
            "list of %,d, p99".formatted(events),
            large.list() / 1e6,
            small.list() / 1e6,
            2,
            "ms",
            "that of 10,000"),
        new Figure(
            "detail of %,d, p99".formatted(events),
            large.detail() / 1e6,
            small.detail() / 1e6,
            2,
            "ms",
            "that of 10,000"),
        // At 0.3 times the rate: at 3.33 times the time.
        new Figure(
            "rebuild, an event", large.rebuild() / 1e3, raw / 1e3, 1 / 0.3, "µs", "a bare row"),
        new Figure(
            "growth of rebuild",
            large.rebuild() / 1e3,
            middle.rebuild() / 1e3,
            1.3,
            "µs",
            "an event of 100,000"));
  }

  private Asked asked(long events) throws IOException {
    Path file = work.resolve("log-" + events + ".db");
    try (SqliteLedger ledger = SqliteLedger.open(file, clock)) {
      long from = System.nanoTime();
      fill(ledger, events);
      double append = (System.nanoTime() - from) / (double) events;
      Random random = new Random(events);
      long[] details = new long[QUESTIONS];
      long[] lists = new long[QUESTIONS];
      for (int warm = 0; warm < 2; warm++) {
        for (int i = 0; i < QUESTIONS; i++) {
          ReleaseKey key = key(random.nextLong(events / 2));
          details[i] = timed(() -> ledger.read(records -> records.release(PRODUCT, key)));
          long before = 1 + random.nextLong(events);
          lists[i] =
              timed(
                  () -> ledger.read(records -> records.releases(PRODUCT, ARTIFACT, before, PAGE)));
        }
      }
      from = System.nanoTime();
      long built = ledger.rebuild();
      double rebuild = (System.nanoTime() - from) / (double) built;
      Asked asked =
          new Asked(Percentile.ninetyNinth(lists), Percentile.ninetyNinth(details), rebuild);
      progress.printf(
          "%,d events: appended at %,.0f a second, list p99 %.2f ms, detail p99 %.2f ms, built again at"
              + " %,.0f a second%n",
          events, 1e9 / append, asked.list() / 1e6, asked.detail() / 1e6, 1e9 / rebuild);
      return asked;
    }
  }

  private static long timed(Runnable question) {
    long from = System.nanoTime();
    question.run();
    return System.nanoTime() - from;
  }

  private static ReleaseKey key(long release) {
    return new ReleaseKey(ARTIFACT, new Version("1." + release));
  }

  /** Two events a release: it is submitted and refused. */
  private static void fill(Ledger ledger, long events) {
    long release = 0;
    while (release < events / 2) {
      List<Event> batch = new ArrayList<>();
      for (int i = 0; i < AT_ONCE && release < events / 2; i++) {
        ReleaseKey key = key(release++);
        batch.add(new Event.ReleaseSubmitted(key, CONTENT, 1_000_000, "upload", null, null));
        batch.add(new Event.ReleaseRefused(key, "the file has other bytes than allowed"));
      }
      ledger.decide(CALL, (_, _) -> new Decided<>(batch, true));
    }
  }
}
