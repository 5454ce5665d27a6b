package dev.sluice.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Result;
import dev.sluice.server.client.BearerToken;
import dev.sluice.server.client.Patience;
import dev.sluice.server.client.ReleaseClient;
import dev.sluice.server.client.ServerAddress;
import dev.sluice.server.client.ServerClient;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.RunKey;
import dev.sluice.server.ledger.Told;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EventStreamTest {
  @TempDir Path folder;
  private RunningServer server;

  @BeforeEach
  void start() throws Exception {
    server = new RunningServer(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private BufferedReader stream(String path, int last) throws Exception {
    HttpRequest.Builder ask = server.ask(server.admin, path).header("Accept", "text/event-stream");
    if (last > 0) {
      ask.header("Last-Event-ID", Integer.toString(last));
    }
    var answer = server.client.send(ask.build(), BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
    return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
  }

  /** The next events' numbers and types. */
  private static List<String> next(BufferedReader stream, int count) throws Exception {
    List<String> events = new ArrayList<>();
    String id = "";
    while (events.size() < count) {
      String line = stream.readLine();
      if (line == null) {
        break;
      }
      if (line.startsWith("id: ")) {
        id = line.substring(4);
      }
      if (line.startsWith("event: ")) {
        events.add(id + " " + line.substring(7));
      }
    }
    return events;
  }

  @Test
  void whatWasAndWhatComesIsStreamedAndTakenUpWhereItEnded() throws Exception {
    server.happen(Told.submitted(291));
    String path = "/products/kernel-sensor/events";
    try (BufferedReader stream = stream(path, 0)) {
      assertThat(next(stream, 1)).containsExactly("1 release-submitted");
      server.happen(Told.submitted(292));
      assertThat(next(stream, 1)).containsExactly("2 release-submitted");
    }
    IntStream.range(300, 700).forEach(version -> server.happen(Told.submitted(version)));
    try (BufferedReader stream = stream(path, 2)) {
      List<String> rest = next(stream, 400);
      assertThat(rest).hasSize(400).first().isEqualTo("3 release-submitted");
      assertThat(rest.getLast()).isEqualTo("402 release-submitted");
    }
  }

  @Test
  void aReleaseIsFollowedToItsEndAndNothingElseIsSaid() throws Exception {
    server.happen(Told.submitted(291));
    String path = "/products/kernel-sensor/artifacts/channel/releases/291/events";
    try (BufferedReader stream = stream(path, 0)) {
      assertThat(next(stream, 1)).containsExactly("1 release-submitted");
      server.happen(Told.submitted(292));
      RunKey run = RunKey.of(4);
      server.happen(
          new Event.ReleaseAdmitted(Told.channel(291), Told.digest("bundle"), List.of()),
          Told.queued(4, Told.channel(291)));
      server.happen(new Event.RunClaimed(run, new PersonName("lab"), 1, Told.lab("lab")));
      server.happen(
          Told.ended(run, Result.FAILED),
          new Event.ReleaseStopped(Told.channel(291), run, "it panicked"));
      assertThat(next(stream, 100))
          .containsExactly(
              "3 release-admitted",
              "4 run-queued",
              "5 run-claimed",
              "6 run-ended",
              "7 release-stopped");
    }
  }

  @Test
  void aClientWaitsForWhatItWantsAndGoesOnBehindIt() throws Exception {
    server.happen(Told.submitted(291), Told.submitted(292));
    try (var client =
        new ServerClient(
            ServerAddress.of(server.uri("/").toString(), null),
            new BearerToken(server.admin),
            Told.TRACE,
            Patience.USUAL)) {
      ReleaseClient releases = client.releases(RunningServer.PRODUCT);
      assertThat(releases.await(0, event -> "292".equals(event.version()))).hasValue(2);
      server.happen(Told.submitted(293));
      assertThat(releases.await(2, event -> "293".equals(event.version()))).hasValue(3);
      server.http.close();
      assertThat(releases.await(3, _ -> true)).isEmpty();
    }
  }

  @Test
  void aStoppingServerEndsStreams() throws Exception {
    server.happen(Told.submitted(291));
    try (BufferedReader stream = stream("/products/kernel-sensor/events", 0)) {
      assertThat(next(stream, 1)).hasSize(1);
      server.http.close();
      assertThat(next(stream, 1)).isEmpty();
    }
  }

  @Test
  void aListOfEventsSaysThemInWords() throws Exception {
    server.happen(Told.submitted(291));
    String body = server.get(server.admin, "/products/kernel-sensor/events?after=0").body();
    assertThat(body)
        .contains(
            "\"number\":1",
            "\"event-type\":\"release-submitted\"",
            "\"sentence\":\"channel 291 was submitted, 1,000 bytes\"",
            "\"artifact\":\"channel\"");
  }
}
