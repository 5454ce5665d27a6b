package dev.sluice.server.dispatch;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Digest;
import dev.sluice.model.Version;
import dev.sluice.server.event.Entry;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.event.RunKey;
import dev.sluice.server.event.TokenKey;
import dev.sluice.server.ledger.ControlsRecord;
import dev.sluice.server.ledger.Decided;
import dev.sluice.server.ledger.Ledger;
import dev.sluice.server.ledger.Page;
import dev.sluice.server.ledger.PipelineRecord;
import dev.sluice.server.ledger.Records;
import dev.sluice.server.ledger.ReleaseRecord;
import dev.sluice.server.ledger.RemovedRecord;
import dev.sluice.server.ledger.RunRecord;
import dev.sluice.server.ledger.RunnerRecord;
import dev.sluice.server.ledger.TokenRecord;
import dev.sluice.server.life.ReleaseLife;
import dev.sluice.server.life.ReleaseState;
import dev.sluice.server.life.RunLife;
import dev.sluice.server.life.RunState;
import dev.sluice.trust.canonical.Sha256;
import dev.sluice.trust.key.KeyId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A ledger in memory, by the lives alone: every event that no life takes fails the test. */
public final class MemoryLedger implements Ledger, Records {
  private static final Digest NO_HASH = Sha256.of(new byte[0]);

  private final InstantSource clock;
  private final List<Entry> entries = new ArrayList<>();
  private final Map<ProductName, Long> numbers = new HashMap<>();
  private final Map<ProductName, PipelineRecord> pipelines = new LinkedHashMap<>();
  private final Map<String, ReleaseRecord> releases = new LinkedHashMap<>();
  private final Map<String, RunRecord> runs = new LinkedHashMap<>();
  private final Map<String, List<ControlsRecord>> controls = new HashMap<>();
  private final Map<String, RunnerRecord> runners = new HashMap<>();
  private final List<Consumer<List<Entry>>> listeners = new ArrayList<>();

  public MemoryLedger(InstantSource clock) {
    this.clock = clock;
  }

  /** The same after a restart: what was appended is there, who listened is not. */
  public static MemoryLedger restarted(MemoryLedger before, InstantSource clock) {
    var ledger = new MemoryLedger(clock);
    synchronized (before) {
      before.entries.forEach(ledger::apply);
    }
    return ledger;
  }

  public synchronized List<Entry> all() {
    return List.copyOf(entries);
  }

  public synchronized List<Event> events() {
    return entries.stream().map(Entry::event).toList();
  }

  @Override
  public <T> T decide(Call call, Decision<T> decision) {
    List<Entry> appended = new ArrayList<>();
    T answer;
    List<Consumer<List<Entry>>> told;
    synchronized (this) {
      Instant now = clock.instant();
      Decided<T> decided = decision.of(this, now);
      for (Event event : decided.events()) {
        var entry =
            new Entry(
                call.product(),
                nextNumber(call.product()),
                now,
                call.actor(),
                call.cause(),
                call.trace(),
                event,
                NO_HASH,
                NO_HASH);
        apply(entry);
        appended.add(entry);
      }
      answer = decided.answer();
      told = List.copyOf(listeners);
    }
    if (!appended.isEmpty()) {
      told.forEach(listener -> listener.accept(appended));
    }
    return answer;
  }

  @Override
  public synchronized <T> T read(Function<Records, T> question) {
    return question.apply(this);
  }

  @Override
  public synchronized void listen(Consumer<List<Entry>> listener) {
    listeners.add(listener);
  }

  @Override
  public void close() {}

  private static String key(ProductName product, Object key) {
    return product + " " + key;
  }

  private void apply(Entry entry) {
    entries.add(entry);
    numbers.put(entry.product(), entry.number());
    switch (entry.event()) {
      case Event.OfRelease event -> release(entry, event);
      case Event.OfRun event -> run(entry, event);
      case Event.ControlsShown(var bundle, var runner, var shown) ->
          controls
              .computeIfAbsent(key(entry.product(), bundle), _ -> new ArrayList<>())
              .addFirst(new ControlsRecord(bundle, runner, entry.time(), shown));
      case Event.RunnerChanged(var runner, var equipment) -> {
        runners.put(
            key(entry.product(), runner), new RunnerRecord(runner, entry.number(), equipment));
        controls.forEach(
            (key, shown) -> {
              if (key.startsWith(entry.product() + " ")) {
                shown.removeIf(one -> one.runner().equals(runner));
              }
            });
      }
      case Event.PipelineInUse(var bundle) ->
          pipelines.put(
              entry.product(),
              new PipelineRecord(
                  entry.product(),
                  entry.number(),
                  bundle,
                  null,
                  List.of(),
                  entry.actor().name(),
                  entry.time(),
                  null,
                  PipelineRecord.State.IN_USE,
                  null));
      case Event.OfPipeline _, Event.OfToken _, Event.ContentRemoved _, Event.AccessDenied _ -> {}
    }
  }

  private void release(Entry entry, Event.OfRelease event) {
    String key = key(entry.product(), event.release());
    if (event instanceof Event.ReleaseSubmitted submitted) {
      releases.put(
          key,
          new ReleaseRecord(
              entry.product(),
              event.release(),
              entry.number(),
              entry.number(),
              submitted.content(),
              submitted.size(),
              submitted.origin(),
              entry.actor().name(),
              entry.time(),
              submitted.urgent(),
              null,
              submitted.provenance(),
              ReleaseLife.next(null, event),
              entry.time(),
              List.of()));
      return;
    }
    releases.computeIfPresent(
        key,
        (_, old) ->
            new ReleaseRecord(
                old.product(),
                old.key(),
                old.number(),
                entry.number(),
                old.content(),
                old.size(),
                old.origin(),
                old.submitter(),
                old.submitted(),
                old.urgent(),
                event instanceof Event.UrgencyApproved ? entry.actor().name() : old.approvedBy(),
                old.provenance(),
                ReleaseLife.next(old.state(), event),
                entry.time(),
                old.impact()));
  }

  private void run(Entry entry, Event.OfRun event) {
    String key = key(entry.product(), event.run());
    if (event instanceof Event.RunQueued(var run, var work)) {
      runs.put(
          key,
          new RunRecord(
              entry.product(),
              run,
              entry.number(),
              entry.number(),
              work,
              RunLife.next(null, event),
              entry.time(),
              entry.time(),
              null,
              null,
              null,
              null,
              0,
              0));
      return;
    }
    RunRecord old = runs.get(key);
    if (old == null) {
      throw new IllegalStateException("no run " + event);
    }
    Event.@Nullable RunEnded ended = event instanceof Event.RunEnded e ? e : null;
    runs.put(
        key,
        new RunRecord(
            old.product(),
            old.key(),
            old.number(),
            entry.number(),
            old.work(),
            RunLife.next(old.state(), event),
            old.queued(),
            entry.time(),
            lab(old, event),
            ended == null ? old.sentence() : ended.sentence(),
            ended == null ? old.evidence() : ended.evidence(),
            ended == null ? old.proof() : ended.proof(),
            ended == null ? old.millis() : ended.millis(),
            event instanceof Event.RunClaimed claimed ? claimed.attempt() : old.attempts()));
  }

  private static @Nullable KeyId lab(RunRecord old, Event.OfRun event) {
    return switch (event) {
      case Event.RunClaimed claimed -> claimed.lab();
      case Event.RunSpared spared -> spared.lab();
      case Event.RunQueued _, Event.RunReturned _ -> null;
      case Event.RunBegun _, Event.RunEnded _, Event.RunCancelled _, Event.RunExpired _ ->
          old.lab();
    };
  }

  @Override
  public long nextNumber(ProductName product) {
    return numbers.getOrDefault(product, 0L) + 1;
  }

  @Override
  public List<ProductName> products() {
    return numbers.keySet().stream().sorted().toList();
  }

  @Override
  public Page<Entry> entries(ProductName product, long after, int limit) {
    return new Page<>(
        entries.stream()
            .filter(e -> e.product().equals(product) && e.number() > after)
            .limit(limit)
            .toList(),
        null);
  }

  @Override
  public Optional<PipelineRecord> pipelineInUse(ProductName product) {
    return Optional.ofNullable(pipelines.get(product));
  }

  @Override
  public Page<PipelineRecord> pipelines(ProductName product, long before, int limit) {
    return new Page<>(pipelineInUse(product).stream().toList(), null);
  }

  @Override
  public Optional<PipelineRecord> pipeline(ProductName product, Digest bundle) {
    return pipelineInUse(product).filter(p -> p.bundle().equals(bundle));
  }

  @Override
  public Optional<ReleaseRecord> release(ProductName product, ReleaseKey key) {
    return Optional.ofNullable(releases.get(key(product, key)));
  }

  @Override
  public Page<ReleaseRecord> releases(
      ProductName product, @Nullable ArtifactName artifact, long before, int limit) {
    return new Page<>(
        releases.values().stream()
            .filter(r -> r.product().equals(product))
            .filter(r -> artifact == null || r.key().artifact().equals(artifact))
            .sorted(Comparator.comparingLong(ReleaseRecord::number).reversed())
            .toList(),
        null);
  }

  @Override
  public List<Version> admittedVersions(
      ProductName product, ArtifactName artifact, long before, int limit) {
    throw new UnsupportedOperationException("runs are dispatched after admission");
  }

  @Override
  public List<ReleaseRecord> provenSince(
      ProductName product, ArtifactName artifact, long after, int limit) {
    return releases(product, artifact, Long.MAX_VALUE, limit).items().stream()
        .filter(r -> r.number() > after)
        .filter(
            r ->
                r.state() instanceof ReleaseState.Proven
                    || r.state() instanceof ReleaseState.HandedOn)
        .limit(limit)
        .toList();
  }

  @Override
  public List<ReleaseRecord> submittedReleases(int limit) {
    throw new UnsupportedOperationException("runs are dispatched after admission");
  }

  @Override
  public List<ReleaseRecord> openReleases() {
    return releases.values().stream()
        .filter(r -> !r.state().isEnd() && !(r.state() instanceof ReleaseState.Proven))
        .toList();
  }

  @Override
  public List<ReleaseRecord> proven(ProductName product, ArtifactName artifact) {
    return releases.values().stream()
        .filter(r -> r.product().equals(product) && r.key().artifact().equals(artifact))
        .filter(r -> r.state() instanceof ReleaseState.Proven)
        .toList();
  }

  @Override
  public Optional<RunRecord> run(ProductName product, RunKey key) {
    return Optional.ofNullable(runs.get(key(product, key)));
  }

  @Override
  public List<RunRecord> runsOf(ProductName product, ReleaseKey release) {
    return runs.values().stream()
        .filter(r -> r.product().equals(product))
        .filter(
            r ->
                r.work() instanceof dev.sluice.server.event.Work.Prove prove
                    && prove.release().equals(release))
        .toList();
  }

  @Override
  public Page<RunRecord> runs(ProductName product, long before, int limit) {
    return new Page<>(
        runs.values().stream()
            .filter(r -> r.product().equals(product))
            .sorted(Comparator.comparingLong(RunRecord::number).reversed())
            .toList(),
        null);
  }

  @Override
  public List<RunRecord> openRuns() {
    return runs.values().stream().filter(r -> !r.state().isEnd()).toList();
  }

  @Override
  public List<RunRecord> alike(ProductName product, Digest likeness, int limit) {
    return runs.values().stream()
        .filter(r -> r.product().equals(product) && r.state().isEnd())
        .filter(
            r ->
                r.work() instanceof dev.sluice.server.event.Work.Prove prove
                    && prove.likeness().equals(likeness))
        .sorted(Comparator.comparingLong(RunRecord::changed).reversed())
        .limit(limit)
        .toList();
  }

  @Override
  public List<ControlsRecord> controls(ProductName product, Digest bundle) {
    return List.copyOf(controls.getOrDefault(key(product, bundle), List.of()));
  }

  @Override
  public Optional<RunnerRecord> runner(ProductName product, PersonName runner) {
    return Optional.ofNullable(runners.get(key(product, runner)));
  }

  @Override
  public List<ReleaseRecord> releasesWith(ProductName product, Set<Digest> contents) {
    return List.of();
  }

  @Override
  public List<RunRecord> runsWith(ProductName product, Set<Digest> contents) {
    return List.of();
  }

  @Override
  public Optional<RemovedRecord> removed(ProductName product, Digest content) {
    return Optional.empty();
  }

  @Override
  public List<RemovedRecord> removals(ProductName product, int limit) {
    return List.of();
  }

  @Override
  public Optional<TokenRecord> token(TokenKey key) {
    return Optional.empty();
  }

  @Override
  public Optional<TokenRecord> tokenOf(Digest secret) {
    return Optional.empty();
  }

  @Override
  public List<TokenRecord> tokens() {
    return List.of();
  }

  /** The state of every run, by product and key. */
  public synchronized Map<String, RunState> states() {
    Map<String, RunState> states = new LinkedHashMap<>();
    runs.forEach((key, run) -> states.put(key, run.state()));
    return states;
  }

  /** Who made this up. */
  static final PersonName SOMEBODY = new PersonName("somebody");
}
