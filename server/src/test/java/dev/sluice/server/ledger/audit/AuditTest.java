package dev.sluice.server.ledger.audit;

import static dev.sluice.server.ledger.Told.SENSOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Digest;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.ledger.Chain;
import dev.sluice.server.ledger.Line;
import dev.sluice.server.ledger.Lines;
import dev.sluice.server.ledger.Told;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AuditTest {
  private static final Instant TIME = Instant.parse("2026-03-01T08:00:00Z");
  private static final int MANY = 2_500;

  /** A log in memory, which anybody may change. */
  static final class Loose implements Lines {
    final List<Line> lines;

    Loose(List<Line> lines) {
      this.lines = new ArrayList<>(lines);
    }

    @Override
    public List<Line> lines(ProductName product, long after, int most) {
      return lines.stream()
          .filter(line -> line.number() > after)
          .sorted((a, b) -> Long.compare(a.number(), b.number()))
          .limit(most)
          .toList();
    }

    @Override
    public List<String> products() {
      return List.of(SENSOR.value());
    }
  }

  static List<Line> log(String person, int length) {
    List<Line> lines = new ArrayList<>();
    Digest previous = Chain.before(SENSOR);
    for (int number = 1; number <= length; number++) {
      Line line =
          Line.of(
              Told.call(person),
              number,
              TIME.plusSeconds(number),
              Told.submitted(number),
              previous);
      lines.add(line);
      previous = new Digest(line.hash());
    }
    return lines;
  }

  private static Finding after(Consumer<List<Line>> tampering, Head... heads) {
    Loose loose = new Loose(log("ann", MANY));
    tampering.accept(loose.lines);
    return new Audit(loose).verify(SENSOR, List.of(heads));
  }

  static Head head(List<Line> log, int number) {
    return new Head(
        SENSOR,
        number,
        new Digest(log.get(number - 1).hash()),
        Instant.parse("2026-03-02T00:00:00Z"));
  }

  private static void changed(Finding finding, long number, String told) {
    assertThat(finding)
        .isInstanceOfSatisfying(
            Finding.Changed.class,
            changed -> {
              assertThat(changed.number()).isEqualTo(number);
              assertThat(changed.entries()).isEqualTo(number - 1);
              assertThat(changed.sentence()).contains(told);
            });
  }

  @Test
  void anUntouchedLogIsWhole() {
    List<Line> log = log("ann", MANY);

    assertThat(after(_ -> {}, head(log, 1), head(log, 1000), head(log, MANY)))
        .isEqualTo(new Finding.Whole(MANY, new Digest(log.getLast().hash())));
    assertThat(new Audit(new Loose(List.of())).verify(SENSOR, List.of()))
        .isEqualTo(new Finding.Whole(0, Chain.before(SENSOR)));
  }

  @Test
  void anEditedEventIsNamed() {
    changed(
        after(
            lines -> {
              Line line = lines.get(1233);
              lines.set(
                  1233,
                  new Line(
                      line.product(),
                      line.number(),
                      line.time(),
                      "bob",
                      line.token(),
                      line.cause(),
                      line.trace(),
                      line.format(),
                      line.type(),
                      line.body(),
                      line.previous(),
                      line.hash()));
            }),
        1234,
        "event 1234 was edited");
  }

  @Test
  void aRemovedEventIsNamed() {
    changed(after(lines -> lines.remove(1233)), 1234, "event 1234 is missing");
    changed(after(lines -> lines.removeFirst()), 1, "event 1 is missing");
    changed(after(lines -> lines.subList(9, 20).clear()), 10, "events 10 to 20 are missing");
  }

  @Test
  void renumberingDoesNotHideARemoval() {
    changed(
        after(
            lines -> {
              lines.remove(1233);
              for (int i = 1233; i < lines.size(); i++) {
                lines.set(i, lines.get(i).at(i + 1));
              }
            }),
        1234,
        "event 1234 was event 1235 when it was written");
  }

  @Test
  void reorderedEventsAreNamed() {
    changed(
        after(
            lines -> {
              Collections.swap(lines, 9, 19);
              lines.set(9, lines.get(9).at(10));
              lines.set(19, lines.get(19).at(20));
            }),
        10,
        "event 10 was event 20 when it was written");
  }

  @Test
  void anEventThatWasHashedAnewDoesNotFitTheNext() {
    changed(
        after(
            lines ->
                lines.set(
                    9,
                    Line.of(
                        Told.call("bob"),
                        10,
                        TIME,
                        Told.submitted(10),
                        new Digest(lines.get(8).hash())))),
        11,
        "event 11 does not follow the one before it");
  }

  @Test
  void aCutOffEndIsSeenByAHeadThatWasKept() {
    List<Line> log = log("ann", MANY);

    changed(
        after(lines -> lines.subList(2000, MANY).clear(), head(log, 2100)),
        2001,
        "ends with event 2000, and had event 2100 at 2026-03-02");
    changed(after(List::clear, head(log, 7)), 1, "ends with event 0, and had event 7");
  }

  @Test
  void aLogWrittenAnewIsSeenByAHeadThatWasKept() {
    List<Line> log = log("ann", MANY);

    changed(
        after(
            lines -> {
              lines.clear();
              lines.addAll(log("bob", MANY));
            },
            head(log, 2100)),
        2100,
        "event 2100 is not the one that stood there");
  }

  @Test
  void anotherProductsEventIsRefused() {
    Line foreign =
        Line.of(
            Told.call(new ProductName("another"), "ann"),
            1,
            TIME,
            Told.submitted(1),
            Chain.before(SENSOR));

    changed(after(lines -> lines.set(0, foreign)), 1, "event 1 is of another");
  }
}
