package dev.sluice.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.server.ledger.Decided;
import dev.sluice.server.ledger.Told;
import dev.sluice.server.ledger.sqlite.SqliteLedger;
import dev.sluice.trust.key.LabKey;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditRoutesTest {
  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

  @TempDir Path folder;

  @Test
  void onlyAFewExportsAreSentAtOnce() throws Exception {
    try (SqliteLedger ledger = SqliteLedger.open(folder.resolve("log.db"), () -> NOW)) {
      ledger.decide(Told.call("ann"), (_, _) -> new Decided<>(List.of(Told.submitted(1)), true));
      AuditRoutes routes =
          new AuditRoutes(
              ledger,
              List.of(),
              LabKey.generate("server", new SecureRandom()),
              folder.resolve("export"),
              () -> NOW);
      List<InputStream> slow = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        slow.add(export(routes));
      }
      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(() -> export(routes))
          .satisfies(
              problem -> {
                assertThat(problem.status()).isEqualTo(503);
                assertThat(problem.headers()).containsEntry("Retry-After", "30");
              });
      slow.getFirst().close();
      slow.getFirst().close();
      slow.add(export(routes));
      assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> export(routes));
      for (InputStream one : slow) {
        one.close();
      }
    }
  }

  private static InputStream export(AuditRoutes routes) throws Exception {
    Request request =
        new Request(
            Map.of("product", Told.SENSOR.value()),
            Map.of(),
            Map.of(),
            null,
            Told.TRACE,
            new Request.Body(0, InputStream::nullInputStream));
    Answer answer = routes.routes().getLast().handler().answer(request);
    assertThat(answer).isInstanceOf(Answer.Stream.class);
    return ((Answer.Stream) answer).source().open();
  }
}
