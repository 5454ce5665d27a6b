package dev.sluice.server.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Digest;
import dev.sluice.model.Result;
import dev.sluice.server.dispatch.Scene;
import dev.sluice.server.wire.Offer;
import dev.sluice.server.wire.RunResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RunnerLoopTest {
  @TempDir private Path folder;

  private final ScriptedSource source = new ScriptedSource();
  private final QuickPace pace = new QuickPace();
  private final Heard heard = new Heard();

  private RunnerLoop loop(RunWork work) {
    return new RunnerLoop(
        source,
        work,
        Scene::offer,
        new Bundles(folder.resolve("bundles"), null),
        folder.resolve("scratch"),
        pace,
        heard);
  }

  private static RunWork.Done passed(RunWork.Job job) throws IOException {
    Path kept = Files.createDirectories(job.out().resolve("290-1"));
    Files.writeString(kept.resolve("result.json"), "{}");
    Path proof = Files.writeString(kept.resolve("x.proof.json"), "proof");
    return new RunWork.Done(Result.PASSED, "it works", proof, List.of());
  }

  @Test
  void aRunIsMadeWithItsBundleAndItsCandidate() throws IOException {
    source.waiting.add(source.assignment("290"));
    RunWork work =
        (job, said) -> {
          said.accept("booting");
          assertThat(job.product().pipeline().product()).isEqualTo("a");
          assertThat(job.product().folder().resolve("channel-289")).hasContent("289");
          assertThat(job.candidate()).hasContent("290");
          return passed(job);
        };

    assertThat(loop(work).run(true)).isEqualTo(RunnerLoop.End.MADE);
    RunResult result = source.results.getFirst();
    assertThat(result.result()).isEqualTo("passed");
    assertThat(result.sentence()).isEqualTo("it works");
    assertThat(names(result.evidence()))
        .containsExactly("result.json", "x.proof.json", "assignment.json");
    assertThat(source.store.size(new Digest(Objects.requireNonNull(result.proof())))).hasValue(5);
    assertThat(folder.resolve("scratch")).isEmptyDirectory();
    assertThat(heard.all()).containsExactly("claimed r290", "r290: booting", "ended r290 passed");
  }

  private List<String> names(@Nullable String evidence) throws IOException {
    try (var zip =
        new ZipInputStream(source.store.open(new Digest(Objects.requireNonNull(evidence)), 0))) {
      List<String> names = new java.util.ArrayList<>();
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        names.add(entry.getName());
      }
      return names;
    }
  }

  @Test
  void aPlaceTellsWhatTheOthersHaveInHandWhenItClaims() throws IOException {
    source.waiting.add(source.assignment("290"));
    source.waiting.add(source.assignment("291"));
    var inHand = new RunsInHand();
    RunWork other =
        (job, _) -> {
          loop((second, _) -> passed(second), "other", inHand).run(true);
          return passed(job);
        };
    loop(other, "scratch", inHand).run(true);
    assertThat(source.offers)
        .extracting(Offer::inHand)
        .containsExactly(List.of(), List.of("a/r290"));
    assertThat(inHand.all()).isEmpty();
  }

  private RunnerLoop loop(RunWork work, String scratch, RunsInHand inHand) {
    return new RunnerLoop(
        source,
        work,
        Scene::offer,
        new Bundles(folder.resolve("bundles of " + scratch), null),
        folder.resolve(scratch),
        pace,
        heard,
        inHand);
  }

  @Test
  void oneBadRunEndsNothing() throws IOException {
    source.waiting.add(source.assignment("290"));
    source.waiting.add(source.assignment("291"));
    source.waiting.add(source.assignment("292"));
    source.waiting.add(source.assignment("293"));
    RunnerLoop[] loop = new RunnerLoop[1];
    loop[0] =
        loop(
            (job, _) ->
                switch (String.valueOf(job.assignment().version())) {
                  case "290" -> throw new IllegalStateException("a bug");
                  case "291" -> throw new IOException("No space left on device");
                  case "292" -> throw new StackOverflowError();
                  default -> {
                    loop[0].stop();
                    yield passed(job);
                  }
                });
    loop[0].run(false);
    assertThat(source.results)
        .extracting(RunResult::result, RunResult::sentence)
        .startsWith(
            org.assertj.core.groups.Tuple.tuple("returned", "could not be made here: a bug"),
            org.assertj.core.groups.Tuple.tuple(
                "returned", "could not be made here: No space left on device"),
            org.assertj.core.groups.Tuple.tuple(
                "returned", "could not be made here: java.lang.StackOverflowError"));
  }

  @Test
  void anErrorBetweenRunsEndsNothing() throws IOException {
    source.waiting.add(source.assignment("290"));
    var errors = new ArrayDeque<>(List.of(new NoClassDefFoundError("gone"), new AssertionError()));
    RunnerLoop[] loop = new RunnerLoop[1];
    List<String> troubles = new ArrayList<>();
    loop[0] =
        new RunnerLoop(
            source,
            (job, _) -> passed(job),
            () -> {
              troubles.add(String.valueOf(loop[0].trouble()));
              if (!errors.isEmpty()) {
                throw errors.pop();
              }
              return Scene.offer();
            },
            new Bundles(folder.resolve("bundles"), null),
            folder.resolve("scratch"),
            pace,
            heard);

    assertThat(loop[0].run(true)).isEqualTo(RunnerLoop.End.MADE);
    assertThat(troubles)
        .containsExactly(
            "null", "java.lang.NoClassDefFoundError: gone", "java.lang.AssertionError");
    assertThat(loop[0].trouble()).isNull();
  }

  @Test
  void aServerThatIsAwayIsAskedMoreAndMoreSeldom() throws IOException {
    source.away = 8;
    source.waiting.add(source.assignment("290"));
    loop((job, _) -> passed(job)).run(true);
    assertThat(pace.pauses().stream().map(Duration::toMillis).limit(8))
        .containsExactly(500L, 1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 30_000L, 30_000L);
  }

  @Test
  void aServerThatGoesAwayInTheMiddleCostsNoRun() throws IOException {
    source.waiting.add(source.assignment("290"));
    loop((job, _) -> {
          source.away = 5;
          return passed(job);
        })
        .run(true);
    assertThat(source.results).hasSize(1);
    assertThat(source.results.getFirst().result()).isEqualTo("passed");
  }

  @Test
  void aLostLeaseEndsTheRunAtOnce() throws IOException {
    source.waiting.add(source.assignment("290"));
    source.waiting.add(source.assignment("291"));
    RunWork work =
        (job, _) -> {
          if (job.assignment().run().equals("r290")) {
            source.leaseLost = true;
            new CountDownLatch(1).await();
          }
          source.leaseLost = false;
          return passed(job);
        };
    RunnerLoop loop = loop(work);
    assertThat(loop.run(true)).isEqualTo(RunnerLoop.End.MADE);
    assertThat(heard.all()).contains("lost r290");
    assertThat(source.results).isEmpty();
    source.leaseLost = false;
    assertThat(loop.run(true)).isEqualTo(RunnerLoop.End.MADE);
    assertThat(heard.all()).contains("ended r291 passed");
  }

  @Test
  void whoIsStoppedGivesTheRunBack() throws Exception {
    source.waiting.add(source.assignment("290"));
    var works = new CountDownLatch(1);
    RunnerLoop loop =
        loop(
            (_, _) -> {
              works.countDown();
              new CountDownLatch(1).await();
              throw new IllegalStateException("not reached");
            });
    Thread thread = Thread.ofPlatform().start(() -> loop.run(false));
    assertThat(works.await(30, TimeUnit.SECONDS)).isTrue();
    loop.stop();
    thread.join(Duration.ofSeconds(30));
    assertThat(thread.isAlive()).isFalse();
    assertThat(source.results).extracting(RunResult::result).containsExactly("returned");
  }

  @Test
  void aPlaceThatBreaksGoesOnAfterARest() throws IOException {
    source.waiting.add(source.assignment("290"));
    source.waiting.add(source.assignment("291"));
    source.broken = 1;

    assertThat(loop((job, _) -> passed(job)).run(true)).isEqualTo(RunnerLoop.End.MADE);
    assertThat(pace.pauses()).containsExactly(BackOff.FIRST);
    assertThat(heard.all())
        .containsExactly("claimed r290", "away 500", "claimed r291", "ended r291 passed");
  }

  @Test
  void aRunnerThatIsRefusedEnds() {
    source.refused = true;
    assertThat(loop((job, _) -> passed(job)).run(false)).isEqualTo(RunnerLoop.End.REFUSED);
    assertThat(heard.all()).containsExactly("refused: the token was revoked");
  }

  @Test
  void theServerHearsAtOnceThatTheRunBeganAndWhatItSays() throws IOException {
    source.waiting.add(source.assignment("290"));
    loop((job, said) -> {
          try {
            assertThat(source.begun.await(30, TimeUnit.SECONDS)).isTrue();
            said.accept("a line");
            while (!heardLine()) {
              Thread.onSpinWait();
            }
            return passed(job);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        })
        .run(true);
    assertThat(source.results).hasSize(1);
  }

  private boolean heardLine() {
    synchronized (source) {
      return source.lines.contains("a line");
    }
  }
}
