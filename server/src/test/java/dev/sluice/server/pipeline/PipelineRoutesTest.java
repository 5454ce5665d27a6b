package dev.sluice.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.Digest;
import dev.sluice.server.access.Caller;
import dev.sluice.server.api.Answer;
import dev.sluice.server.api.ProblemException;
import dev.sluice.server.api.Request;
import dev.sluice.server.api.Route;
import dev.sluice.server.api.Verb;
import dev.sluice.server.api.WireForms;
import dev.sluice.server.bundle.Bundle;
import dev.sluice.server.bundle.BundleJson;
import dev.sluice.server.content.ContentStore;
import dev.sluice.server.content.Holds;
import dev.sluice.server.dispatch.MemoryContents;
import dev.sluice.server.event.Entry;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.Role;
import dev.sluice.server.event.TokenKey;
import dev.sluice.server.event.TraceId;
import dev.sluice.server.ledger.Ledger;
import dev.sluice.server.ledger.PipelineRecord;
import dev.sluice.server.ledger.sqlite.SqliteLedger;
import dev.sluice.server.wire.WirePipeline;
import dev.sluice.trust.canonical.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineRoutesTest {
  private static final ProductName PRODUCT = new ProductName("filter");
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-25T10:00:00Z"), ZoneOffset.UTC);
  private static final Caller ANNA = caller("anna", Role.ADMIN, null);
  private static final Caller BEN = caller("ben", Role.APPROVER, null);

  private static final String STRICT =
      """
      sluice: 1
      product: filter
      artifacts:
        filter:
          kind: application
          at: /var/lib/filter/filter.bin
          releases: { "1": build/filter-1 }
          verbs: { take: [f, take], in-force: [f, in-force], probe: [f, probe] }
        words:
          kind: data
          for: filter
          at: /var/lib/filter/words
          size: 64 KiB
          known-bad:
            - { release: "2", file: words/blind, goes-red: catches }
      environments:
        guest:
          driver: qemu
          image: { script: guest.sh }
          stands-for: { os: debian }
      suites:
        smoke:
          - catches: samples/threat
          - leaves-alone: samples/clean
      """;

  private static final String LAX = STRICT.replace("64 KiB", "128 KiB");
  private static final String STRICTER = STRICT.replace("64 KiB", "32 KiB");

  @TempDir private Path folder;
  private final MemoryContents contents = new MemoryContents();
  private @Nullable Ledger ledger;

  @BeforeEach
  void open() {
    ledger = SqliteLedger.open(folder.resolve("ledger.db"), CLOCK);
  }

  @AfterEach
  void close() {
    ledger().close();
  }

  @Test
  void theFirstFileIsInUseAtOnce() throws Exception {
    WirePipeline first = propose(ANNA, stored(STRICT));
    assertThat(first.state()).isEqualTo("in-use");
    assertThat(first.weaker()).isFalse();
    assertThat(first.replaces()).isNull();
    assertThat(kinds()).containsExactly("PipelineProposed", "PipelineInUse");
  }

  @Test
  void whatIsNotWeakerIsInUseAtOnce() throws Exception {
    Digest first = applied(STRICT);
    WirePipeline next = propose(ANNA, stored(STRICTER));
    assertThat(next.state()).isEqualTo("in-use");
    assertThat(next.replaces()).isEqualTo(first.hex());
    assertThat(record(first).state()).isEqualTo(PipelineRecord.State.REPLACED);
  }

  @Test
  void whatIsWeakerWaitsForAnotherPerson() throws Exception {
    Digest first = applied(STRICT);
    Digest lax = stored(LAX);
    WirePipeline next = propose(ANNA, lax);
    assertThat(next.state()).isEqualTo("waiting");
    assertThat(next.changes())
        .containsExactly(
            new WirePipeline.WireChange("words: size is 128 KiB, and was 64 KiB", true));
    assertThat(inUse()).isEqualTo(first);

    assertProblem(() -> approve(ANNA, lax), 403, "another person");
    assertProblem(() -> approve(caller("ANNA", Role.APPROVER, null), lax), 403, "another person");
    assertThat(inUse()).isEqualTo(first);

    assertThat(approve(BEN, lax).approvedBy()).isEqualTo("ben");
    assertThat(inUse()).isEqualTo(lax);
    assertThat(approve(BEN, lax).state()).isEqualTo("in-use");
  }

  @Test
  void theSameBundleOnceMoreChangesNothing() throws Exception {
    Digest first = applied(STRICT);
    int events = kinds().size();
    assertThat(status(ANNA, first)).isEqualTo(200);
    Digest lax = stored(LAX);
    assertThat(status(ANNA, lax)).isEqualTo(201);
    assertThat(status(ANNA, lax)).isEqualTo(200);
    assertThat(kinds()).hasSize(events + 1);
  }

  @Test
  void aNewerProposalTakesThePlaceOfTheOneThatWaits() throws Exception {
    applied(STRICT);
    Digest lax = stored(LAX);
    propose(ANNA, lax);
    Digest laxer = stored(STRICT.replace("64 KiB", "256 KiB"));
    propose(ANNA, laxer);
    assertThat(record(lax).state()).isEqualTo(PipelineRecord.State.REJECTED);
    assertThat(record(laxer).state()).isEqualTo(PipelineRecord.State.WAITING);
    assertProblem(() -> approve(BEN, lax), 409, "took its place");
  }

  @Test
  void nobodyCanBeMadeToAgreeToSomethingElseThanWasCompared() throws Exception {
    applied(STRICT);
    Digest lax = stored(LAX);
    propose(ANNA, lax);
    // Not weaker, so in use at once: what waits was compared with the file before.
    propose(ANNA, stored(STRICTER));
    assertProblem(() -> approve(BEN, lax), 409, "rejected");
  }

  @Test
  void aProposalCanBeRejectedWithAReason() throws Exception {
    applied(STRICT);
    Digest lax = stored(LAX);
    propose(ANNA, lax);
    assertProblem(() -> reject(BEN, lax, null), 422, "reason");
    assertThat(reject(BEN, lax, "no").reason()).isEqualTo("no");
    assertProblem(() -> approve(BEN, lax), 409, "no");
    assertProblem(() -> reject(BEN, inUse(), "no"), 409, "in-use");
    assertThat(propose(ANNA, lax).state()).isEqualTo("waiting");
  }

  @Test
  void aDryRunSaysWhatWouldBeAndChangesNothing() throws Exception {
    Digest first = applied(STRICT);
    int events = kinds().size();
    WirePipeline tried = wire(propose(ANNA, stored(LAX), Map.of("dry-run", "true"), Map.of()));
    assertThat(tried.state()).isEqualTo("waiting");
    assertThat(tried.weaker()).isTrue();
    assertThat(kinds()).hasSize(events);
    assertThat(inUse()).isEqualTo(first);
  }

  @Test
  void ifMatchNamesTheFileThatIsBelievedToBeInUse() throws Exception {
    Digest first = applied(STRICT);
    Digest next = stored(STRICTER);
    assertProblem(
        () -> propose(ANNA, next, Map.of(), Map.of("if-match", "\"" + next + "\"")),
        412,
        "Another pipeline file is in use");
    assertThat(propose(ANNA, next, Map.of(), Map.of("if-match", "\"" + first + "\"")).status())
        .isEqualTo(201);
  }

  @Test
  void onlyWhoMayActOnAllProductsMakesOne() throws Exception {
    Digest first = stored(STRICT);
    assertProblem(() -> propose(caller("ci", Role.SUBMITTER, PRODUCT), first), 403, "first");
    assertThat(propose(caller("ci", Role.SUBMITTER, null), first).state()).isEqualTo("in-use");
    assertThat(propose(caller("ci", Role.SUBMITTER, PRODUCT), stored(STRICTER)).state())
        .isEqualTo("in-use");
  }

  @Test
  void whatIsNotHereIsNamedByDigest() throws Exception {
    Digest nowhere = new Digest("0".repeat(64));
    assertProblem(() -> propose(ANNA, nowhere), 422, nowhere.hex());
    Bundle bundle = bundle(Map.of("sluice.yaml", STRICT, "samples/threat", "threat"));
    Digest manifest = store().put(BundleJson.bytes(bundle));
    assertProblem(
        () -> propose(ANNA, manifest),
        422,
        bundle.file("samples/threat").orElseThrow().digest().hex());
  }

  @Test
  void allProblemsAreToldAtOnce() throws Exception {
    String broken =
        STRICT.replace("size: 64 KiB", "size: 64 KB").replace("os: debian", "OS: debian");
    assertProblem(() -> propose(ANNA, stored(broken)), 422, "sluice.yaml:13:");
    assertProblem(() -> propose(ANNA, stored(broken)), 422, "sluice.yaml:20:");
    assertProblem(
        () -> propose(ANNA, stored(STRICT.replace("product: filter", "product: sieve"))),
        422,
        "of product sieve");
    Digest lacking = stored(STRICT.replace("build/filter-1", "build/other"));
    assertProblem(() -> propose(ANNA, lacking), 422, "build/other, which the bundle lacks");
    assertProblem(
        () -> propose(ANNA, stored(STRICT, Map.of("outcomes.yaml", "sluice-outcomes: 1\n"))),
        422,
        "outcomes.yaml:1:");
    assertProblem(() -> propose(ANNA, store().put(new byte[] {'{', '}'})), 422, "format");
  }

  @Test
  void aStrangersDigestIsNotFound() {
    assertProblem(() -> approve(BEN, new Digest("0".repeat(64))), 404, "Nobody proposed");
  }

  private interface Call {
    Object make() throws Exception;
  }

  private static void assertProblem(Call call, int status, String says) {
    assertThatThrownBy(call::make)
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> {
              assertThat(problem.detail()).contains(says);
              assertThat(problem.status()).isEqualTo(status);
            });
  }

  private Digest applied(String text) throws Exception {
    Digest bundle = stored(text);
    assertThat(propose(ANNA, bundle).state()).isEqualTo("in-use");
    return bundle;
  }

  private WirePipeline propose(Caller caller, Digest bundle) throws Exception {
    return wire(propose(caller, bundle, Map.of(), Map.of()));
  }

  private int status(Caller caller, Digest bundle) throws Exception {
    return propose(caller, bundle, Map.of(), Map.of()).status();
  }

  private Answer propose(
      Caller caller, Digest bundle, Map<String, String> query, Map<String, String> headers)
      throws Exception {
    return answer(Verb.POST, "", caller, "{\"bundle\":\"" + bundle + "\"}", query, headers);
  }

  private WirePipeline approve(Caller caller, Digest bundle) throws Exception {
    return wire(answer(Verb.POST, bundle.hex() + "/approval", caller, "", Map.of(), Map.of()));
  }

  private WirePipeline reject(Caller caller, Digest bundle, @Nullable String reason)
      throws Exception {
    String body = reason == null ? "" : "{\"reason\":\"" + reason + "\"}";
    return wire(answer(Verb.DELETE, bundle.hex(), caller, body, Map.of(), Map.of()));
  }

  private static WirePipeline wire(Answer answer) {
    return (WirePipeline) ((Answer.Json) answer).body();
  }

  private Answer answer(
      Verb verb,
      String rest,
      Caller caller,
      String body,
      Map<String, String> query,
      Map<String, String> headers)
      throws Exception {
    String path =
        "/products/{product}/pipelines"
            + (rest.isEmpty() ? "" : "/{digest}")
            + (rest.endsWith("/approval") ? "/approval" : "");
    Route route =
        new PipelineRoutes(ledger(), contents, new Holds(), CLOCK, WireForms::of)
            .routes().stream()
                .filter(each -> each.verb() == verb && each.path().equals(path))
                .findFirst()
                .orElseThrow();
    assertThat(caller.may(route.permission())).isTrue();
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    Map<String, String> names = new HashMap<>(Map.of("product", PRODUCT.value()));
    if (!rest.isEmpty()) {
      names.put("digest", rest.substring(0, 64));
    }
    return route
        .handler()
        .answer(
            new Request(
                names,
                query,
                headers,
                caller,
                new TraceId("4bf92f3577b34da6a3ce929d0e0e4736"),
                new Request.Body(bytes.length, () -> new ByteArrayInputStream(bytes))));
  }

  private Digest inUse() {
    return ledger().read(r -> r.pipelineInUse(PRODUCT)).orElseThrow().bundle();
  }

  private PipelineRecord record(Digest bundle) {
    return ledger().read(r -> r.pipeline(PRODUCT, bundle)).orElseThrow();
  }

  private List<String> kinds() {
    return ledger().read(r -> r.entries(PRODUCT, 0, 100)).items().stream()
        .map(Entry::event)
        .map(event -> event.getClass().getSimpleName())
        .toList();
  }

  private Ledger ledger() {
    return Objects.requireNonNull(ledger);
  }

  private ContentStore store() {
    return contents.of(PRODUCT);
  }

  private Digest stored(String text) throws IOException {
    return stored(text, Map.of());
  }

  private Digest stored(String text, Map<String, String> more) throws IOException {
    Map<String, String> files = new HashMap<>(more);
    files.put("sluice.yaml", text);
    for (String path :
        List.of("build/filter-1", "words/blind", "guest.sh", "samples/threat", "samples/clean/a")) {
      files.put(path, path);
    }
    for (String content : files.values()) {
      store().put(content.getBytes(StandardCharsets.UTF_8));
    }
    return store().put(BundleJson.bytes(bundle(files)));
  }

  private static Bundle bundle(Map<String, String> contents) {
    List<Bundle.File> files = new ArrayList<>();
    contents.forEach(
        (path, content) -> {
          byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
          files.add(new Bundle.File(path, Sha256.of(bytes), bytes.length, false));
        });
    return new Bundle(PRODUCT, files, List.of());
  }

  private static Caller caller(String name, Role role, @Nullable ProductName product) {
    return new Caller(new TokenKey("t1"), new PersonName(name), role, product);
  }
}
