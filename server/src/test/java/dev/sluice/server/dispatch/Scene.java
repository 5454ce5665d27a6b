package dev.sluice.server.dispatch;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Digest;
import dev.sluice.model.Result;
import dev.sluice.model.Version;
import dev.sluice.server.event.Actor;
import dev.sluice.server.event.Entry;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.event.RunKey;
import dev.sluice.server.event.TraceId;
import dev.sluice.server.event.Work;
import dev.sluice.server.ledger.Decided;
import dev.sluice.server.ledger.Ledger;
import dev.sluice.server.ledger.RunRecord;
import dev.sluice.server.life.ReleaseState;
import dev.sluice.server.wire.Assignment;
import dev.sluice.server.wire.Offer;
import dev.sluice.server.wire.Renewal;
import dev.sluice.server.wire.RunResult;
import dev.sluice.trust.canonical.Sha256;
import dev.sluice.trust.key.LabKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A server without a network, with time that moves when it is told to. */
public final class Scene implements AutoCloseable {
  public static final TraceId TRACE = new TraceId("0123456789abcdef0123456789abcdef");
  public static final Digest BUNDLE = digest("bundle");
  public static final Digest PIPELINE_FILE = digest("pipeline file");
  public static final ArtifactName DATA = new ArtifactName("channel");
  public static final ArtifactName APPLICATION = new ArtifactName("sensor");
  public static final String PLACE = "small";
  static final Duration LEASE = Duration.ofSeconds(30);

  /** By whose key every proof is signed, where a test says nothing else. */
  public static final LabKey LAB = LabKey.generate("lab", new SecureRandom());

  /** Another one that is trusted. */
  public static final LabKey OTHER_LAB = LabKey.generate("other", new SecureRandom());

  /** Every release that is in the field here, as {@link Proofs} states it. */
  private static final Map<ReleaseKey, Digest> FIELD =
      IntStream.range(0, 1_000)
          .boxed()
          .flatMap(i -> Stream.of(String.valueOf(i), "7." + i))
          .flatMap(v -> Stream.of(DATA, APPLICATION).map(a -> new ReleaseKey(a, new Version(v))))
          .collect(Collectors.toMap(key -> key, key -> digest(key.version().value())));

  final KnownLabs labs = new KnownLabs(LAB, OTHER_LAB);

  public final MemoryContents contents = new MemoryContents();
  private final Map<Digest, BundleFacts> facts = new ConcurrentHashMap<>();
  private volatile Instant now = Instant.parse("2026-03-01T00:00:00Z");
  private final Path folder;
  public Ledger ledger;
  public Dispatcher dispatcher;

  /** With its log in this folder. */
  public Scene(Path folder) {
    this.folder = folder;
    ledger = opened();
    dispatcher = dispatcher();
  }

  private Ledger opened() {
    return new HeardLedger(folder.resolve("ledger.db"), () -> now);
  }

  static Digest digest(String of) {
    return Sha256.of(of.getBytes(StandardCharsets.UTF_8));
  }

  public static Actor runner(String name) {
    return new Actor(new PersonName(name), null);
  }

  public static ProductName product(String name) {
    return new ProductName(name);
  }

  private Dispatcher dispatcher() {
    return new Dispatcher(
        ledger,
        contents,
        (_, digest) -> Optional.ofNullable(facts.get(digest)),
        labs,
        () -> now,
        () -> Duration.between(Instant.EPOCH, now).toNanos(),
        LEASE);
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  Instant now() {
    return now;
  }

  /** The process ends and begins again: what was in memory alone is gone. */
  public void restart() {
    close();
    ledger = opened();
    dispatcher = dispatcher();
  }

  @Override
  public void close() {
    dispatcher.close();
    ledger.close();
  }

  /** All that was appended, one product after the other. */
  public List<Event> events() {
    return ledger.read(
        records ->
            records.products().stream()
                .flatMap(product -> records.entries(product, 0, 10_000).items().stream())
                .map(Entry::event)
                .toList());
  }

  /** A bundle with one place that any runner of these tests has, and negative controls or none. */
  static BundleFacts bundle(Digest digest, boolean controls) {
    return new BundleFacts(
        digest,
        PIPELINE_FILE,
        FIELD,
        Map.of(
            PLACE,
            new Demand("qemu", "amd64", 256, Set.of()),
            "large",
            new Demand("qemu", "arm64", 8192, Set.of()),
            "own",
            new Demand("machine", null, 0, Set.of("keys/id"))),
        PLACE,
        Set.of(DATA),
        Set.of(),
        Set.of(),
        controls
            ? List.of(new BundleFacts.Known(DATA, new Version("291"), digest("bad"), "boots"))
            : List.of(),
        controls ? Set.of(PLACE) : Set.of());
  }

  /** The same where two labs prove data. */
  static BundleFacts twoLabs() {
    BundleFacts one = bundle(digest("bundle of two labs"), false);
    return new BundleFacts(
        one.digest(),
        one.pipelineFile(),
        one.field(),
        one.environments(),
        one.first(),
        one.data(),
        one.byHand(),
        Set.of(DATA),
        one.known(),
        one.controlEnvironments());
  }

  /** A product whose pipeline file has no negative controls. */
  public void product(ProductName product, boolean controls) {
    BundleFacts bundle = bundle(controls ? digest("bundle with controls") : BUNDLE, controls);
    product(product, bundle);
  }

  /** The same bundle, with many more releases in the field. */
  public static BundleFacts inTheField(BundleFacts facts) {
    return new BundleFacts(
        facts.digest(),
        facts.pipelineFile(),
        FIELD,
        facts.environments(),
        facts.first(),
        facts.data(),
        facts.byHand(),
        facts.labs(),
        facts.known(),
        facts.controlEnvironments());
  }

  /** A product with this bundle in use. */
  public void product(ProductName product, BundleFacts bundle) {
    facts.put(bundle.digest(), bundle);
    append(
        product,
        new Event.PipelineProposed(bundle.digest(), null, List.of()),
        new Event.PipelineInUse(bundle.digest()));
  }

  void append(ProductName product, Event... events) {
    ledger.decide(
        new Ledger.Call(product, runner("somebody"), "test", TRACE),
        (_, _) -> new Decided<>(List.of(events), true));
  }

  Digest bundleOf(ProductName product) {
    return ledger.read(records -> records.pipelineInUse(product)).orElseThrow().bundle();
  }

  /** A release that was admitted and waits, with a run for each counterpart version. */
  public ReleaseKey admitted(
      ProductName product, ArtifactName artifact, String version, String... counterparts) {
    return admitted(product, artifact, version, null, counterparts);
  }

  ReleaseKey urgent(
      ProductName product, ArtifactName artifact, String version, String... counterparts) {
    ReleaseKey key = admitted(product, artifact, version, "an outbreak", counterparts);
    append(product, new Event.UrgencyApproved(key));
    return key;
  }

  private ReleaseKey admitted(
      ProductName product,
      ArtifactName artifact,
      String version,
      @Nullable String urgent,
      String... counterparts) {
    var key = new ReleaseKey(artifact, new Version(version));
    byte[] content = (product + " " + key).getBytes(StandardCharsets.UTF_8);
    try {
      contents.of(product).put(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<Event> events = new ArrayList<>();
    events.add(
        new Event.ReleaseSubmitted(
            key, Sha256.of(content), content.length, "upload", urgent, null));
    Digest bundle = bundleOf(product);
    events.add(new Event.ReleaseAdmitted(key, bundle, List.of()));
    long number = ledger.<Long>read(records -> records.nextNumber(product)) + events.size();
    String other = artifact.equals(DATA) ? APPLICATION + " " : DATA + " ";
    for (String counterpart : counterparts) {
      events.add(
          new Event.RunQueued(
              RunKey.of(number++),
              new Work.Prove(
                  bundle,
                  key,
                  other + counterpart,
                  PLACE,
                  digest(product + " " + key + " " + counterpart))));
    }
    append(product, events.toArray(Event[]::new));
    return key;
  }

  /** What a small runner of {@link #LAB} has, which does not wait. */
  public static Offer offer() {
    return offer(LAB, 0);
  }

  /** The same of another lab, which waits as long. */
  public static Offer offer(LabKey lab, int waitSeconds) {
    return new Offer(
        List.of("qemu"), List.of("amd64"), "tcg", 1, 4096, List.of(), lab.id().hex(), waitSeconds);
  }

  Optional<Assignment> claim(String runner) {
    return claim(runner, offer());
  }

  /** What there has to be. */
  Assignment claimed(String runner) {
    return claim(runner).orElseThrow();
  }

  Optional<Assignment> claim(String runner, Offer offer) {
    try {
      return dispatcher.claim(runner(runner), null, offer, TRACE);
    } catch (InterruptedException | UntrustedLab e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  boolean renew(String runner, Assignment assignment) {
    return dispatcher.renew(
        runner(runner),
        product(assignment.product()),
        new RunKey(assignment.run()),
        new Renewal(assignment.attempt(), true, List.of()),
        TRACE);
  }

  /** What an honest lab signs now. */
  Proofs proofs() {
    return new Proofs(now, PIPELINE_FILE, LAB);
  }

  Taken pass(String runner, Assignment assignment) {
    return end(runner, assignment, result(assignment, Result.PASSED, proofs().of(assignment)));
  }

  Taken pass(String runner, Assignment assignment, LabKey lab) {
    byte[] proof = proofs().by(lab).of(assignment);
    return end(runner, assignment, result(assignment, Result.PASSED, proof));
  }

  Taken fail(String runner, Assignment assignment) {
    return end(runner, assignment, result(assignment, Result.FAILED, null));
  }

  Taken end(String runner, Assignment assignment, RunResult result) {
    try {
      return dispatcher.end(
          runner(runner),
          product(assignment.product()),
          new RunKey(assignment.run()),
          result,
          TRACE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RunResult result(Assignment assignment, Result result, byte @Nullable [] proof) {
    try {
      return new RunResult(
          assignment.attempt(),
          result.word(),
          "it " + result.word(),
          null,
          proof == null ? null : contents.of(product(assignment.product())).put(proof).hex(),
          List.of(),
          1000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a runner says that showed the controls. */
  static RunResult showing(Assignment assignment, boolean red) {
    return new RunResult(
        assignment.attempt(),
        red ? "passed" : "failed",
        red ? "stopped" : "not stopped",
        null,
        null,
        List.of(new RunResult.WireControl("channel", "291", digest("bad").hex(), "boots", red)),
        1000);
  }

  RunRecord run(Assignment assignment) {
    return ledger
        .read(records -> records.run(product(assignment.product()), new RunKey(assignment.run())))
        .orElseThrow();
  }

  ReleaseState state(ProductName product, ReleaseKey key) {
    return ledger.read(records -> records.release(product, key)).orElseThrow().state();
  }

  /** As people read it: {@code a channel 290 with sensor 7.15}, or {@code a controls}. */
  static String title(Assignment assignment) {
    return assignment.product()
        + (assignment.work().equals("controls")
            ? " controls"
            : " "
                + assignment.artifact()
                + " "
                + assignment.version()
                + " with "
                + assignment.counterpart());
  }
}
