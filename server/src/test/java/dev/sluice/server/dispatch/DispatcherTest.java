package dev.sluice.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.event.Event;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.event.RunKey;
import dev.sluice.server.life.ReleaseState;
import dev.sluice.server.life.RunState;
import dev.sluice.server.wire.Assignment;
import dev.sluice.server.wire.Renewal;
import dev.sluice.server.wire.RunResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DispatcherTest {
  private static final ProductName A = Scene.product("a");

  @AutoClose private final Scene scene;

  DispatcherTest(@TempDir Path folder) {
    scene = new Scene(folder);
  }

  @Test
  void aReleaseIsProvenWhenEveryRunOfItPassed() {
    scene.product(A, false);
    ReleaseKey key = scene.admitted(A, Scene.DATA, "290", "7.15", "7.16");
    Assignment first = scene.claimed("one");
    Assignment second = scene.claimed("two");

    assertThat(scene.renew("one", first)).isTrue();
    assertThat(scene.run(first).state()).isInstanceOf(RunState.Running.class);
    assertThat(scene.pass("one", first)).isEqualTo(new Taken.Kept());
    assertThat(scene.state(A, key)).isInstanceOf(ReleaseState.Proving.class);
    assertThat(scene.pass("two", second)).isEqualTo(new Taken.Kept());
    // Handed on by rule at once.
    assertThat(scene.state(A, key)).isInstanceOf(ReleaseState.HandedOn.class);
    assertThat(scene.events()).contains(new Event.ReleaseProven(key));
  }

  @Test
  void aFailureStopsTheReleaseAndFreesRunnersThatHaveNotBegun() {
    scene.product(A, false);
    ReleaseKey key = scene.admitted(A, Scene.DATA, "290", "7.15", "7.16", "7.17");
    Assignment first = scene.claimed("one");
    Assignment second = scene.claimed("two");

    assertThat(scene.fail("one", first)).isEqualTo(new Taken.Kept());
    assertThat(scene.state(A, key)).isInstanceOf(ReleaseState.Stopped.class);
    assertThat(scene.renew("two", second)).isFalse();
    assertThat(scene.pass("two", second)).isEqualTo(new Taken.Lost());
    assertThat(scene.claim("one")).isEmpty();
  }

  @Test
  void whatRunsWhenItsReleaseIsStoppedGoesOnAndIsNotMadeAgainWhenItIsLost() {
    scene.product(A, false);
    scene.admitted(A, Scene.DATA, "290", "7.15", "7.16", "7.17");
    Assignment first = scene.claimed("one");
    Assignment second = scene.claimed("two");
    Assignment third = scene.claimed("three");
    assertThat(scene.renew("two", second)).isTrue();
    assertThat(scene.renew("three", third)).isTrue();
    assertThat(scene.fail("one", first)).isEqualTo(new Taken.Kept());

    assertThat(scene.fail("two", second)).isEqualTo(new Taken.Kept());
    scene.pass(Duration.ofSeconds(30));
    scene.dispatcher.sweep(Scene.TRACE);

    assertThat(scene.claim("one")).isEmpty();
    assertThat(scene.pass("three", third)).isEqualTo(new Taken.Lost());
  }

  @Test
  void aDeadRunnerLosesItsLeaseAndALateResultIsRefused() {
    scene.product(A, false);
    ReleaseKey key = scene.admitted(A, Scene.DATA, "290", "7.15");
    Assignment dead = scene.claimed("dead");
    scene.pass(Duration.ofSeconds(29));
    scene.dispatcher.sweep(Scene.TRACE);
    assertThat(scene.claim("alive")).isEmpty();
    scene.pass(Duration.ofSeconds(1));
    scene.dispatcher.sweep(Scene.TRACE);

    Assignment again = scene.claimed("alive");
    assertThat(again.run()).isEqualTo(dead.run());
    assertThat(again.attempt()).isEqualTo(2);
    assertThat(scene.renew("dead", dead)).isFalse();
    assertThat(scene.pass("dead", dead)).isEqualTo(new Taken.Lost());
    assertThat(scene.pass("alive", again)).isEqualTo(new Taken.Kept());
    assertThat(scene.state(A, key)).isInstanceOf(ReleaseState.HandedOn.class);
  }

  private Optional<Assignment> claimHolding(String runner, String... inHand) {
    return scene.claim(runner, Scene.offer().with(List.of(inHand)));
  }

  @Test
  void aClaimWhoseAnswerDiedWithTheServerIsGivenOutAgainAtOnce() {
    scene.product(A, false);
    scene.admitted(A, Scene.DATA, "290", "7.15");
    Assignment unanswered = claimHolding("one").orElseThrow();
    scene.restart();
    Assignment again = claimHolding("one").orElseThrow();
    assertThat(again.run()).isEqualTo(unanswered.run());
    assertThat(again.attempt()).isEqualTo(2);
    // Should the answer have arrived all the same, one of the two is refused.
    assertThat(scene.renew("one", unanswered)).isFalse();
    assertThat(scene.pass("one", again)).isEqualTo(new Taken.Kept());
  }

  @Test
  void whatAnotherPlaceHasInHandOrGotToKnowOfIsLeftToIt() {
    scene.product(A, false);
    scene.admitted(A, Scene.DATA, "290", "7.15", "7.16", "7.17");
    Assignment held = claimHolding("one").orElseThrow();
    Assignment begun = claimHolding("one").orElseThrow();
    Assignment renewed = claimHolding("one").orElseThrow();
    scene.renew("one", begun);
    scene.restart();
    scene.dispatcher.renew(
        Scene.runner("one"),
        A,
        new RunKey(renewed.run()),
        new Renewal(renewed.attempt(), false, List.of()),
        Scene.TRACE);
    assertThat(claimHolding("one", "a/" + held.run())).isEmpty();
    assertThat(claimHolding("two")).isEmpty();
    assertThat(scene.renew("one", held)).isTrue();
    assertThat(scene.renew("one", begun)).isTrue();
    assertThat(scene.renew("one", renewed)).isTrue();
  }

  @Test
  void withoutARestartNoClaimTakesARunFromAnotherPlace() {
    scene.product(A, false);
    scene.admitted(A, Scene.DATA, "290", "7.15");
    Assignment underWay = claimHolding("one").orElseThrow();
    assertThat(claimHolding("one")).isEmpty();
    assertThat(scene.renew("one", underWay)).isTrue();
  }

  @Test
  void aShowingWhoseAnswerDiedWithTheServerIsOwedAtOnce() {
    scene.product(A, true);
    Assignment unanswered = claimHolding("one").orElseThrow();
    scene.restart();
    assertThat(Scene.title(claimHolding("one").orElseThrow())).isEqualTo("a controls");
    assertThat(scene.run(unanswered).state()).isInstanceOf(RunState.Expired.class);
  }

  @Test
  void aRunnerThatRenewsKeepsItsLeaseForEver() {
    scene.product(A, false);
    scene.admitted(A, Scene.DATA, "290", "7.15");
    Assignment slow = scene.claimed("slow");
    for (int i = 0; i < 100; i++) {
      scene.pass(Duration.ofSeconds(29));
      assertThat(scene.renew("slow", slow)).isTrue();
      scene.dispatcher.sweep(Scene.TRACE);
    }
    assertThat(scene.pass("slow", slow)).isEqualTo(new Taken.Kept());
  }

  @Test
  void aRunThatThreeRunnersLostIsGivenUp() {
    scene.product(A, false);
    ReleaseKey key = scene.admitted(A, Scene.DATA, "290", "7.15");
    for (int i = 1; i <= 3; i++) {
      assertThat(scene.claimed("hung").attempt()).isEqualTo(i);
      scene.pass(Duration.ofSeconds(30));
      scene.dispatcher.sweep(Scene.TRACE);
    }
    assertThat(scene.claim("hung")).isEmpty();
    assertThat(scene.state(A, key))
        .isEqualTo(
            new ReleaseState.Undecided(
                "given up after 3 tries, the last: hung did not renew its lease for 30 s"));
  }

  @Test
  void aRunnerMayGiveARunBackMoreOften() {
    scene.product(A, false);
    ReleaseKey key = scene.admitted(A, Scene.DATA, "290", "7.15");
    for (int i = 1; i <= 9; i++) {
      Assignment back = scene.claimed("tired");
      assertThat(scene.end("tired", back, returned(back))).isEqualTo(new Taken.Kept());
    }
    Assignment last = scene.claimed("awake");
    assertThat(scene.pass("awake", last)).isEqualTo(new Taken.Kept());
    assertThat(scene.state(A, key)).isInstanceOf(ReleaseState.HandedOn.class);
  }

  private static RunResult returned(Assignment assignment) {
    return new RunResult(
        assignment.attempt(),
        Dispatcher.RETURNED,
        "the runner was stopped",
        null,
        null,
        List.of(),
        0);
  }

  @Test
  void anotherRunnersResultIsNobodysBusiness() {
    scene.product(A, false);
    scene.admitted(A, Scene.DATA, "290", "7.15");
    Assignment run = scene.claimed("one");
    assertThat(scene.renew("two", run)).isFalse();
    assertThat(scene.pass("two", run)).isEqualTo(new Taken.Lost());
    assertThat(scene.end("two", run, returned(run))).isEqualTo(new Taken.Lost());
    assertThat(scene.pass("one", run)).isEqualTo(new Taken.Kept());
  }

  @Test
  void aResultThatIsHandedInTwiceIsTakenOnce() {
    scene.product(A, false);
    scene.admitted(A, Scene.DATA, "290", "7.15");
    Assignment run = scene.claimed("one");
    assertThat(scene.pass("one", run)).isEqualTo(new Taken.Kept());
    int events = scene.events().size();
    assertThat(scene.pass("one", run)).isEqualTo(new Taken.Kept());
    assertThat(scene.events()).hasSize(events);
    assertThat(scene.fail("one", run)).isEqualTo(new Taken.Lost());
  }

  @Test
  void evidenceHasToBeHereFirstAndTheLeaseGoesOn() {
    scene.product(A, false);
    scene.admitted(A, Scene.DATA, "290", "7.15");
    Assignment run = scene.claimed("one");
    var result =
        new RunResult(run.attempt(), "failed", "no", Scene.digest("x").hex(), null, List.of(), 1);
    assertThat(scene.end("one", run, result)).isInstanceOf(Taken.Unusable.class);
    assertThat(scene.renew("one", run)).isTrue();
  }

  @Test
  void arestartGivesEverythingThatIsOutAFullLease() {
    scene.product(A, false);
    scene.admitted(A, Scene.DATA, "290", "7.15", "7.16");
    Assignment works = scene.claimed("works");
    Assignment dead = scene.claimed("dead");
    scene.renew("works", works);
    scene.pass(Duration.ofSeconds(29));
    scene.restart();
    scene.pass(Duration.ofSeconds(29));
    scene.dispatcher.sweep(Scene.TRACE);
    assertThat(scene.renew("works", works)).isTrue();
    scene.pass(Duration.ofSeconds(1));
    scene.dispatcher.sweep(Scene.TRACE);
    assertThat(scene.run(dead).state()).isEqualTo(new RunState.Queued(1));
    assertThat(scene.pass("works", works)).isEqualTo(new Taken.Kept());
  }

  @Test
  void whatARunnerSaysIsKeptUntilTheEnd() {
    scene.product(A, false);
    scene.admitted(A, Scene.DATA, "290", "7.15");
    Assignment run = scene.claimed("one");
    var key = new RunKey(run.run());
    scene.dispatcher.renew(
        Scene.runner("one"),
        A,
        key,
        new Renewal(1, true, List.of("first", "second\u001b[2J")),
        Scene.TRACE);
    Tail tail = scene.dispatcher.tail(A, key, 0);
    assertThat(tail).isEqualTo(new Tail(2, List.of("first", "second?[2J")));
    assertThat(scene.dispatcher.tail(A, key, tail.said()).lines()).isEmpty();
    scene.pass("one", run);
    assertThat(scene.dispatcher.tail(A, key, 0).lines()).isEmpty();
  }

  @Test
  void whoWaitsIsWokenByWork() throws Exception {
    scene.product(A, false);
    var claimed = new CompletableFuture<Optional<Assignment>>();
    Thread waiting =
        Thread.ofPlatform()
            .start(() -> claimed.complete(scene.claim("one", Scene.offer(Scene.LAB, 30))));
    scene.admitted(A, Scene.DATA, "290", "7.15");
    assertThat(claimed.get(20, TimeUnit.SECONDS)).isPresent();
    waiting.join();
  }

  @Test
  void whoWaitsIsSentAwayWhenTheServerCloses() throws Exception {
    scene.product(A, false);
    Thread waiting =
        Thread.ofPlatform().start(() -> scene.claim("one", Scene.offer(Scene.LAB, 30)));
    scene.dispatcher.close();
    waiting.join(Duration.ofSeconds(20));
    assertThat(waiting.isAlive()).isFalse();
  }
}
