package dev.sluice.server.ledger;

import static dev.sluice.server.ledger.Told.SENSOR;
import static dev.sluice.server.ledger.Told.call;
import static dev.sluice.server.ledger.Told.channel;
import static dev.sluice.server.ledger.Told.queued;
import static dev.sluice.server.ledger.Told.submitted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.server.event.Entry;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.ProductName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How every ledger decides, keeps and tells; each adapter's test extends it. */
public abstract class LedgerContract extends LedgerAtHand {
  @Test
  void aNewLedgerKnowsNothing() {
    ledger.read(
        records -> {
          assertThat(records.products()).isEmpty();
          assertThat(records.nextNumber(SENSOR)).isEqualTo(1);
          assertThat(records.entries(SENSOR, 0, 10)).isEqualTo(new Page<>(List.of(), null));
          assertThat(records.pipelineInUse(SENSOR)).isEmpty();
          assertThat(records.releases(SENSOR, null, Long.MAX_VALUE, 10).items()).isEmpty();
          assertThat(records.openReleases()).isEmpty();
          assertThat(records.openRuns()).isEmpty();
          assertThat(records.tokens()).isEmpty();
          return true;
        });
  }

  @Test
  void whatWasAppendedIsThereAfterwards() {
    String answer =
        ledger.decide(
            call("ann"), (_, _) -> new Decided<>(List.of(submitted(290), submitted(291)), "yes"));

    assertThat(answer).isEqualTo("yes");
    reopen();
    List<Entry> entries = ledger.read(records -> records.entries(SENSOR, 0, 10)).items();
    assertThat(entries).extracting(Entry::event).containsExactly(submitted(290), submitted(291));
    assertThat(entries).extracting(Entry::number).containsExactly(1L, 2L);
    assertThat(entries).extracting(Entry::time).containsOnly(MOMENT);
    assertThat(entries).extracting(Entry::actor).containsOnly(call("ann").actor());
    assertThat(entries).extracting(Entry::cause).containsOnly("test");
    assertThat(entries).extracting(Entry::trace).containsOnly(Told.TRACE);
    assertThat(entries.getFirst().previous()).isEqualTo(Chain.before(SENSOR));
    assertThat(entries.getLast().previous()).isEqualTo(entries.getFirst().hash());
  }

  @Test
  void aDecisionSeesWhatWasDecidedBeforeAndTheTimeInWholeMilliseconds() {
    append(submitted(290));
    ledger.decide(
        call("ann"),
        (records, time) -> {
          assertThat(time).isEqualTo(MOMENT);
          assertThat(records.nextNumber(SENSOR)).isEqualTo(2);
          assertThat(records.release(SENSOR, channel(290))).isPresent();
          return Decided.nothing(true);
        });
  }

  @Test
  void aDecisionThatThrowsChangesNothing() {
    var broken = new IllegalArgumentException("no");

    assertThatThrownBy(
            () ->
                ledger.decide(
                    call("ann"),
                    (_, _) -> {
                      throw broken;
                    }))
        .isSameAs(broken);
    assertThat(this.<List<ProductName>>ask(records -> records.products())).isEmpty();
  }

  @Test
  void eventsThatCannotHaveHappenedAreNotAppendedNorThoseBesideThem() {
    assertThatThrownBy(() -> append(submitted(290), new Event.ReleaseProven(channel(290))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ReleaseProven");
    assertThatThrownBy(() -> append(submitted(290), queued(3, channel(290))))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> append(queued(1, channel(290))))
        .isInstanceOf(IllegalStateException.class);
    assertThat(this.<Long>ask(records -> records.nextNumber(SENSOR))).isEqualTo(1);
    assertThat(this.<Optional<ReleaseRecord>>ask(records -> records.release(SENSOR, channel(290))))
        .isEmpty();
  }

  @Test
  void productsHaveLogsOfTheirOwn() {
    ProductName other = new ProductName("another");
    append(submitted(290));
    append(other, "bob", submitted(290), submitted(291));

    ledger.read(
        records -> {
          assertThat(records.products()).containsExactly(other, SENSOR);
          assertThat(records.nextNumber(SENSOR)).isEqualTo(2);
          assertThat(records.nextNumber(other)).isEqualTo(3);
          assertThat(records.release(SENSOR, channel(291))).isEmpty();
          assertThat(records.releases(other, null, Long.MAX_VALUE, 10).items()).hasSize(2);
          return true;
        });
  }

  @Test
  void listsComeInPagesThatMissNothing() {
    List<Event> events = new ArrayList<>();
    for (int version = 1; version <= 25; version++) {
      events.add(submitted(version));
    }
    append(events.toArray(Event[]::new));

    List<Long> newestFirst = new ArrayList<>();
    @Nullable Long before = Long.MAX_VALUE;
    while (before != null) {
      long from = before;
      Page<ReleaseRecord> page =
          ledger.read(records -> records.releases(SENSOR, channel(1).artifact(), from, 10));
      page.items().forEach(release -> newestFirst.add(release.number()));
      before = page.next();
    }
    assertThat(newestFirst).hasSize(25).isSortedAccordingTo((a, b) -> Long.compare(b, a));

    Page<Entry> first = ledger.read(records -> records.entries(SENSOR, 0, 25));
    assertThat(first.next()).isNull();
    Page<Entry> part = ledger.read(records -> records.entries(SENSOR, 3, 4));
    assertThat(part.items()).extracting(Entry::number).containsExactly(4L, 5L, 6L, 7L);
    assertThat(part.next()).isEqualTo(7);
    assertThatThrownBy(() -> ledger.read(records -> records.entries(SENSOR, 0, 0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void listenersHearOfEverythingInOrder() throws InterruptedException {
    BlockingQueue<Entry> heard = new LinkedBlockingQueue<>();
    ledger.listen(
        entries -> {
          if (entries.getFirst().number() == 3) {
            throw new IllegalStateException("a listener that fails, as this test wants");
          }
        });
    ledger.listen(heard::addAll);
    for (int version = 1; version <= 20; version++) {
      append(submitted(version));
    }
    for (int version = 1; version <= 20; version++) {
      Entry entry = heard.poll(10, TimeUnit.SECONDS);
      assertThat(entry).isNotNull();
      assertThat(entry.event()).isEqualTo(submitted(version));
    }
  }

  @Test
  void aReadSeesOneMoment() {
    append(submitted(1));
    ledger.read(
        records -> {
          long before = records.nextNumber(SENSOR);
          append(submitted(2));
          assertThat(records.nextNumber(SENSOR)).isEqualTo(before);
          assertThat(records.entries(SENSOR, 0, 10).items()).hasSize(1);
          return true;
        });
    assertThat(this.<Long>ask(records -> records.nextNumber(SENSOR))).isEqualTo(3);
  }

  @Test
  void anInterruptedCallerIsAnsweredAllTheSame() {
    Thread.currentThread().interrupt();
    append(submitted(1));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(release(1).number()).isEqualTo(1);
  }

  @Test
  void aClosedLedgerSaysSo() {
    ledger.close();
    assertThatThrownBy(() -> append(submitted(1))).isInstanceOf(LedgerException.class);
    assertThatThrownBy(() -> ledger.read(Records::products)).isInstanceOf(LedgerException.class);
    ledger = open(now::get);
  }
}
