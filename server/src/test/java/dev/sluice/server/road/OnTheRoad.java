package dev.sluice.server.road;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Digest;
import dev.sluice.model.Result;
import dev.sluice.model.Version;
import dev.sluice.server.event.Actor;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.event.TraceId;
import dev.sluice.server.event.Work;
import dev.sluice.server.ledger.Decided;
import dev.sluice.server.ledger.Ledger;
import dev.sluice.server.ledger.ReleaseRecord;
import dev.sluice.server.ledger.RunRecord;
import dev.sluice.server.ledger.sqlite.SqliteLedger;
import dev.sluice.trust.canonical.Sha256;
import dev.sluice.trust.key.KeyId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** One product with a log of its own, and whatever may happen to its releases. */
abstract class OnTheRoad {
  static final ProductName SENSOR = new ProductName("kernel-sensor");
  static final ArtifactName CHANNEL = new ArtifactName("channel");
  static final Digest BUNDLE = digest("bundle");
  static final Duration PROOFS_HOLD = Duration.ofDays(30);
  static final KeyId LAB = new KeyId("a".repeat(64));
  static final KeyId OTHER_LAB = new KeyId("b".repeat(64));
  static final boolean DATA = true;
  static final boolean APPLICATION = false;

  final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-25T08:00:00Z"));

  @TempDir Path folder;
  Predicate<KeyId> trusted = LAB::equals;
  Ledger ledger;

  @BeforeEach
  void open() {
    ledger = SqliteLedger.open(folder.resolve("ledger.db"), now::get);
    append(new Event.PipelineProposed(BUNDLE, null, List.of()), new Event.PipelineInUse(BUNDLE));
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  static Digest digest(String text) {
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }

  static ReleaseKey channel(int version) {
    return new ReleaseKey(CHANNEL, new Version(Integer.toString(version)));
  }

  static Ledger.Call call() {
    return new Ledger.Call(
        SENSOR, new Actor(new PersonName("ann"), null), "test", new TraceId("1".repeat(32)));
  }

  void append(Event... events) {
    append(List.of(events));
  }

  void append(List<Event> events) {
    ledger.decide(call(), (_, _) -> new Decided<>(events, true));
  }

  Submitted submit(int version, String content, boolean newestWins) {
    var event =
        new Event.ReleaseSubmitted(channel(version), digest(content), 7, "upload", null, null);
    return ledger.decide(call(), (records, _) -> Road.submit(records, SENSOR, event, newestWins));
  }

  Submitted vouch(int version, String content, String statement) {
    var event =
        new Event.ReleaseSubmitted(
            channel(version), digest(content), 7, "upload", null, digest(statement));
    return ledger.decide(call(), (records, _) -> Road.submit(records, SENSOR, event, DATA));
  }

  void submit(int version) {
    submit(version, "content " + version, DATA);
  }

  static Work.Prove work(int version, String counterpart) {
    return new Work.Prove(
        BUNDLE,
        channel(version),
        counterpart,
        "linux-6.1",
        digest(version + " with " + counterpart));
  }

  void admit(int version, String... counterparts) {
    admitBy(1, version, counterparts);
  }

  void admitBy(int labs, int version, String... counterparts) {
    admitBy(labs, version, DATA, counterparts);
  }

  void admitBy(int labs, int version, boolean newestWins, String... counterparts) {
    List<Work.Prove> runs =
        List.of(counterparts).stream().map(counterpart -> work(version, counterpart)).toList();
    ledger.decide(
        call(),
        (records, time) ->
            Road.admit(
                records,
                SENSOR,
                channel(version),
                new Admission.Admitted(BUNDLE, List.of(), runs, labs, newestWins),
                PROOFS_HOLD,
                trusted,
                time));
  }

  ReleaseRecord release(int version) {
    return ledger
        .read(records -> records.release(SENSOR, channel(version)))
        .orElseThrow(() -> new AssertionError("no release " + version));
  }

  long vouchings() {
    return ledger.read(records -> records.entries(SENSOR, 0, 100)).items().stream()
        .filter(entry -> entry.event() instanceof Event.ReleaseVouched)
        .count();
  }

  String state(int version) {
    return release(version).state().word();
  }

  List<RunRecord> runs(int version) {
    return ledger.read(records -> records.runsOf(SENSOR, channel(version)));
  }

  List<String> runStates(int version) {
    return runs(version).stream().map(run -> run.state().word()).toList();
  }

  void begin(RunRecord run) {
    begin(run, LAB);
  }

  void begin(RunRecord run, KeyId lab) {
    append(
        new Event.RunClaimed(run.key(), new PersonName("lab"), 1, lab),
        new Event.RunBegun(run.key()));
  }

  void end(RunRecord run, Result result) {
    end(run, result, Controls.RED, true, DATA);
  }

  void end(RunRecord run, Result result, Controls controls, boolean handsOn, boolean newestWins) {
    ReleaseKey key = ((Work.Prove) run.work()).release();
    @Nullable Digest proof = result == Result.PASSED ? digest("proof of " + run.key()) : null;
    var ended = new Event.RunEnded(run.key(), result, "it " + result.word(), null, proof, 1_000);
    append(ended);
    ledger.decide(
        call(),
        (records, _) ->
            new Decided<>(
                Road.settle(records, SENSOR, key, Map.of(), controls, handsOn, newestWins), true));
  }

  void make(RunRecord run, Result result) {
    begin(run);
    end(run, result);
  }
}
