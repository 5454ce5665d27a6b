package dev.sluice.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.server.event.Event;
import dev.sluice.server.ledger.Decided;
import dev.sluice.server.ledger.Told;
import dev.sluice.server.ledger.audit.Head;
import dev.sluice.server.ledger.sqlite.SqliteLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WebhooksTest {
  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
  private static final String SECRET = "a secret of some length";

  @TempDir Path folder;
  private Receiver receiver;
  private SqliteLedger ledger;

  @BeforeEach
  void start() throws IOException {
    ledger = SqliteLedger.open(folder.resolve("log.db"), () -> NOW);
    receiver = new Receiver();
    Files.writeString(folder.resolve("secret"), SECRET + "\n");
  }

  @AfterEach
  void stop() {
    receiver.close();
    ledger.close();
  }

  private void configure(String more) throws IOException {
    Files.writeString(
        folder.resolve("webhooks.json"),
        """
        {"webhooks": [{"name": "team", "url": "%s", "secret-file": "secret"%s}]}
        """
            .formatted(receiver.url(), more));
  }

  private Webhooks open() throws IOException {
    return open(Duration.ofSeconds(20));
  }

  private Webhooks open(Duration answer) throws IOException {
    return Webhooks.in(
        folder, ledger, () -> NOW, new Courier.Patience(3, Duration.ofMillis(10), answer));
  }

  private void happen(Event... events) {
    for (Event event : events) {
      ledger.decide(Told.call("ann"), (_, _) -> new Decided<>(List.of(event), true));
    }
  }

  @Test
  void whatHappensIsToldSignedAndInOrderAndNotWhatWasBefore() throws Exception {
    configure("");
    happen(Told.submitted(290));
    try (Webhooks _ = open()) {
      happen(Told.submitted(291), new Event.ReleaseRefused(Told.channel(291), "too large"));
      Receiver.Got first = receiver.next();
      assertThat(first.mediaType()).isEqualTo("application/cloudevents+json");
      assertThat(first.body())
          .contains(
              "\"specversion\":\"1.0\"",
              "\"id\":\"kernel-sensor/2\"",
              "\"type\":\"dev.sluice.release-submitted\"",
              "\"subject\":\"channel 291\"",
              "\"data\":{\"number\":2,");
      assertThat(first.signature())
          .isEqualTo(new Letter("", "", first.body()).signature(SECRET, NOW))
          .startsWith("t=" + NOW.getEpochSecond() + ",v1=");
      assertThat(receiver.next().body()).contains("release-refused");
    }
  }

  @Test
  void whatHappensWhileTheServerIsDownIsToldAfterwards() throws Exception {
    configure("");
    open().close();
    happen(Told.submitted(291));
    try (Webhooks _ = open()) {
      assertThat(receiver.next().body()).contains("\"id\":\"kernel-sensor/1\"");
    }
  }

  @Test
  void onlyWhatItWantsInTheFormThatChatsTake() throws Exception {
    configure(", \"events\": [\"release-refused\"], \"form\": \"chat\"");
    try (Webhooks _ = open()) {
      happen(Told.submitted(291), new Event.ReleaseRefused(Told.channel(291), "too large"));
      assertThat(receiver.next().body())
          .isEqualTo("{\"text\":\"kernel-sensor: channel 291 was refused: too large\"}");
    }
  }

  @Test
  void whatNobodyTakesIsTriedAgainKeptAsideAndSentAgainWhenAsked() throws Exception {
    configure("");
    receiver.answer(500);
    Path dead = folder.resolve("webhooks/team.dead.jsonl");
    try (Webhooks _ = open()) {
      happen(Told.submitted(291));
      String body = receiver.next().body();
      assertThat(receiver.next().body()).isEqualTo(body);
      assertThat(receiver.next().body()).isEqualTo(body);
      receiver.answer(200);
      happen(Told.submitted(292));
      assertThat(receiver.next().body()).contains("channel 292");
      assertThat(dead).content().contains("kernel-sensor/1");
    }
    Files.move(dead, folder.resolve("webhooks/team.replay.jsonl"));
    try (Webhooks _ = open()) {
      assertThat(receiver.next().body()).contains("channel 291");
    }
  }

  @Test
  void whatWasToldBeginsAnewWhenItsFileWasLeftEmpty() throws Exception {
    configure("");
    happen(Told.submitted(290));
    Path told = Files.createDirectories(folder.resolve("webhooks")).resolve("team.told.json");
    int version = 290;
    for (String left : new String[] {"", "\0\0", "{\"kernel-sensor\":"}) {
      Files.writeString(told, left);
      try (Webhooks _ = open()) {
        happen(Told.submitted(++version));
        assertThat(receiver.next().body()).as(left).contains("channel " + version);
      }
    }
  }

  @Test
  void halfALineIsLeftOutAndTheNextLetterIsKeptAndSent() throws Exception {
    configure("");
    receiver.answer(500);
    Path dead = Files.createDirectories(folder.resolve("webhooks")).resolve("team.dead.jsonl");
    Files.write(dead, new byte[] {'{', '"', 'i', 'd', '"', ':', (byte) 0xff});
    try (Webhooks _ = open()) {
      happen(Told.submitted(291));
      for (int tries = 1; tries <= 3; tries++) {
        assertThat(receiver.next().body()).contains("channel 291");
      }
      receiver.answer(200);
      happen(Told.submitted(292));
      assertThat(receiver.next().body()).contains("channel 292");
    }
    Files.move(dead, folder.resolve("webhooks/team.replay.jsonl"));
    try (Webhooks _ = open()) {
      assertThat(receiver.next().body()).contains("channel 291");
      happen(Told.submitted(293));
      while (!receiver.next().body().contains("channel 293")) {
        // What was told last may be told again.
      }
    }
  }

  @Test
  void anAnswerThatNeverEndsHoldsNothingUp() throws Exception {
    configure("");
    receiver.neverEnd(true);
    try (Webhooks _ = open(Duration.ofMillis(500))) {
      happen(Told.submitted(291));
      assertThat(receiver.next().body()).contains("channel 291");
      assertThat(receiver.next().body()).contains("channel 291");
      receiver.neverEnd(false);
      happen(Told.submitted(292));
      while (!receiver.next().body().contains("channel 292")) {
        // The first one is tried until it is answered whole, or kept aside.
      }
    }
  }

  @Test
  void headsOfTheLogAreToldToWhoAskedForThemAtTheStartAndLater() throws Exception {
    configure(", \"events\": [\"log-head\"]");
    happen(Told.submitted(290), Told.submitted(291));
    try (Webhooks webhooks = open()) {
      String first = receiver.next().body();
      assertThat(first)
          .contains(
              "\"id\":\"kernel-sensor/head/2\"",
              "\"type\":\"dev.sluice.log-head\"",
              "\"data\":{\"product\":\"kernel-sensor\",\"number\":2,\"hash\":\"");
      receiver.answer(500);
      webhooks.keep(List.of(head(3)));
      assertThat(receiver.next().body()).contains("head/3");
      webhooks.keep(List.of(head(4)));
      receiver.answer(200);
      while (!receiver.next().body().contains("head/4")) {
        // What was not taken is tried again before what is newer is told.
      }
    }
  }

  private static Head head(long number) {
    return new Head(Told.SENSOR, number, Told.digest("an entry"), NOW);
  }

  @Test
  void aFileThatIsWrongIsSaid() throws Exception {
    configure(", \"form\": \"fax\"");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(this::open)
        .withMessageContaining("a form is cloudevents or chat");
    Files.writeString(folder.resolve("secret"), "short");
    configure("");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(this::open)
        .withMessageContaining("less than 16 characters");
  }
}
