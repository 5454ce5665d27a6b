package dev.sluice.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.Digest;
import dev.sluice.server.event.Event;
import dev.sluice.trust.canonical.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EventJsonTest {
  private static final Path ROOT = Path.of(System.getProperty("sluice.root", ".."));
  private static final Path FOLDER = ROOT.resolve("server/src/test/resources/golden");
  private static final Path GOLDEN = FOLDER.resolve("format-2.log.jsonl");

  static Stream<Event> everyEvent() {
    return EveryEvent.all().stream();
  }

  @Test
  void everyKindOfEventIsTried() {
    assertThat(EveryEvent.all().stream().map(Object::getClass).distinct().toList())
        .hasSameElementsAs(LedgerJson.records(Event.class).toList());
  }

  @ParameterizedTest
  @MethodSource("everyEvent")
  void anEventIsReadAsItWasWritten(Event event) {
    String body = EventJson.body(event);

    assertThat(EventJson.read(EventJson.FORMAT, EventJson.type(event), body)).isEqualTo(event);
    assertThat(body).doesNotContain("\n");
  }

  /** The file is written anew by deleting it; whoever does so breaks every log there is. */
  @Test
  void theFormatIsThatOfTheGoldenFile() throws IOException {
    byte[] written = golden();
    if (!Files.exists(GOLDEN)) {
      Files.createDirectories(GOLDEN.getParent());
      Files.write(GOLDEN, written);
    }

    assertThat(new String(written, StandardCharsets.UTF_8)).isEqualTo(Files.readString(GOLDEN));
    assertThat(Files.readString(ROOT.resolve("docs/formats/event.md")))
        .as("the digest of the golden file stands on its page")
        .contains(Sha256.of(written).hex());
  }

  @Test
  void theGoldenFileIsReadAndChained() throws IOException {
    assertThat(read(GOLDEN)).isEqualTo(EveryEvent.all());
  }

  @Test
  void whatFormat1WroteIsReadAndChained() throws IOException {
    assertThat(read(FOLDER.resolve("format-1.log.jsonl")))
        .isEqualTo(
            EveryEvent.all().stream()
                .filter(event -> !(event instanceof Event.RunnerChanged))
                .map(EventJsonTest::inFormat1)
                .toList());
  }

  private static Event inFormat1(Event event) {
    return switch (event) {
      case Event.RunClaimed(var run, var runner, int attempt, var _) ->
          new Event.RunClaimed(run, runner, attempt, null);
      case Event.RunSpared(var run, var by, var proof, var _) ->
          new Event.RunSpared(run, by, proof, null);
      default -> event;
    };
  }

  private static List<Event> read(Path golden) throws IOException {
    List<Event> events = new ArrayList<>();
    String previous = Chain.before(Told.SENSOR).hex();
    for (String text : Files.readAllLines(golden)) {
      Line line = LedgerJson.MAPPER.readValue(text, Line.class);
      assertThat(line.previous()).isEqualTo(previous);
      assertThat(Chain.hash(line).hex()).isEqualTo(line.hash());
      events.add(line.entry().event());
      previous = line.hash();
    }
    return events;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3|run-begun|{\"run\":\"r1\"}|an event is of format 3",
        "0|run-begun|{\"run\":\"r1\"}|an event is of format 0",
        "2|run-claimed|{\"run\":\"r1\",\"runner\":\"lab\",\"attempt\":1}|lab",
        "1|run-claimed|{\"run\":\"r1\",\"runner\":\"lab\",\"attempt\":1,\"lab\":null}|lab",
        "1|run-claimed|[]|run-claimed",
        "1|run-painted|{\"run\":\"r1\"}|type \"run-painted\", which this sluice does not know",
        "1|run-begun|{\"run\":\"r1\",\"colour\":1}|colour",
        "1|run-begun|{}|run",
        "1|run-begun|{\"run\":\"x1\"}|not a run: x1",
        "1|run-begun|{\"run\":|run-begun",
        "1|run-expired|{\"run\":\"r1\",\"reason\":1}|run-expired",
        "1|token-revoked|{\"token\":\"t1\",\"token\":\"t2\",\"reason\":\"\"}|token",
      })
  void whatIsNoEventIsToldClearly(int format, String type, String body, String told) {
    assertThatThrownBy(() -> EventJson.read(format, type, body))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining(told);
  }

  @Test
  void noTwoLinesShareAHash() {
    Instant time = Instant.parse("2026-03-01T08:00:00Z");
    Event event = new Event.AccessDenied("x");
    Line line = Line.of(Told.call("ann"), 3, time, event, Chain.before(Told.SENSOR));
    List<Digest> hashes =
        Stream.of(
                line,
                line.at(4),
                Line.of(Told.call("an"), 3, time, event, Chain.before(Told.SENSOR)),
                Line.of(Told.call("ann"), 3, time.plusMillis(1), event, Told.digest("x")),
                Line.of(Told.call("ann"), 3, time.plusMillis(1), event, Chain.before(Told.SENSOR)),
                moved(line, "te", "st"),
                moved(line, "tes", "t"))
            .map(Chain::hash)
            .toList();

    assertThat(hashes).doesNotHaveDuplicates();
  }

  /** The same text over two fields, cut elsewhere. */
  private static Line moved(Line line, String cause, String trace) {
    return new Line(
        line.product(),
        line.number(),
        line.time(),
        line.actor(),
        line.token(),
        cause,
        trace,
        line.format(),
        line.type(),
        line.body(),
        line.previous(),
        line.hash());
  }

  private static byte[] golden() {
    StringBuilder lines = new StringBuilder();
    Digest previous = Chain.before(Told.SENSOR);
    long number = 1;
    for (Event event : EveryEvent.all()) {
      Line line =
          Line.of(
              Told.call("ann"),
              number,
              Instant.parse("2026-03-01T08:00:00.123Z").plusSeconds(number),
              event,
              previous);
      lines.append(LedgerJson.MAPPER.writeValueAsString(line)).append('\n');
      previous = new Digest(line.hash());
      number++;
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }
}
