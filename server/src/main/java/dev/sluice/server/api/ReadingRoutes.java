package dev.sluice.server.api;

import dev.sluice.model.Digest;
import dev.sluice.server.access.Caller;
import dev.sluice.server.access.Permission;
import dev.sluice.server.content.Contents;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.event.RunKey;
import dev.sluice.server.ledger.Ledger;
import dev.sluice.server.ledger.PipelineRecord;
import dev.sluice.server.ledger.ReleaseRecord;
import dev.sluice.server.ledger.RunRecord;
import dev.sluice.server.road.Batch;
import dev.sluice.server.wire.WirePage;
import dev.sluice.server.wire.WireProof;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is known, read only: products, releases, runs, pipeline files, events. */
public final class ReadingRoutes implements Routes {
  private static final String PRODUCT = "/products/{product}";
  private static final String ARTIFACT = PRODUCT + "/artifacts/{artifact}/releases";
  private static final String RELEASE = ARTIFACT + "/{version}";
  private static final String RUN = PRODUCT + "/runs/{run}";

  private final Ledger ledger;
  private final Contents contents;
  private final EventFeeds feeds;

  /**
   * Of these.
   *
   * @param mostStreams of events at once
   */
  public ReadingRoutes(
      Ledger ledger, Contents contents, Announcements announcements, int mostStreams) {
    this.ledger = ledger;
    this.contents = contents;
    this.feeds = new EventFeeds(ledger, announcements, mostStreams);
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/products", Permission.KNOWN, this::products),
        Route.get(PRODUCT + "/releases", Permission.READ, this::allReleases),
        Route.get(ARTIFACT, Permission.READ, this::releases),
        Route.get(RELEASE, Permission.READ, this::release),
        Route.get(RELEASE + "/content", Permission.FETCH, this::content),
        Route.get(RELEASE + "/proofs", Permission.READ, this::proofs),
        Route.get(RELEASE + "/events", Permission.READ, this::releaseEvents),
        Route.get(RELEASE + "/junit", Permission.READ, this::junit),
        Route.get(RELEASE + "/report", Permission.READ, this::report),
        Route.get(PRODUCT + "/runs", Permission.READ, this::runs),
        Route.get(RUN, Permission.READ, this::run),
        Route.get(RUN + "/evidence", Permission.READ, this::evidence),
        Route.get(PRODUCT + "/pipeline", Permission.READ, this::pipeline),
        Route.get(PRODUCT + "/pipelines", Permission.READ, this::pipelines),
        Route.get(PRODUCT + "/events", Permission.READ, this::events));
  }

  private Answer products(Request request) {
    Caller caller = request.caller();
    List<String> names =
        ledger.read(records -> records.products()).stream()
            .filter(caller::reaches)
            .map(ProductName::value)
            .toList();
    return Answer.ok(new WirePage<>(names, null));
  }

  private Answer allReleases(Request request) {
    ProductName product = request.product();
    return Answer.ok(
        WireForms.of(
            ledger.read(
                records -> records.releases(product, null, request.before(), request.limit())),
            WireForms::of));
  }

  private Answer releases(Request request) {
    ProductName product = request.product();
    var artifact = request.artifact();
    return Answer.ok(
        WireForms.of(
            ledger.read(
                records -> records.releases(product, artifact, request.before(), request.limit())),
            WireForms::of));
  }

  /** A release and its runs, as of one moment. */
  private record Found(ReleaseRecord release, List<RunRecord> runs) {}

  private Found find(Request request) {
    ProductName product = request.product();
    ReleaseKey key = request.release();
    return ledger
        .read(
            records ->
                records
                    .release(product, key)
                    .map(release -> new Found(release, records.runsOf(product, key))))
        .orElseThrow(
            () ->
                Problems.notFound("Product %s has no release %s".formatted(product, key.title())));
  }

  private Answer release(Request request) {
    Found found = find(request);
    return unlessKnown(
        request,
        found.release().changed(),
        () -> Answer.ok(WireForms.of(found.release(), found.runs())));
  }

  private static Answer unlessKnown(Request request, long changed, Supplier<Answer> answer) {
    String tag = Answer.tag(changed);
    boolean known = request.header("If-None-Match").map(tags -> tags.contains(tag)).orElse(false);
    return (known ? Answer.empty(304) : answer.get()).withChanged(changed);
  }

  private Answer content(Request request) throws IOException {
    ReleaseRecord release = find(request).release();
    return ContentRoutes.content(
        ledger, contents, release.content(), "application/octet-stream", request);
  }

  private Answer proofs(Request request) {
    List<WireProof> proofs =
        newest(find(request)).stream()
            .<@Nullable WireProof>map(WireForms::proof)
            .filter(Objects::nonNull)
            .map(Objects::requireNonNull)
            .toList();
    return Answer.ok(new WirePage<>(proofs, null));
  }

  private Answer releaseEvents(Request request) {
    ReleaseRecord release = find(request).release();
    return feeds.release(release.product(), release, lastSeen(request));
  }

  private Answer events(Request request) {
    ProductName product = request.product();
    if (request.wantsEvents()) {
      return feeds.product(product, lastSeen(request));
    }
    long after = after(request);
    return Answer.ok(
        WireForms.of(
            ledger.read(records -> records.entries(product, after, request.limit())),
            WireForms::of));
  }

  /** As in {@code ?after=}, or the cursor of the part before. */
  private static long after(Request request) {
    return request
        .number("cursor", 0, Long.MAX_VALUE)
        .or(() -> request.number("after", 0, Long.MAX_VALUE))
        .orElse(0L);
  }

  private static long lastSeen(Request request) {
    return request.bytesHeader("Last-Event-ID").orElseGet(() -> after(request));
  }

  /** What an earlier try came to says nothing of how it stands. */
  private static List<RunRecord> newest(Found found) {
    return Batch.newest(found.runs()).runs();
  }

  /** Refuses when all that its runs left was removed since. */
  private void mustBeThere(Found found) throws IOException {
    ProductName product = found.release().product();
    @Nullable Digest gone = null;
    for (RunRecord run : found.runs()) {
      @Nullable Digest evidence = run.evidence();
      if (evidence != null) {
        if (contents.of(product).size(evidence).isPresent()) {
          return;
        }
        gone = evidence;
      }
    }
    if (gone != null) {
      throw ContentRoutes.absent(ledger, product, gone);
    }
  }

  private Answer junit(Request request) throws IOException {
    Found found = find(request);
    mustBeThere(found);
    return Answer.bytes(
        "application/xml", Evidence.junit(newest(found), contents.of(found.release().product())));
  }

  private Answer report(Request request) throws IOException {
    Found found = find(request);
    mustBeThere(found);
    @Nullable RunKey run =
        request.query("run").filter(RunKey::isValid).map(RunKey::new).orElse(null);
    byte[] page =
        Evidence.report(
            run == null ? newest(found) : found.runs(),
            contents.of(found.release().product()),
            run);
    // Made by a runner: it must not run anything with what the browser knows of this server.
    return Answer.bytes("text/html; charset=utf-8", page)
        .with(
            "Content-Security-Policy",
            "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:");
  }

  private Answer runs(Request request) {
    ProductName product = request.product();
    return Answer.ok(
        WireForms.of(
            ledger.read(records -> records.runs(product, request.before(), request.limit())),
            WireForms::of));
  }

  private RunRecord findRun(Request request) {
    ProductName product = request.product();
    RunKey key = request.run();
    return ledger
        .read(records -> records.run(product, key))
        .orElseThrow(() -> Problems.notFound("Product %s has no run %s".formatted(product, key)));
  }

  private Answer run(Request request) {
    RunRecord run = findRun(request);
    return unlessKnown(request, run.changed(), () -> Answer.ok(WireForms.of(run)));
  }

  private Answer evidence(Request request) throws IOException {
    RunRecord run = findRun(request);
    Digest evidence = run.evidence();
    if (evidence == null) {
      throw Problems.notFound("Run %s left no evidence yet".formatted(run.key()));
    }
    return ContentRoutes.content(ledger, contents, evidence, "application/zip", request)
        .with(
            "Content-Disposition",
            "attachment; filename=\"%s-%s.zip\"".formatted(run.product(), run.key()));
  }

  private Answer pipeline(Request request) {
    ProductName product = request.product();
    PipelineRecord inUse =
        ledger
            .read(records -> records.pipelineInUse(product))
            .orElseThrow(
                () ->
                    Problems.notFound(
                        "Product %s has no pipeline file in use; sluice apply gives it one"
                            .formatted(product)));
    return Answer.ok(WireForms.of(inUse)).with("ETag", "\"" + inUse.bundle().hex() + "\"");
  }

  private Answer pipelines(Request request) {
    ProductName product = request.product();
    return Answer.ok(
        WireForms.of(
            ledger.read(records -> records.pipelines(product, request.before(), request.limit())),
            WireForms::of));
  }
}
