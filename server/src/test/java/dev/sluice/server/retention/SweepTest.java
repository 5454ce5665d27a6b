package dev.sluice.server.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Digest;
import dev.sluice.model.Result;
import dev.sluice.server.content.ContentStore;
import dev.sluice.server.content.Contents;
import dev.sluice.server.content.Holds;
import dev.sluice.server.content.disk.DiskContents;
import dev.sluice.server.event.Entry;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.RunKey;
import dev.sluice.server.event.Work;
import dev.sluice.server.ledger.Decided;
import dev.sluice.server.ledger.RemovedRecord;
import dev.sluice.server.ledger.Told;
import dev.sluice.server.ledger.sqlite.SqliteLedger;
import dev.sluice.server.runner.TestBundle;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTest {
  private static final ProductName PRODUCT = Told.SENSOR;
  private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
  private static final Rule RULE = new Rule(Duration.ofDays(90), Duration.ofDays(30));

  @TempDir Path folder;
  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private SqliteLedger ledger;
  private ContentStore store;
  private Sweep sweep;
  private boolean broken;
  private Digest bundle;

  @BeforeEach
  void start() throws Exception {
    ledger = SqliteLedger.open(folder.resolve("log.db"), now::get);
    Contents disk = new DiskContents(folder.resolve("content"), 1 << 20);
    store = disk.of(PRODUCT);
    sweep = new Sweep(ledger, _ -> new Breaking(), new Holds(), now::get, () -> Told.TRACE);
    bundle = TestBundle.put(store::put, PRODUCT);
    happen(new Event.PipelineProposed(bundle, null, List.of()), new Event.PipelineInUse(bundle));
  }

  @AfterEach
  void stop() {
    ledger.close();
  }

  /** The store, that a crash keeps from removing. */
  private final class Breaking implements ContentStore {
    @Override
    public OptionalLong size(Digest digest) throws IOException {
      return store.size(digest);
    }

    @Override
    public InputStream open(Digest digest, long offset) throws IOException {
      return store.open(digest, offset);
    }

    @Override
    public Digest put(byte[] bytes) throws IOException {
      return store.put(bytes);
    }

    @Override
    public void remove(Digest digest) throws IOException {
      if (broken) {
        throw new IOException("it ends here, as this test wants");
      }
      store.remove(digest);
    }

    @Override
    public Upload upload(Digest digest, long size) throws IOException {
      return store.upload(digest, size);
    }
  }

  private void happen(Event... events) {
    ledger.decide(Told.call("ann"), (_, _) -> new Decided<>(List.of(events), true));
  }

  private Digest put(String text) throws IOException {
    return store.put(text.getBytes(StandardCharsets.UTF_8));
  }

  private boolean isHere(Digest digest) throws IOException {
    return store.size(digest).isPresent();
  }

  private Digest submit(int version, String text) throws IOException {
    Digest content = put(text);
    happen(
        new Event.ReleaseSubmitted(Told.channel(version), content, 1, "upload", null, null),
        new Event.ReleaseAdmitted(Told.channel(version), bundle, List.of()));
    return content;
  }

  /** Has a run of it made; its evidence and its proof. */
  private List<Digest> run(int version, Result result) throws IOException {
    long number = ledger.read(records -> records.nextNumber(PRODUCT));
    RunKey run = RunKey.of(number);
    Digest evidence = put("evidence of " + version);
    Digest proof = put("proof of " + version);
    happen(
        new Event.RunQueued(
            run,
            new Work.Prove(
                bundle, Told.channel(version), "sensor 7.15", "small", Told.digest("" + version))),
        new Event.RunClaimed(run, new PersonName("lab"), 1, null),
        new Event.RunEnded(run, result, "it " + result.word(), evidence, proof, 1));
    if (result == Result.FAILED) {
      happen(new Event.ReleaseStopped(Told.channel(version), run, "it failed"));
    } else {
      happen(
          new Event.ReleaseProven(Told.channel(version)),
          new Event.ReleaseHandedOn(Told.channel(version), true));
    }
    return List.of(evidence, proof);
  }

  private void days(int days) {
    now.set(now.get().plus(Duration.ofDays(days)));
  }

  private List<String> removed() {
    return ledger.read(records -> records.entries(PRODUCT, 0, 1_000)).items().stream()
        .map(Entry::event)
        .filter(Event.ContentRemoved.class::isInstance)
        .map(event -> ((Event.ContentRemoved) event).reason())
        .sorted()
        .toList();
  }

  @Test
  void whatCameToNothingGoesAndIsRecordedAndWhatWasHandedOnStays() throws Exception {
    Digest good = submit(290, "good");
    List<Digest> kept = run(290, Result.PASSED);
    Digest bad = submit(291, "harmful");
    List<Digest> left = run(291, Result.FAILED);
    days(31);
    assertThat(sweep.going(PRODUCT, RULE)).hasSize(1);
    assertThat(isHere(bad)).isTrue();
    sweep.once(RULE);
    assertThat(isHere(bad)).isFalse();
    assertThat(removed()).containsExactly("the content of channel 291, which was stopped");
    Optional<RemovedRecord> gone = ledger.read(records -> records.removed(PRODUCT, bad));
    assertThat(gone).isPresent();
    days(60);
    sweep.once(RULE);
    assertThat(removed()).hasSize(3).filteredOn(what -> what.contains("evidence")).hasSize(2);
    assertThat(Stream.of(kept.getFirst(), left.getFirst())).noneMatch(this::here);
    assertThat(Stream.of(good, bundle, kept.getLast(), left.getLast())).allMatch(this::here);
    sweep.once(RULE);
    assertThat(removed()).hasSize(3);
  }

  private boolean here(Digest digest) {
    try {
      return isHere(digest);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatSomethingElseNeedsStays() throws Exception {
    Digest bytes = submit(290, "the same");
    run(290, Result.FAILED);
    Digest named = submit(291, "threat"); // a file of the bundle
    run(291, Result.FAILED);
    days(200);
    submit(292, "the same");
    sweep.once(RULE);
    assertThat(isHere(bytes)).isTrue();
    assertThat(isHere(named)).isTrue();
    assertThat(removed()).hasSize(2).allMatch(what -> what.startsWith("the evidence of run"));
  }

  @Test
  void nothingGoesUnlessSomebodyWantsIt() throws Exception {
    submit(291, "harmful");
    run(291, Result.FAILED);
    days(3_000);
    sweep.once(Rule.KEEP);
    sweep.once(new Rule(null, Duration.ofDays(3_650)));
    assertThat(removed()).isEmpty();
  }

  @Test
  void whatIsStillOnItsRoadStays() throws Exception {
    Digest waits = submit(293, "waits");
    days(3_000);
    sweep.once(RULE);
    assertThat(isHere(waits)).isTrue();
  }

  @Test
  void aRemovalThatACrashLeftUndoneIsDoneAtTheNextStart() throws Exception {
    Digest bad = submit(291, "harmful");
    run(291, Result.FAILED);
    days(31);
    broken = true;
    sweep.once(RULE);
    assertThat(removed()).hasSize(1);
    assertThat(isHere(bad)).isTrue();
    broken = false;
    sweep.recover();
    assertThat(isHere(bad)).isFalse();
    assertThat(removed()).hasSize(1);
  }

  @Test
  void whatCameAgainAfterItsRemovalIsLeftAloneByAStart() throws Exception {
    Digest bad = submit(291, "harmful");
    run(291, Result.FAILED);
    days(31);
    sweep.once(RULE);
    assertThat(isHere(bad)).isFalse();
    submit(295, "harmful");
    sweep.recover();
    assertThat(isHere(bad)).isTrue();
  }

  @Test
  void aBundleThatCannotBeReadKeepsEverything() throws Exception {
    Digest bad = submit(291, "harmful");
    run(291, Result.FAILED);
    store.remove(bundle);
    days(300);
    sweep.once(RULE);
    assertThat(isHere(bad)).isTrue();
  }
}
