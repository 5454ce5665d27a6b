package dev.sluice.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.event.TraceId;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class JsonLogTest {
  private static LogRecord record(String message) {
    LogRecord record = new LogRecord(Level.WARNING, message);
    record.setLoggerName("dev.sluice.server.api");
    record.setInstant(Instant.parse("2026-03-01T08:00:00Z"));
    return record;
  }

  @Test
  void whatIsLoggedIsOneLineOfJson() {
    assertThat(new JsonLog.Json().format(record("two\nlines \"said\"")))
        .isEqualTo(
            "{\"time\":\"2026-03-01T08:00:00Z\",\"level\":\"warning\",\"logger\":\"dev.sluice.server.api\",\"message\":\"two\\n"
                + "lines \\\"said\\\"\"}\n");
  }

  @Test
  void itHasTheTraceOfTheRequestAndTheReason() {
    LogRecord record = record("failed");
    record.setThrown(new IllegalStateException("because"));
    StringBuilder line = new StringBuilder();
    Tracing.within(
        new TraceId("4bf92f3577b34da6a3ce929d0e0e4736"),
        () -> line.append(new JsonLog.Json().format(record)));
    assertThat(line.toString())
        .contains(
            "\"trace\":\"4bf92f3577b34da6a3ce929d0e0e4736\"",
            "\"exception\":\"java.lang.IllegalStateException: because")
        .endsWith("}\n");
  }

  @Test
  void aFloodInOneMessageIsCut() {
    assertThat(new JsonLog.Json().format(record("x".repeat(1_000_000)))).hasSizeLessThan(20_000);
  }
}
