package dev.sluice.acceptance.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Digest;
import dev.sluice.model.Version;
import dev.sluice.server.client.ProblemException;
import dev.sluice.server.client.ServerClient;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.wire.Submission;
import dev.sluice.server.wire.WirePage;
import dev.sluice.server.wire.WireRelease;
import dev.sluice.server.wire.WireRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A server that is killed at random moments, again and again, while clients submit and runners
 * prove. The moments come from a seed, which a failure names: {@code -Dseed=N} takes it again, as
 * far as a machine does the same twice.
 */
@Tag("vm")
class ServerKilledTest {
  private static final String PRODUCT = SmallProduct.NAME;
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final int PLACES = 2;
  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final List<Call> labs = new ArrayList<>();

  @SuppressWarnings("NullAway.Init") // by whoever plays
  private Served server;

  private Instant started = Instant.MIN;
  private int kills;

  private Call lab(Desk desk, String name) {
    Path token = desk.home().resolve(name + ".token");
    Ended made =
        desk.sluice(
            "token", "create", "--name", name, "--role", "runner", "--out", token.toString());
    assertThat(made.status()).as(made.err()).isZero();
    Call lab =
        desk.start(
            Stream.concat(
                    Desk.java(FakeLab.class.getName()).stream(),
                    Stream.of(
                        server.url(),
                        token.toString(),
                        desk.home().resolve(name).toString(),
                        String.valueOf(PLACES),
                        String.valueOf(seed),
                        server.labs().toString()))
                .toList());
    labs.add(lab);
    return lab;
  }

  private static Served start(Desk desk, String port) {
    return Served.start(desk, "--listen", "127.0.0.1:" + port, "--no-runner");
  }

  /** Kills it, now and then a second time before it is up again, and starts it. */
  private void kill(Desk desk) {
    LockSupport.parkNanos(random.nextLong(TimeUnit.MILLISECONDS.toNanos(30)));
    server.kill();
    kills++;
    if (random.nextInt(4) == 0) {
      Call begun =
          desk.startSluice("serve", "--listen", "127.0.0.1:" + server.port(), "--no-runner");
      begun.goOnFor(Duration.ofMillis(random.nextInt(100, 1200)));
      begun.signal("KILL");
      var _ = begun.ended();
      kills++;
    }
    started = Instant.now();
    server = start(desk, server.port());
  }

  private static List<WireRelease> releases(ServerClient client) {
    return all(cursor -> client.releases(new ProductName(PRODUCT)).page(null, cursor));
  }

  private static List<WireRun> runs(ServerClient client) {
    return all(cursor -> client.runs(new ProductName(PRODUCT)).page(cursor));
  }

  private interface Pages<T> {
    WirePage<T> page(@Nullable String cursor) throws IOException, InterruptedException;
  }

  private static <T> List<T> all(Pages<T> pages) {
    List<T> all = new ArrayList<>();
    try {
      @Nullable String cursor = null;
      do {
        WirePage<T> page = pages.page(cursor);
        all.addAll(page.items());
        cursor = page.next();
      } while (cursor != null);
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isEnd(WireRun run) {
    return !Set.of("queued", "claimed", "running").contains(run.state());
  }

  private static void waitUntil(String what, ServerClient client, Predicate<WireRun> fine) {
    var _ =
        Until.found(
            what,
            LIMIT,
            () ->
                Optional.of(releases(client))
                    .filter(all -> all.stream().noneMatch(r -> r.state().equals("submitted")))
                    .filter(_ -> runs(client).stream().allMatch(fine)));
  }

  /** That what clients were told is so, and nothing is there that nobody sent. */
  private void everyAcknowledgedOneIsThere(Onslaught clients, LogCheck log, ServerClient client)
      throws Exception {
    assertThat(log.submitted()).containsAllEntriesOf(clients.acknowledged());
    assertThat(clients.sent()).containsAllEntriesOf(log.submitted());
    Map<ReleaseKey, String> listed = new HashMap<>();
    releases(client)
        .forEach(
            release ->
                listed.put(
                    new ReleaseKey(
                        new ArtifactName(release.artifact()), new Version(release.version())),
                    release.content()));
    assertThat(listed.keySet()).isEqualTo(log.submitted().keySet());
    for (Map.Entry<ReleaseKey, Digest> one : clients.acknowledged().entrySet()) {
      assertThat(listed).containsEntry(one.getKey(), one.getValue().hex());
      assertThat(client.content(new ProductName(PRODUCT)).size(one.getValue())).isPresent();
    }
    ReleaseKey any = clients.acknowledged().keySet().iterator().next();
    var other =
        new Submission(
            clients.acknowledged().values().stream()
                .filter(content -> !content.equals(clients.acknowledged().get(any)))
                .findFirst()
                .orElseThrow()
                .hex(),
            null,
            null,
            null);
    assertThatThrownBy(() -> client.releases(new ProductName(PRODUCT)).submit(any, other))
        .isInstanceOfSatisfying(
            ProblemException.class, problem -> assertThat(problem.status()).isEqualTo(409));
  }

  private static void eachReleaseHasEachRunOnce(LogCheck log) {
    log.admitted()
        .forEach(
            (release, runs) ->
                assertThat(runs)
                    .as(release.title())
                    .isEqualTo(
                        release.artifact().value().equals(Onslaught.DATA)
                            ? Set.of("sensor 7.15 in small", "sensor 7.16 in small")
                            : Set.of("channel 289 in small")));
  }

  /** What runners were told was taken is in the log. */
  private void resultsThatWereTakenAreThere(LogCheck log) {
    for (Call lab : labs) {
      Stream<String[]> taken =
          lab.out()
              .lines()
              .map(line -> line.split(" ", -1))
              .filter(word -> word[0].equals("taken"));
      assertThat(taken)
          .isNotEmpty()
          .allSatisfy(
              word ->
                  assertThat(log.tookResult(word[1], Integer.parseInt(word[2])))
                      .as(String.join(" ", word))
                      .isTrue());
    }
  }

  private static void nobodySaidError(Desk desk) {
    for (Path file : Trees.files(desk.root(), ".err")) {
      try {
        assertThat(Files.readAllLines(file))
            .as(file.toString())
            .noneMatch(line -> line.contains("\"SEVERE\""));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void isWhole(Desk desk, Onslaught clients, ServerClient client, LogCheck log)
      throws Exception {
    everyAcknowledgedOneIsThere(clients, log, client);
    eachReleaseHasEachRunOnce(log);
    resultsThatWereTakenAreThere(log);
    nobodySaidError(desk);
  }

  private static LogCheck log(Desk desk) {
    Path export = desk.home().resolve("export.jsonl");
    Ended audit = desk.sluice("audit", "verify", "--product", PRODUCT);
    assertThat(audit.status()).as(audit.out() + audit.err()).isZero();
    Ended exported = desk.sluice("audit", "export", export.toString(), "--product", PRODUCT);
    assertThat(exported.status()).as(exported.err()).isZero();
    return LogCheck.of(export);
  }

  /** Kills the server so many times, at moments spread over the submissions. */
  private void killedWhile(Desk desk, Onslaught clients, int submissions, int most) {
    for (int i = 1; i <= most; i++) {
      int share = submissions * i / (most + 1);
      var _ =
          Until.found(
              share + " submissions",
              LIMIT,
              () -> Optional.of(clients.done()).filter(done -> done >= share));
      kill(desk);
    }
  }

  private static void ends(Desk desk, Served server, List<Call> labs) {
    for (Call lab : labs) {
      if (lab.isRunning()) {
        lab.signal("TERM");
        var _ = lab.ended();
      }
    }
    server.close();
    assertThat(desk.processes()).isEmpty();
  }

  private interface Scenario {
    void play(Desk desk, Onslaught clients, ServerClient client) throws Exception;
  }

  private void played(int submissions, Scenario scenario) {
    System.out.println("seed " + seed);
    try (Desk desk = Desk.open().withoutLauncher()) {
      server = start(desk, "0");
      try (var clients =
              new Onslaught(server.url(), server.adminToken(), PRODUCT, seed, submissions);
          ServerClient client = Onslaught.client(server.url(), server.adminToken())) {
        assertThat(desk.sluice("apply", SmallProduct.on(desk)).status()).isZero();
        scenario.play(desk, clients, client);
        System.out.printf(
            "%d acknowledged of %d submitted, %d requests broken off by %d kills%n",
            clients.acknowledged().size(), submissions, clients.broken(), kills);
      } finally {
        ends(desk, server, labs);
      }
      Rebuilt.rebuildsToTheSame(desk.home().resolve(".local/share/sluice/server/ledger.db"));
    } catch (Exception | AssertionError e) {
      throw new AssertionError("with -Dseed=" + seed, e);
    }
  }

  @Test
  void sixtySubmissionsSurviveAServerThatIsKilled() {
    int submissions = 60;
    played(
        submissions,
        (desk, clients, client) -> {
          var _ = lab(desk, "lab-1");
          clients.begin();
          killedWhile(desk, clients, submissions, 3);
          clients.await();
          // Of a claim whose answer went down with the server the lease ends later than this test.
          waitUntil(
              "an end of all runs that a runner knows of",
              client,
              run ->
                  isEnd(run) || (run.state().equals("claimed") && run.since().isBefore(started)));
          LogCheck log = log(desk);
          assertThat(log.open()).hasSizeLessThanOrEqualTo(kills * PLACES);
          isWhole(desk, clients, client, log);
        });
  }

  @Test
  @Tag("long")
  void aThousandSubmissionsSurviveAServerThatIsKilledAndARunnerThatHangs() {
    int submissions = 1_000;
    played(
        submissions,
        (desk, clients, client) -> {
          var _ = lab(desk, "lab-1");
          Call hanging = lab(desk, "lab-2");
          clients.begin();
          killedWhile(desk, clients, submissions, 30);
          // Of an application: no newer release takes its place meanwhile.
          var _ =
              Until.found(
                  "a run of lab-2",
                  LIMIT,
                  () ->
                      runs(client).stream()
                          .filter(run -> run.state().equals("running"))
                          .filter(run -> "lab-2".equals(run.runner()))
                          .filter(run -> Onslaught.APPLICATION.equals(run.artifact()))
                          .findFirst());
          hanging.signal("STOP");
          clients.await();
          waitUntil("an end of all runs", client, ServerKilledTest::isEnd);
          hanging.signal("CONT");
          var _ =
              Until.found(
                  "word of a lost lease",
                  LIMIT,
                  () -> hanging.out().lines().filter(line -> line.startsWith("lost ")).findFirst());
          LogCheck log = log(desk);
          assertThat(log.open()).isEmpty();
          assertThat(log.lost("lab-2 did not renew its lease")).isPositive();
          isWhole(desk, clients, client, log);
        });
  }
}
