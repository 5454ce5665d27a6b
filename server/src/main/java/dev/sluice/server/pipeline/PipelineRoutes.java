package dev.sluice.server.pipeline;

import dev.sluice.model.Digest;
import dev.sluice.server.access.Permission;
import dev.sluice.server.api.Answer;
import dev.sluice.server.api.ProblemException;
import dev.sluice.server.api.Problems;
import dev.sluice.server.api.Request;
import dev.sluice.server.api.Route;
import dev.sluice.server.api.Routes;
import dev.sluice.server.change.Changes;
import dev.sluice.server.change.Rules;
import dev.sluice.server.content.ContentStore;
import dev.sluice.server.content.Contents;
import dev.sluice.server.content.Holds;
import dev.sluice.server.event.Change;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.Role;
import dev.sluice.server.ledger.Ledger;
import dev.sluice.server.ledger.PipelineRecord;
import dev.sluice.server.ledger.Records;
import dev.sluice.server.wire.Proposal;
import dev.sluice.server.wire.Reason;
import dev.sluice.server.wire.WirePipeline;
import dev.sluice.trust.canonical.PlainText;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What people ask of pipeline files: propose, approve, reject. */
public final class PipelineRoutes implements Routes {
  private static final String PIPELINES = "/products/{product}/pipelines";
  private static final int MOST_TRIES = 5;
  private static final int MOST_NAMED = 100;

  private final Ledger ledger;
  private final Contents contents;
  private final Holds holds;
  private final Clock clock;
  private final Function<PipelineRecord, WirePipeline> shown;

  /**
   * The routes.
   *
   * @param clock for what is only tried
   * @param shown a pipeline file as the API says it
   */
  public PipelineRoutes(
      Ledger ledger,
      Contents contents,
      Holds holds,
      Clock clock,
      Function<PipelineRecord, WirePipeline> shown) {
    this.ledger = ledger;
    this.contents = contents;
    this.holds = holds;
    this.clock = clock;
    this.shown = shown;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post(PIPELINES, Permission.SUBMIT, this::propose),
        Route.get(PIPELINES + "/{digest}", Permission.READ, this::one),
        Route.post(PIPELINES + "/{digest}/approval", Permission.APPROVE, this::approve),
        Route.delete(PIPELINES + "/{digest}", Permission.REJECT, this::reject));
  }

  private Answer propose(Request request) throws IOException {
    ProductName product = request.product();
    Digest bundle = digest(request.body(Proposal.class).bundle());
    judgeFirst(request);
    try (Holds.Held _ = holds.hold()) {
      return propose(request, product, bundle);
    }
  }

  private Answer propose(Request request, ProductName product, Digest bundle) throws IOException {
    ContentStore store = contents.of(product);
    Rules rules = sound(Examination.of(store, product, bundle));
    for (int i = 0; i < MOST_TRIES; i++) {
      @Nullable Digest inUse =
          ledger
              .read(records -> records.pipelineInUse(product))
              .map(PipelineRecord::bundle)
              .orElse(null);
      judgeMatch(request, inUse);
      List<Change> changes = changes(store, product, inUse, rules);
      if (request.flag("dry-run")) {
        return Answer.ok(shown.apply(tried(request, bundle, inUse, changes)));
      }
      Settled settled =
          ledger.decide(
              request.call("propose"),
              (records, _) -> Proposals.propose(records, product, bundle, inUse, changes));
      if (!(settled instanceof Settled.Overtaken)) {
        return answer(request, product, bundle, settled, 201);
      }
    }
    throw Problems.unavailable("Others apply pipeline files at the same time; try again", 1);
  }

  /** Whoever may act on one product alone cannot make one. */
  private void judgeFirst(Request request) {
    ProductName product = request.product();
    boolean isFirst =
        ledger.read(records -> records.pipelines(product, Long.MAX_VALUE, 1).items().isEmpty());
    if (isFirst && request.caller().role() != Role.ADMIN && !request.caller().reachesAll()) {
      throw Problems.notPermitted(
          "There is no product "
              + product
              + " yet, and this token is for one product; an admin, or a token for all products,"
              + " makes it by the first sluice apply");
    }
  }

  /** {@code If-Match} names the bundle that is believed to be in use. */
  private static void judgeMatch(Request request, @Nullable Digest inUse) {
    String match = request.header("If-Match").orElse(null);
    if (match != null && !match.equals(inUse == null ? "" : "\"" + inUse.hex() + "\"")) {
      throw Problems.changed(
          inUse == null
              ? "No pipeline file is in use"
              : "Another pipeline file is in use: " + inUse.hex());
    }
  }

  private static List<Change> changes(
      ContentStore store, ProductName product, @Nullable Digest inUse, Rules rules)
      throws IOException {
    if (inUse == null) {
      return Changes.between(null, rules);
    }
    return switch (Examination.of(store, product, inUse)) {
      case Examined.Sound(var old) -> Changes.between(old, rules);
      // Written by another release of Sluice, or damaged: what is lost with it, nobody can say.
      case Examined.Missing _, Examined.Unsound _ ->
          List.of(
              new Change(
                  "the file in use cannot be read by this release of Sluice, so that anything may"
                      + " be weaker",
                  true));
    };
  }

  private PipelineRecord tried(
      Request request, Digest bundle, @Nullable Digest inUse, List<Change> changes) {
    boolean waits = changes.stream().anyMatch(Change::weaker);
    return new PipelineRecord(
        request.product(),
        0,
        bundle,
        inUse,
        changes,
        request.caller().name(),
        clock.instant(),
        null,
        waits ? PipelineRecord.State.WAITING : PipelineRecord.State.IN_USE,
        null);
  }

  private Answer approve(Request request) {
    ProductName product = request.product();
    Digest bundle = request.digest();
    Settled settled =
        ledger.decide(
            request.call("approve pipeline"),
            (records, _) -> {
              mustMatch(records, request);
              return Proposals.approve(records, product, bundle, request.caller().name());
            });
    return answer(request, product, bundle, settled, 200);
  }

  private Answer reject(Request request) {
    ProductName product = request.product();
    Digest bundle = request.digest();
    String reason = request.bodyOr(Reason.class, new Reason(null)).reason();
    if (reason == null || reason.isBlank()) {
      throw Problems.invalid("\"reason\" is needed: it stays in the record");
    }
    Settled settled =
        ledger.decide(
            request.call("reject pipeline"),
            (records, _) -> {
              mustMatch(records, request);
              return Proposals.reject(records, product, bundle, PlainText.plain(reason));
            });
    return answer(request, product, bundle, settled, 200);
  }

  private static void mustMatch(Records records, Request request) {
    records
        .pipeline(request.product(), request.digest())
        .ifPresent(pipeline -> request.mustMatch(tag(pipeline)));
  }

  private static String tag(PipelineRecord pipeline) {
    return "\"" + pipeline.number() + "-" + pipeline.state().word() + "\"";
  }

  private Answer one(Request request) {
    return show(known(request.product(), request.digest()), 200);
  }

  private Answer show(PipelineRecord pipeline, int status) {
    WirePipeline wire = shown.apply(pipeline);
    Answer answer = status == 201 ? Answer.created(wire) : Answer.ok(wire);
    return answer.with("ETag", tag(pipeline));
  }

  private Answer answer(
      Request request, ProductName product, Digest bundle, Settled settled, int whenChanged) {
    return switch (settled) {
      case Settled.Changed _ -> show(known(product, bundle), whenChanged);
      case Settled.Already _ -> show(known(product, bundle), 200);
      case Settled.Overtaken _ ->
          throw Problems.conflict(
              "Another pipeline file came into use since "
                  + bundle.abbreviated()
                  + " was proposed; propose it again");
      case Settled.Unknown _ -> throw unknown(product, bundle);
      case Settled.NeedsAnother _ ->
          throw Problems.secondPerson(
              request.caller().name()
                  + " proposed it; another person with the role approver or admin has to agree");
      case Settled.Conflict(var sentence) ->
          throw Problems.conflict("The pipeline file " + bundle.abbreviated() + ": " + sentence);
    };
  }

  private PipelineRecord known(ProductName product, Digest bundle) {
    Optional<PipelineRecord> known = ledger.read(records -> records.pipeline(product, bundle));
    return known.orElseThrow(() -> unknown(product, bundle));
  }

  private static ProblemException unknown(ProductName product, Digest bundle) {
    return Problems.notFound(
        "Nobody proposed a pipeline file " + bundle.hex() + " for product " + product);
  }

  private static Rules sound(Examined examined) {
    return switch (examined) {
      case Examined.Sound(var rules) -> rules;
      case Examined.Missing(var content) ->
          throw Problems.missingContent(
              content.stream()
                  .limit(MOST_NAMED)
                  .map(Digest::hex)
                  .collect(
                      Collectors.joining(
                          ", ",
                          content.size() + " files of the bundle are not here; upload them first: ",
                          content.size() > MOST_NAMED ? " and more" : "")));
      case Examined.Unsound(var problems) -> throw Problems.invalid(String.join("\n", problems));
    };
  }

  private static Digest digest(String hex) {
    try {
      return new Digest(hex);
    } catch (IllegalArgumentException _) {
      throw Problems.invalid("\"bundle\" takes a SHA-256 in 64 lower-case hex digits");
    }
  }
}
