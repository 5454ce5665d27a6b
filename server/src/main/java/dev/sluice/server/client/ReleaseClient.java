package dev.sluice.server.client;

import dev.sluice.model.ArtifactName;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.wire.Reason;
import dev.sluice.server.wire.Submission;
import dev.sluice.server.wire.WireEvent;
import dev.sluice.server.wire.WirePage;
import dev.sluice.server.wire.WireProof;
import dev.sluice.server.wire.WireRelease;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A product's releases. */
public final class ReleaseClient {
  private static final long LONGEST_REPORT = 64L << 20;

  /** The server fetches the content before it answers. */
  private static final Duration FETCHING = Duration.ofMinutes(15);

  private final Calls calls;
  private final ProductName product;

  ReleaseClient(Calls calls, ProductName product) {
    this.calls = calls;
    this.product = product;
  }

  /**
   * What became of a submission.
   *
   * @param isNew whether the release was not there before
   */
  public record Submitted(WireRelease release, boolean isNew) {}

  /** Submits a release whose content is there, or is to be fetched by the server. */
  public Submitted submit(ReleaseKey key, Submission submission)
      throws IOException, InterruptedException {
    Ask ask = Ask.put(path(key), Calls.json(submission));
    return calls
        .exchange()
        .call(
            submission.url() == null ? ask : ask.within(FETCHING),
            Set.of(),
            answer ->
                new Submitted(Calls.record(answer, WireRelease.class), answer.status() == 201));
  }

  /** One release with its runs; empty when there is none. */
  public Optional<WireRelease> find(ReleaseKey key) throws IOException, InterruptedException {
    return calls
        .exchange()
        .call(
            Ask.get(path(key)),
            Set.of(404),
            answer ->
                answer.status() == 404
                    ? Optional.empty()
                    : Optional.of(Calls.record(answer, WireRelease.class)));
  }

  /**
   * A page of releases, newest first.
   *
   * @param artifact null for all
   * @param cursor null for the first page
   */
  public WirePage<WireRelease> page(@Nullable ArtifactName artifact, @Nullable String cursor)
      throws IOException, InterruptedException {
    String path =
        artifact == null
            ? Ask.path("products", product.value(), "releases")
            : Ask.path("products", product.value(), "artifacts", artifact.value(), "releases");
    return calls.page(path, cursor, WireRelease.class);
  }

  /** The signed statements of a release. */
  public WirePage<WireProof> proofs(ReleaseKey key) throws IOException, InterruptedException {
    return calls.page(path(key) + "/proofs", null, WireProof.class);
  }

  /** Fetches the result as JUnit XML. */
  public void junit(ReleaseKey key, Path into) throws IOException, InterruptedException {
    calls.save(Ask.get(path(key) + "/junit").with("Accept", "*/*"), LONGEST_REPORT, into);
  }

  /** Fetches the result as a page. */
  public void report(ReleaseKey key, Path into) throws IOException, InterruptedException {
    calls.save(Ask.get(path(key) + "/report").with("Accept", "*/*"), LONGEST_REPORT, into);
  }

  /** Agrees that it is urgent. */
  public WireRelease approve(ReleaseKey key, @Nullable String reason)
      throws IOException, InterruptedException {
    return post(key, "approval", reason);
  }

  /** Lets it pass although a run of it failed before it passed. */
  public WireRelease accept(ReleaseKey key, @Nullable String reason)
      throws IOException, InterruptedException {
    return post(key, "acceptance", reason);
  }

  /** Says that the failure of a disputed release was true. */
  public WireRelease reject(ReleaseKey key, @Nullable String reason)
      throws IOException, InterruptedException {
    return post(key, "rejection", reason);
  }

  /** Has it proven once more. */
  public WireRelease retry(ReleaseKey key, @Nullable String reason)
      throws IOException, InterruptedException {
    return post(key, "retry", reason);
  }

  /** Hands it on. */
  public WireRelease handOn(ReleaseKey key, @Nullable String reason)
      throws IOException, InterruptedException {
    return post(key, "hand-on", reason);
  }

  private WireRelease post(ReleaseKey key, String what, @Nullable String reason)
      throws IOException, InterruptedException {
    return calls.read(
        Ask.post(path(key) + "/" + what, Calls.json(new Reason(reason))), WireRelease.class);
  }

  /**
   * Follows what happens to a release until nothing more will, or nobody wants to know. Survives a
   * restart of the server.
   *
   * @param listener false when no more are wanted
   * @param isOver tells from the release whether more can come
   * @param away hears why the server cannot be reached, once each time it is waited for
   * @return how it stands then
   */
  public WireRelease follow(
      ReleaseKey key,
      Predicate<WireEvent> listener,
      Predicate<WireRelease> isOver,
      Consumer<String> away)
      throws IOException, InterruptedException {
    new EventStream(calls.exchange(), path(key) + "/events")
        .follow(0, listener::test, () -> isOver.test(now(key)), away::accept);
    return now(key);
  }

  /**
   * Waits until something happens to the product that is wanted.
   *
   * @param after number of the last event that is known; 0 to begin with the first
   * @return its number; empty when the connection ended before, for whatever reason: then it is
   *     better to look how things are than to trust that nothing was missed
   */
  public OptionalLong await(long after, Predicate<WireEvent> wanted)
      throws IOException, InterruptedException {
    var last = new AtomicLong();
    boolean found =
        new EventStream(calls.exchange(), Ask.path("products", product.value(), "events"))
            .once(
                after,
                event -> {
                  last.set(event.number());
                  return !wanted.test(event);
                });
    return found ? OptionalLong.of(last.get()) : OptionalLong.empty();
  }

  private WireRelease now(ReleaseKey key) throws IOException, InterruptedException {
    return calls.read(Ask.get(path(key)), WireRelease.class);
  }

  private String path(ReleaseKey key) {
    return Ask.path(
        "products",
        product.value(),
        "artifacts",
        key.artifact().value(),
        "releases",
        key.version().value());
  }
}
