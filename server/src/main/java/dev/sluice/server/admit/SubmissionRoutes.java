package dev.sluice.server.admit;

import dev.sluice.model.Digest;
import dev.sluice.server.access.Permission;
import dev.sluice.server.access.TwoPersons;
import dev.sluice.server.api.Answer;
import dev.sluice.server.api.ProblemException;
import dev.sluice.server.api.Problems;
import dev.sluice.server.api.Request;
import dev.sluice.server.api.Route;
import dev.sluice.server.api.Routes;
import dev.sluice.server.content.ContentStore;
import dev.sluice.server.content.Contents;
import dev.sluice.server.content.Holds;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.ledger.Decided;
import dev.sluice.server.ledger.Ledger;
import dev.sluice.server.ledger.PipelineRecord;
import dev.sluice.server.ledger.Records;
import dev.sluice.server.ledger.ReleaseRecord;
import dev.sluice.server.life.ReleaseState;
import dev.sluice.server.road.Road;
import dev.sluice.server.road.Submitted;
import dev.sluice.server.wire.Reason;
import dev.sluice.server.wire.Submission;
import dev.sluice.trust.canonical.PlainText;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What people ask of releases: submit, and what needs a person's word on the way. */
public final class SubmissionRoutes implements Routes {
  private static final String RELEASE =
      "/products/{product}/artifacts/{artifact}/releases/{version}";

  private static final int LONGEST_REASON = 1_000;

  private final Ledger ledger;
  private final Contents contents;
  private final Holds holds;
  private final Bundles bundles;
  private final Fetching fetching;
  private final Function<ReleaseRecord, Object> shown;

  /**
   * The routes.
   *
   * @param shown a release as the API says it
   */
  public SubmissionRoutes(
      Ledger ledger,
      Contents contents,
      Holds holds,
      Bundles bundles,
      Fetching fetching,
      Function<ReleaseRecord, Object> shown) {
    this.ledger = ledger;
    this.contents = contents;
    this.holds = holds;
    this.bundles = bundles;
    this.fetching = fetching;
    this.shown = shown;
  }

  /** Brings content that a URL names. */
  @FunctionalInterface
  public interface Fetching {
    /**
     * Stores it.
     *
     * @param expected null when whoever submits does not know
     * @param most bytes
     * @throws ProblemException when the address is not allowed, or does not give it
     */
    Digest fetch(ContentStore store, String url, @Nullable Digest expected, long most)
        throws IOException, InterruptedException;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.put(RELEASE, Permission.SUBMIT, this::submit),
        Route.post(RELEASE + "/approval", Permission.APPROVE, this::approve),
        Route.post(RELEASE + "/acceptance", Permission.APPROVE, this::accept),
        Route.post(RELEASE + "/rejection", Permission.APPROVE, this::reject),
        Route.post(RELEASE + "/retry", Permission.OPERATE, this::retry),
        Route.post(RELEASE + "/hand-on", Permission.OPERATE, this::handOn));
  }

  private Answer submit(Request request) throws IOException, InterruptedException {
    ProductName product = request.product();
    ReleaseKey key = request.release();
    Submission submission = request.body(Submission.class);
    Bundles.Opened bundle = inUse(product);
    var artifact =
        bundle
            .pipeline()
            .artifact(key.artifact())
            .orElseThrow(
                () ->
                    Problems.notFound(
                        "The pipeline file in use has no artifact "
                            + key.artifact()
                            + "; it has "
                            + String.join(
                                ", ",
                                bundle.pipeline().artifacts().stream()
                                    .map(a -> a.name().value())
                                    .toList())));
    @Nullable String urgent = reason("urgent", submission.urgent());
    ContentStore store = contents.of(product);
    @Nullable Digest named = digest("content", submission.content());
    String url = submission.url();
    if (url == null && named == null) {
      throw Problems.invalid("\"content\" or \"url\" is needed: there is nothing to submit");
    }
    Digest content =
        url == null
            ? java.util.Objects.requireNonNull(named)
            : fetching.fetch(store, url, named, artifact.sizeLimit());
    @Nullable Digest provenance = digest("provenance", submission.provenance());
    boolean newestWins = bundle.newestWins(key.artifact());
    Submitted submitted;
    try (Holds.Held _ = holds.hold()) {
      OptionalLong size = store.size(content);
      if (size.isEmpty()) {
        throw Problems.missingContent(
            "The content " + content + " is not here; upload it first, then submit again");
      }
      if (provenance != null && store.size(provenance).isEmpty()) {
        throw Problems.missingContent(
            "The statement " + provenance + " is not here; upload it first, then submit again");
      }
      var event =
          new Event.ReleaseSubmitted(
              key, content, size.getAsLong(), url == null ? "upload" : url, urgent, provenance);
      submitted =
          ledger.decide(
              request.call("submit"),
              (records, _) -> Road.submit(records, product, event, newestWins));
    }
    return switch (submitted) {
      case Submitted.Taken _ -> show(product, key, 201);
      case Submitted.Already(var release) -> show(product, release.key(), 200);
      case Submitted.Conflict(var release) ->
          throw Problems.conflict(
              key.title()
                  + " is other content since "
                  + release.submitted()
                  + ": "
                  + release.content()
                  + ". A version never changes; submit this under a new one");
      case Submitted.NoPipeline _ -> throw noPipeline(product);
    };
  }

  private Answer approve(Request request) {
    return changed(
        request,
        "approve urgency",
        (_, release) -> {
          if (release.urgent() == null) {
            throw Problems.conflict(
                release.key().title()
                    + " was not submitted as urgent: there is nothing to approve");
          }
          if (release.state().isEnd()) {
            throw Problems.conflict(release.key().title() + " is " + release.state().word());
          }
          second(release, request);
          return release.approvedBy() == null
              ? List.of(new Event.UrgencyApproved(release.key()))
              : List.of();
        });
  }

  private Answer retry(Request request) throws IOException {
    String reason = needed(request);
    try (Holds.Held _ = holds.hold()) {
      boolean isHere = isHere(request);
      return retry(request, reason, isHere);
    }
  }

  /** Whether the content was not removed since; true of a release that is not known. */
  private boolean isHere(Request request) throws IOException {
    ProductName product = request.product();
    ReleaseKey key = request.release();
    @Nullable ReleaseRecord release =
        ledger.read(records -> records.release(product, key)).orElse(null);
    return release == null || contents.of(product).size(release.content()).isPresent();
  }

  private Answer retry(Request request, String reason, boolean isHere) {
    return changed(
        request,
        "retry",
        (records, release) ->
            switch (release.state()) {
              case ReleaseState.Refused _, ReleaseState.Stopped _, ReleaseState.Undecided _ -> {
                if (!isHere) {
                  throw Problems.removed(
                      "The content of "
                          + release.key().title()
                          + " was removed, as this server's settings want; submit the same file once"
                          + " more, which uploads it, and retry then");
                }
                yield Road.retry(records, release, reason);
              }
              case ReleaseState.Submitted _,
                  ReleaseState.Proving _,
                  ReleaseState.Proven _,
                  ReleaseState.Disputed _,
                  ReleaseState.Superseded _,
                  ReleaseState.HandedOn _ ->
                  throw Problems.conflict(
                      release.key().title()
                          + " is "
                          + release.state().word()
                          + "; only what was refused, stopped or could not be told is retried");
            });
  }

  private Answer handOn(Request request) {
    return changed(
        request,
        "hand on",
        (records, release) ->
            switch (release.state()) {
              case ReleaseState.Proven _ -> {
                Road.behind(records, release)
                    .ifPresent(
                        newer -> {
                          throw Problems.conflict(
                              newer.key().title()
                                  + " was handed on already; going back to "
                                  + release.key().version()
                                  + " is a recall and no hand-over");
                        });
                yield List.of(new Event.ReleaseHandedOn(release.key(), false));
              }
              case ReleaseState.HandedOn _ -> List.of();
              case ReleaseState.Submitted _,
                  ReleaseState.Refused _,
                  ReleaseState.Proving _,
                  ReleaseState.Disputed _,
                  ReleaseState.Stopped _,
                  ReleaseState.Undecided _,
                  ReleaseState.Superseded _ ->
                  throw Problems.conflict(
                      release.key().title()
                          + " is "
                          + release.state().word()
                          + "; only what is proven is handed on");
            });
  }

  private Answer accept(Request request) throws IOException {
    ProductName product = request.product();
    String reason = needed(request);
    Bundles.Opened bundle = inUse(product);
    boolean handsOn = bundle.handsOn(request.artifact());
    boolean newestWins = bundle.newestWins(request.artifact());
    ledger.decide(
        request.call("accept"),
        (records, _) -> {
          ReleaseRecord release = asked(records, request);
          if (!(release.state() instanceof ReleaseState.Disputed)) {
            throw Problems.conflict(
                release.key().title()
                    + " is "
                    + release.state().word()
                    + "; only what passed after a failure needs acceptance");
          }
          second(release, request);
          return new Decided<>(Road.accept(records, release, reason, handsOn, newestWins), true);
        });
    return show(product, request.release(), 200);
  }

  /** The careful answer needs no second person. */
  private Answer reject(Request request) throws IOException {
    String reason = needed(request);
    return changed(
        request,
        "reject",
        (records, release) -> {
          if (!(release.state() instanceof ReleaseState.Disputed)) {
            throw Problems.conflict(
                release.key().title()
                    + " is "
                    + release.state().word()
                    + "; only what passed after a failure can be rejected");
          }
          return Road.reject(records, release, reason);
        });
  }

  private interface Asked {
    List<Event> of(Records records, ReleaseRecord release);
  }

  private Answer changed(Request request, String cause, Asked asked) {
    ProductName product = request.product();
    ReleaseKey key = request.release();
    ledger.decide(
        request.call(cause),
        (records, _) -> new Decided<>(asked.of(records, asked(records, request)), true));
    return show(product, key, 200);
  }

  private Answer show(ProductName product, ReleaseKey key, int status) {
    ReleaseRecord release =
        ledger
            .read(records -> records.release(product, key))
            .orElseThrow(() -> new IllegalStateException(key + " was submitted and is not known"));
    Answer answer =
        status == 201 ? Answer.created(shown.apply(release)) : Answer.ok(shown.apply(release));
    return answer.withChanged(release.changed());
  }

  private Bundles.Opened inUse(ProductName product) throws IOException {
    Optional<PipelineRecord> pipeline = ledger.read(records -> records.pipelineInUse(product));
    if (pipeline.isEmpty()) {
      throw noPipeline(product);
    }
    return bundles.open(product, pipeline.get().bundle());
  }

  private static ProblemException noPipeline(ProductName product) {
    return Problems.notFound(
        "Product " + product + " has no pipeline file in use; sluice apply brings one");
  }

  private static ReleaseRecord asked(Records records, Request request) {
    ReleaseKey key = request.release();
    ReleaseRecord release =
        records
            .release(request.product(), key)
            .orElseThrow(() -> Problems.notFound("There is no release " + key.title()));
    request.mustMatch(Answer.tag(release.changed()));
    return release;
  }

  private static void second(ReleaseRecord release, Request request) {
    if (!TwoPersons.differ(release.submitter(), request.caller().name())) {
      throw Problems.secondPerson(
          release.submitter()
              + " submitted "
              + release.key().title()
              + "; somebody else has to agree");
    }
  }

  private static String needed(Request request) {
    String reason = reason("reason", request.bodyOr(Reason.class, new Reason(null)).reason());
    if (reason == null) {
      throw Problems.invalid("\"reason\" is needed: it stays in the record");
    }
    return reason;
  }

  private static @Nullable String reason(String name, @Nullable String text) {
    if (text == null) {
      return null;
    }
    if (text.isBlank() || text.length() > LONGEST_REASON) {
      throw Problems.invalid(
          "\"" + name + "\" takes a sentence of up to " + LONGEST_REASON + " characters");
    }
    return PlainText.plain(text);
  }

  private static @Nullable Digest digest(String name, @Nullable String hex) {
    if (hex == null) {
      return null;
    }
    try {
      return new Digest(hex);
    } catch (IllegalArgumentException e) {
      throw Problems.invalid("\"" + name + "\" takes a SHA-256 in 64 lower-case hex digits");
    }
  }
}
