package dev.sluice.server;

import dev.sluice.server.access.AdminToken;
import dev.sluice.server.admit.Bundles;
import dev.sluice.server.admit.Clerk;
import dev.sluice.server.admit.Examiner;
import dev.sluice.server.admit.SubmissionRoutes;
import dev.sluice.server.api.Announcements;
import dev.sluice.server.api.AuditRoutes;
import dev.sluice.server.api.ContentRoutes;
import dev.sluice.server.api.HealthRoutes;
import dev.sluice.server.api.HttpServer;
import dev.sluice.server.api.Limits;
import dev.sluice.server.api.Metrics;
import dev.sluice.server.api.OpenApiRoutes;
import dev.sluice.server.api.ReadingRoutes;
import dev.sluice.server.api.Route;
import dev.sluice.server.api.Routes;
import dev.sluice.server.api.TokenRoutes;
import dev.sluice.server.api.WireForms;
import dev.sluice.server.content.Holds;
import dev.sluice.server.content.disk.DiskContents;
import dev.sluice.server.dispatch.Dispatcher;
import dev.sluice.server.dispatch.OpenedBundles;
import dev.sluice.server.dispatch.RunnerRoutes;
import dev.sluice.server.event.TraceId;
import dev.sluice.server.fetch.AddressRule;
import dev.sluice.server.fetch.Fetch;
import dev.sluice.server.impact.BundleImpact;
import dev.sluice.server.labs.LabFolder;
import dev.sluice.server.ledger.audit.HeadKeeper;
import dev.sluice.server.ledger.audit.Heads;
import dev.sluice.server.ledger.audit.HeadsFile;
import dev.sluice.server.ledger.sqlite.SqliteLedger;
import dev.sluice.server.pipeline.PipelineRoutes;
import dev.sluice.server.retention.RetentionRoutes;
import dev.sluice.server.retention.Sweep;
import dev.sluice.server.webhook.Webhooks;
import dev.sluice.trust.key.Keyring;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** A server that runs: everything is wired here, and ended in the opposite order. */
public final class Server implements AutoCloseable {
  private static final Duration LONGEST_FETCH = Duration.ofMinutes(30);
  private static final long HEADS_ENTRIES = 1_000;
  private static final Duration HEADS_LONGEST = Duration.ofMinutes(1);

  /** An upload of which nothing arrived for so long is not going on. */
  private static final Duration UNFINISHED = Duration.ofHours(24);

  private static final Duration LEASES_LOOK = Duration.ofSeconds(1);
  private static final Duration SWEEPS = Duration.ofHours(1);
  private static final Duration HEADS_LOOK = Duration.ofSeconds(10);

  private static final Duration LABS_LOOK = Duration.ofSeconds(2);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final RandomGenerator random;
  private @Nullable HttpServer http;
  private @Nullable Path newToken;
  private volatile @Nullable EmbeddedRunner runner;

  private Server(RandomGenerator random) {
    this.random = random;
  }

  /**
   * Starts one, and returns once it answers.
   *
   * @param lab for the runner in this process; null for none
   * @param nanos a clock that never goes back
   * @param random a {@code SecureRandom}, but in tests
   * @throws IOException with a sentence, when it cannot
   */
  public static Server start(
      Settings settings,
      @Nullable OwnLab lab,
      Clock clock,
      LongSupplier nanos,
      RandomGenerator random)
      throws IOException {
    Server server = new Server(random);
    boolean done = false;
    try {
      server.open(settings, lab, clock, nanos);
      done = true;
      return server;
    } finally {
      if (!done) {
        server.close();
      }
    }
  }

  private void open(Settings settings, @Nullable OwnLab lab, Clock clock, LongSupplier nanos)
      throws IOException {
    DataFolder data = DataFolder.at(settings.data());
    // First: it alone sees to it that nobody else has the folder.
    SqliteLedger ledger = kept(SqliteLedger.open(data.ledger(), clock));
    DiskContents contents = new DiskContents(data.content(), settings.reserve());
    kept(new Every("unfinished uploads", SWEEPS, () -> removeUnfinished(contents, clock)));
    if (AdminToken.ensure(ledger, data.adminToken(), random, clock, trace())) {
      newToken = data.adminToken();
    }
    List<AuditRoutes.Kept> kept = keepHeads(data, settings, ledger, clock);
    keepHeads(kept(Webhooks.in(settings.data(), ledger, clock)), ledger, clock);
    Bundles bundles = new Bundles(contents);
    Announcements announcements = new Announcements(ledger);
    Metrics metrics = new Metrics(ledger, clock, data::freeBytes);
    LabFolder labs = LabFolder.open(data.labs(), lab == null ? null : lab.key().publicKey(), clock);
    kept(new Every("labs", LABS_LOOK, labs::look));
    Dispatcher dispatcher =
        kept(
            new Dispatcher(
                ledger,
                contents,
                new OpenedBundles(bundles),
                labs,
                clock,
                nanos,
                Dispatcher.LEASE));
    kept(new Every("leases", LEASES_LOOK, () -> dispatcher.sweep(trace())));
    Examiner examiner =
        new Examiner(
            contents, bundles, data.runner().resolve("admission"), new BundleImpact(clock));
    kept(new Clerk(ledger, examiner, labs, nanos));
    Fetch fetch =
        new Fetch(
            data.runner().resolve("fetch"),
            new AddressRule(settings.fetchFrom()),
            (SSLSocketFactory) SSLSocketFactory.getDefault(),
            LONGEST_FETCH,
            () -> data.freeBytes() - settings.reserve());
    Holds holds = new Holds();
    Sweep sweep = new Sweep(ledger, contents, holds, clock, this::trace);
    sweep.recover();
    kept(new Every("retention", SWEEPS, () -> sweep.once(settings.retention())));
    Limits limits = Limits.USUAL;
    List<Routes> api =
        List.of(
            new ContentRoutes(ledger, contents, settings.largest()),
            new TokenRoutes(ledger, random),
            new ReadingRoutes(ledger, contents, announcements, limits.streams()),
            new SubmissionRoutes(ledger, contents, holds, bundles, fetch::into, WireForms::of),
            new PipelineRoutes(ledger, contents, holds, clock, WireForms::of),
            new AuditRoutes(
                ledger,
                kept,
                new Keyring(data.keys()).openOrCreate("server").key(),
                data.runner().resolve("export"),
                clock),
            new RunnerRoutes(dispatcher),
            new RetentionRoutes(sweep, settings.retention()),
            new OpenApiRoutes());
    List<Routes> beside =
        List.of(
            new HealthRoutes(
                ledger, metrics, data::freeBytes, settings.reserve(), this::labTrouble));
    http =
        kept(
            HttpServer.start(
                settings.listen(),
                new HttpServer.Parts(ledger, announcements, metrics, limits, clock, nanos, random),
                api,
                beside));
    if (lab != null) {
      runner =
          kept(new EmbeddedRunner(dispatcher, contents, lab, data.runner(), random, this::trace));
    }
  }

  /** In the data folder, and where its owner cannot rewrite them with the rest. */
  private List<AuditRoutes.Kept> keepHeads(
      DataFolder data, Settings settings, SqliteLedger ledger, Clock clock) {
    List<AuditRoutes.Kept> kept = new ArrayList<>();
    for (Path file : Stream.of(data.heads(), settings.heads()).filter(Objects::nonNull).toList()) {
      HeadsFile heads = new HeadsFile(file);
      keepHeads(heads, ledger, clock);
      kept.add(heads::read);
    }
    return kept;
  }

  private static void removeUnfinished(DiskContents contents, Clock clock) {
    try {
      contents.removeUnfinished(clock.instant().minus(UNFINISHED));
    } catch (IOException e) {
      throw new UncheckedIOException("uploads that were never finished cannot be removed", e);
    }
  }

  private void keepHeads(Heads heads, SqliteLedger ledger, Clock clock) {
    HeadKeeper keeper = kept(new HeadKeeper(heads, clock, HEADS_ENTRIES, HEADS_LONGEST));
    ledger.listen(keeper::appended);
    kept(new Every("heads", HEADS_LOOK, keeper::due));
  }

  private <T extends AutoCloseable> T kept(T part) {
    parts.push(part);
    return part;
  }

  private @Nullable String labTrouble() {
    EmbeddedRunner own = runner;
    return own == null ? null : own.trouble();
  }

  private TraceId trace() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    bytes[0] |= 1; // all zero is none
    return new TraceId(HexFormat.of().formatHex(bytes));
  }

  /** What it answers, for whoever holds it against its description. */
  List<Route> routes() {
    return running().routes();
  }

  /** Where clients reach it. */
  public URI address() {
    return running().address();
  }

  /** SHA-256 of the certificate, for clients to pin; null without TLS. */
  public @Nullable String fingerprint() {
    return running().fingerprint();
  }

  /** The file with the admin token, when this start made one; null otherwise. */
  public @Nullable Path newToken() {
    return newToken;
  }

  private HttpServer running() {
    if (http == null) {
      throw new IllegalStateException("it does not run yet");
    }
    return http;
  }

  /** Ends everything, the last started first; what was answered is kept. */
  @Override
  public void close() throws IOException {
    @Nullable IOException failed = null;
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        if (failed == null) {
          failed = new IOException("the server did not end properly: " + e.getMessage(), e);
        } else {
          failed.addSuppressed(e);
        }
      }
    }
    if (failed != null) {
      throw failed;
    }
  }
}
