package dev.sluice.server.ledger.sqlite;

import static dev.sluice.server.ledger.Told.SENSOR;
import static dev.sluice.server.ledger.Told.call;
import static dev.sluice.server.ledger.Told.submitted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.event.Event;
import dev.sluice.server.ledger.Decided;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriterTest {
  @TempDir Path folder;

  @Test
  void aFaultOutsideOfAnyDecisionEndsNeitherTheAnswersNorTheWriter() throws Exception {
    Path file = folder.resolve("ledger.db");
    SqliteLedger.open(file, () -> Instant.EPOCH).close(); // makes the tables
    News news = new News();
    news.listen(_ -> {});
    news.close(); // so that to tell of anything fails, after it was recorded
    try (Database database = Database.open(file);
        Writer writer = new Writer(database, news, () -> Instant.EPOCH)) {
      writer.start();

      for (int version = 1; version <= 3; version++) {
        List<Event> events = List.of(submitted(version));
        var answer = writer.decide(call("test"), (_, _) -> new Decided<>(events, "taken"));

        assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo("taken");
      }
      var number =
          writer.decide(call("test"), (records, _) -> Decided.nothing(records.nextNumber(SENSOR)));
      assertThat(number.get(30, TimeUnit.SECONDS)).isEqualTo(4);
    }
  }
}
