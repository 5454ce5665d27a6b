package dev.sluice.server.ledger.audit;

import static dev.sluice.server.ledger.Told.SENSOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.event.Entry;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.ledger.Chain;
import dev.sluice.server.ledger.Line;
import dev.sluice.server.ledger.Told;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadsTest {
  private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final List<List<Head>> kept = new ArrayList<>();
  private boolean broken;
  private final HeadKeeper keeper = new HeadKeeper(this::keep, now::get, 3, Duration.ofMinutes(5));

  @TempDir Path folder;

  private void keep(List<Head> heads) throws IOException {
    if (broken) {
      throw new IOException("the other machine is away, as this test wants");
    }
    kept.add(heads);
  }

  private static Entry entry(ProductName product, int number) {
    return Line.of(
            Told.call(product, "ann"), number, START, Told.submitted(number), Chain.before(product))
        .entry();
  }

  private static Head head(Entry entry) {
    return new Head(entry.product(), entry.number(), entry.hash(), START);
  }

  @Test
  void headsAreKeptEverySoManyEntries() {
    ProductName other = new ProductName("another");
    keeper.appended(List.of(entry(SENSOR, 1), entry(SENSOR, 2)));
    assertThat(kept).isEmpty();

    keeper.appended(List.of(entry(other, 1)));

    assertThat(kept).containsExactly(List.of(head(entry(SENSOR, 2)), head(entry(other, 1))));
    keeper.due();
    assertThat(kept).hasSize(1);
  }

  @Test
  void headsAreKeptEverySoManyMinutes() {
    keeper.appended(List.of(entry(SENSOR, 1)));
    now.set(START.plusSeconds(299));
    keeper.due();
    assertThat(kept).isEmpty();
    now.set(START.plusSeconds(300));
    keeper.due();
    assertThat(kept).containsExactly(List.of(head(entry(SENSOR, 1))));
    now.set(START.plusSeconds(3000));
    keeper.due();
    assertThat(kept).hasSize(1);
  }

  @Test
  void whatCouldNotBeKeptIsTriedAgain() {
    broken = true;
    keeper.appended(List.of(entry(SENSOR, 1), entry(SENSOR, 2), entry(SENSOR, 3)));
    broken = false;
    keeper.due();
    assertThat(kept).containsExactly(List.of(head(entry(SENSOR, 3))));
  }

  @Test
  void theEndKeepsTheLastOnes() {
    keeper.appended(List.of(entry(SENSOR, 1)));
    keeper.close();
    assertThat(kept).hasSize(1);
  }

  @Test
  void aFileGivesBackWhatItWasGiven() throws IOException {
    HeadsFile file = new HeadsFile(folder.resolve("heads.jsonl"));
    assertThat(file.read()).isEmpty();
    file.keep(List.of(head(entry(SENSOR, 1))));
    file.keep(List.of());
    file.keep(List.of(head(entry(SENSOR, 2)), head(entry(SENSOR, 3))));

    assertThat(file.read())
        .containsExactly(head(entry(SENSOR, 1)), head(entry(SENSOR, 2)), head(entry(SENSOR, 3)));
  }

  @Test
  void halfALineThatACrashLeftSpoilsNothing() throws IOException {
    Path path = folder.resolve("heads.jsonl");
    HeadsFile file = new HeadsFile(path);
    file.keep(List.of(head(entry(SENSOR, 1))));
    Files.writeString(path, "{\"product\":\"kern", StandardOpenOption.APPEND);
    file.keep(List.of(head(entry(SENSOR, 2))));

    assertThat(file.read()).containsExactly(head(entry(SENSOR, 1)), head(entry(SENSOR, 2)));
  }
}
