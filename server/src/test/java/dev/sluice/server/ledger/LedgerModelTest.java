package dev.sluice.server.ledger;

import static dev.sluice.server.ledger.Told.channel;
import static dev.sluice.server.ledger.Told.digest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Result;
import dev.sluice.model.Version;
import dev.sluice.server.event.Change;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.event.Role;
import dev.sluice.server.event.RunKey;
import dev.sluice.server.event.TokenKey;
import dev.sluice.server.event.Work;
import dev.sluice.server.ledger.sqlite.SqliteLedger;
import dev.sluice.server.life.ReleaseState;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random events, most of them impossible, against the simplest ledger there is. */
class LedgerModelTest {
  private static final List<ProductName> PRODUCTS =
      List.of(Told.SENSOR, new ProductName("another"), ProductName.SERVER);
  private static final int STEPS = 1500;

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-01T08:00:00Z"));
  private final LedgerModel model = new LedgerModel();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theLedgerAnswersAsTheModelDoes(long seed) {
    Random random = new Random(seed);
    Path file = folder.resolve("ledger.db");
    try (SqliteLedger ledger = SqliteLedger.open(file, now::get)) {
      for (int step = 0; step < STEPS; step++) {
        now.set(now.get().plusMillis(random.nextInt(3)));
        step(ledger, random);
        if (step % 300 == 0) {
          agrees(ledger);
        }
      }
      agrees(ledger);
      assertThat(ledger.rebuild()).isEqualTo(model.entries.size());
      agrees(ledger);
    }
    assertThat(model.entries.stream().map(entry -> entry.event().getClass()).distinct())
        .as("kinds of events that came to be")
        .hasSizeGreaterThan(20);
    try (SqliteLedger again = SqliteLedger.open(file, now::get)) {
      agrees(again);
    }
  }

  private void step(Ledger ledger, Random random) {
    ProductName product = PRODUCTS.get(random.nextInt(PRODUCTS.size()));
    Event event = event(random, model.nextNumber(product));
    boolean taken = model.takes(product, event);
    Ledger.Call call = Told.call(product, random.nextBoolean() ? "ann" : "bob");
    if (taken) {
      ledger.decide(call, (_, _) -> new Decided<>(List.of(event), true));
      long before = model.nextNumber(product) - 1;
      model.entries.addAll(ledger.read(records -> records.entries(product, before, 10)).items());
    } else {
      assertThatThrownBy(() -> ledger.decide(call, (_, _) -> new Decided<>(List.of(event), true)))
          .as("%s of %s", event, product)
          .isInstanceOf(IllegalStateException.class);
    }
  }

  private static Event event(Random random, long number) {
    ReleaseKey release =
        new ReleaseKey(
            new ArtifactName(random.nextBoolean() ? "channel" : "sensor"),
            new Version(Integer.toString(random.nextInt(6))));
    RunKey run = RunKey.of(Math.max(1, number - random.nextInt(12)));
    var bundle = digest("bundle " + random.nextInt(4));
    PersonName runner = new PersonName("lab-" + random.nextInt(3));
    List<Function<Random, Event>> kinds =
        List.of(
            _ -> new Event.PipelineProposed(bundle, null, List.of(new Change("weaker", true))),
            _ -> new Event.PipelineApproved(bundle),
            _ -> new Event.PipelineRejected(bundle, "no"),
            _ -> new Event.PipelineInUse(bundle),
            _ -> Told.submitted(release),
            _ -> new Event.UrgencyApproved(release),
            _ -> new Event.ReleaseRefused(release, "too large"),
            _ -> new Event.ReleaseAdmitted(release, bundle, List.of("a ward stands still")),
            _ -> new Event.ReleaseAdmitted(release, bundle, List.of()),
            _ -> new Event.ReleaseSuperseded(release, channel(9)),
            _ -> new Event.ReleaseProven(release),
            _ -> new Event.ReleaseStopped(release, run, "panics"),
            _ -> new Event.ReleaseUndecided(release, "no runner"),
            _ -> new Event.ReleaseDisputed(release, "it had failed"),
            _ -> new Event.ReleaseAccepted(release, "the disk was full"),
            _ -> new Event.ReleaseRetried(release, "again"),
            _ -> new Event.ReleaseVouched(release, digest("statement " + number)),
            _ -> new Event.ReleaseHandedOn(release, false),
            _ -> Told.queued(number, release),
            _ -> Told.queued(number, release),
            _ -> new Event.RunQueued(RunKey.of(number), new Work.Controls(bundle, "linux")),
            _ -> new Event.RunClaimed(run, runner, 1, Told.lab("lab")),
            _ -> new Event.RunClaimed(run, runner, 2, Told.lab("lab")),
            _ -> new Event.RunBegun(run),
            _ -> new Event.RunReturned(run, "silent"),
            r -> Told.ended(run, List.of(Result.values()).get(r.nextInt(3))),
            _ -> new Event.RunSpared(run, RunKey.of(1), digest("proof"), Told.lab("lab")),
            _ -> new Event.RunCancelled(run, "superseded"),
            _ -> new Event.RunExpired(run, "lost"),
            _ -> new Event.ControlsShown(bundle, runner, List.of()),
            r -> new Event.RunnerChanged(runner, List.of("qemu " + r.nextInt(3))),
            _ ->
                new Event.TokenCreated(
                    TokenKey.of(number),
                    runner,
                    Role.RUNNER,
                    null,
                    digest("secret " + number),
                    Instant.parse("2027-01-01T00:00:00Z")),
            r -> new Event.TokenRevoked(TokenKey.of(1 + r.nextInt(30)), "lost"),
            _ -> new Event.ContentRemoved(bundle, 1, "something"),
            _ -> new Event.AccessDenied("everything"));
    return kinds.get(random.nextInt(kinds.size())).apply(random);
  }

  private void agrees(Ledger ledger) {
    ledger.read(
        records -> {
          PRODUCTS.forEach(product -> agrees(records, product));
          assertThat(records.tokens()).isEqualTo(model.tokens());
          for (TokenRecord token : model.tokens()) {
            assertThat(records.token(token.key())).contains(token);
            assertThat(records.tokenOf(token.secret())).contains(token);
          }
          List<ReleaseRecord> submitted =
              sorted(
                  PRODUCTS.stream()
                      .flatMap(product -> model.releases(product, null).stream())
                      .filter(release -> release.state() instanceof ReleaseState.Submitted),
                  Comparator.comparing((ReleaseRecord release) -> !release.isUrgent())
                      .thenComparing(ReleaseRecord::submitted, Comparator.reverseOrder())
                      .thenComparing(ReleaseRecord::product)
                      .thenComparing(ReleaseRecord::number, Comparator.reverseOrder()));
          assertThat(records.submittedReleases(1_000)).isEqualTo(submitted);
          assertThat(records.submittedReleases(2))
              .isEqualTo(submitted.subList(0, Math.min(2, submitted.size())));
          assertThat(records.openReleases())
              .isEqualTo(
                  sorted(
                      PRODUCTS.stream()
                          .flatMap(product -> model.releases(product, null).stream())
                          .filter(release -> !release.state().isEnd())
                          .filter(release -> !(release.state() instanceof ReleaseState.Proven)),
                      Comparator.comparing(ReleaseRecord::submitted)
                          .thenComparing(ReleaseRecord::product)
                          .thenComparingLong(ReleaseRecord::number)));
          assertThat(records.openRuns())
              .isEqualTo(
                  sorted(
                      PRODUCTS.stream()
                          .flatMap(product -> model.runs(product).stream())
                          .filter(run -> !run.state().isEnd()),
                      Comparator.comparing(RunRecord::queued)
                          .thenComparing(RunRecord::product)
                          .thenComparingLong(RunRecord::number)));
          return true;
        });
  }

  private static boolean wasAdmitted(ReleaseState state) {
    return switch (state) {
      case ReleaseState.Proving _,
          ReleaseState.Proven _,
          ReleaseState.Disputed _,
          ReleaseState.HandedOn _ ->
          true;
      case ReleaseState.Submitted _,
          ReleaseState.Refused _,
          ReleaseState.Stopped _,
          ReleaseState.Undecided _,
          ReleaseState.Superseded _ ->
          false;
    };
  }

  private void agrees(Records records, ProductName product) {
    assertThat(records.nextNumber(product)).isEqualTo(model.nextNumber(product));
    assertThat(all(after -> records.entries(product, after, 7), 0L))
        .isEqualTo(model.of(product).toList());
    List<ReleaseRecord> releases = model.releases(product, null);
    assertThat(all(before -> records.releases(product, null, before, 7), Long.MAX_VALUE))
        .isEqualTo(releases);
    ArtifactName channel = new ArtifactName("channel");
    assertThat(all(before -> records.releases(product, channel, before, 3), Long.MAX_VALUE))
        .isEqualTo(model.releases(product, channel));
    for (long before : new long[] {Long.MAX_VALUE, 40}) {
      assertThat(records.admittedVersions(product, channel, before, 5))
          .isEqualTo(
              model.releases(product, channel).stream()
                  .filter(release -> release.number() < before && wasAdmitted(release.state()))
                  .map(release -> release.key().version())
                  .limit(5)
                  .toList());
    }
    for (long after : new long[] {0, 40}) {
      assertThat(records.provenSince(product, channel, after, 5))
          .isEqualTo(
              model.releases(product, channel).stream()
                  .filter(release -> release.number() > after)
                  .filter(
                      release ->
                          release.state() instanceof ReleaseState.Proven
                              || release.state() instanceof ReleaseState.HandedOn)
                  .limit(5)
                  .toList());
    }
    List<RunRecord> runs = model.runs(product);
    assertThat(all(before -> records.runs(product, before, 7), Long.MAX_VALUE)).isEqualTo(runs);
    for (ReleaseRecord release : releases) {
      assertThat(records.release(product, release.key())).contains(release);
      assertThat(records.runsOf(product, release.key()))
          .isEqualTo(
              runs.reversed().stream()
                  .filter(
                      run ->
                          run.work() instanceof Work.Prove prove
                              && prove.release().equals(release.key()))
                  .toList());
      var likeness = Told.prove(release.key()).likeness();
      assertThat(records.alike(product, likeness, 3))
          .isEqualTo(
              runs.stream()
                  .filter(
                      run ->
                          run.state().isEnd()
                              && run.work() instanceof Work.Prove prove
                              && prove.likeness().equals(likeness))
                  .limit(3)
                  .toList());
    }
    for (RunRecord run : runs) {
      assertThat(records.run(product, run.key())).contains(run);
    }
    List<PipelineRecord> pipelines = model.pipelines(product);
    assertThat(all(before -> records.pipelines(product, before, 7), Long.MAX_VALUE))
        .isEqualTo(pipelines);
    assertThat(records.pipelineInUse(product))
        .isEqualTo(
            pipelines.stream()
                .filter(pipeline -> pipeline.state() == PipelineRecord.State.IN_USE)
                .findFirst());
  }

  private static <T> List<T> sorted(Stream<T> all, Comparator<T> by) {
    return all.sorted(by).toList();
  }

  private static <T> List<T> all(Function<Long, Page<T>> page, long from) {
    List<T> all = new ArrayList<>();
    @Nullable Long next = from;
    while (next != null) {
      Page<T> part = page.apply(next);
      all.addAll(part.items());
      next = part.next();
    }
    return all;
  }
}
