package dev.sluice.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.Digest;
import dev.sluice.model.Result;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.event.RunKey;
import dev.sluice.server.life.ReleaseState;
import dev.sluice.server.life.RunState;
import dev.sluice.server.wire.Assignment;
import dev.sluice.server.wire.Renewal;
import dev.sluice.server.wire.RunResult;
import dev.sluice.trust.key.LabKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DispatcherTest {
  private static final ProductName A = Scene.product("a");

  private final Scene scene = new Scene();

  private Assignment claimed(String runner) {
    return scene.claim(runner).orElseThrow();
  }

  @Test
  void aReleaseIsProvenWhenEveryRunOfItPassed() {
    scene.product(A, false);
    ReleaseKey key = scene.admitted(A, Scene.DATA, "290", "7.15", "7.16");
    Assignment first = claimed("one");
    Assignment second = claimed("two");

    assertThat(scene.renew("one", first)).isTrue();
    assertThat(scene.run(first).state()).isInstanceOf(RunState.Running.class);
    assertThat(scene.pass("one", first)).isEqualTo(new Taken.Kept());
    assertThat(scene.state(A, key)).isInstanceOf(ReleaseState.Proving.class);
    assertThat(scene.pass("two", second)).isEqualTo(new Taken.Kept());
    // Handed on by rule at once.
    assertThat(scene.state(A, key)).isInstanceOf(ReleaseState.HandedOn.class);
    assertThat(scene.ledger.events()).contains(new Event.ReleaseProven(key));
  }

  @Test
  void aFailureStopsTheReleaseAndFreesRunnersThatHaveNotBegun() {
    scene.product(A, false);
    ReleaseKey key = scene.admitted(A, Scene.DATA, "290", "7.15", "7.16", "7.17");
    Assignment first = claimed("one");
    Assignment second = claimed("two");

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
    Assignment first = claimed("one");
    Assignment second = claimed("two");
    Assignment third = claimed("three");
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
    Assignment dead = claimed("dead");
    scene.pass(Duration.ofSeconds(29));
    scene.dispatcher.sweep(Scene.TRACE);
    assertThat(scene.claim("alive")).isEmpty();
    scene.pass(Duration.ofSeconds(1));
    scene.dispatcher.sweep(Scene.TRACE);

    Assignment again = claimed("alive");
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
    Assignment slow = claimed("slow");
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
      assertThat(claimed("hung").attempt()).isEqualTo(i);
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
      Assignment back = claimed("tired");
      assertThat(scene.end("tired", back, returned(back))).isEqualTo(new Taken.Kept());
    }
    Assignment last = claimed("awake");
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
    Assignment run = claimed("one");
    assertThat(scene.renew("two", run)).isFalse();
    assertThat(scene.pass("two", run)).isEqualTo(new Taken.Lost());
    assertThat(scene.end("two", run, returned(run))).isEqualTo(new Taken.Lost());
    assertThat(scene.pass("one", run)).isEqualTo(new Taken.Kept());
  }

  @Test
  void aResultThatIsHandedInTwiceIsTakenOnce() {
    scene.product(A, false);
    scene.admitted(A, Scene.DATA, "290", "7.15");
    Assignment run = claimed("one");
    assertThat(scene.pass("one", run)).isEqualTo(new Taken.Kept());
    int events = scene.ledger.all().size();
    assertThat(scene.pass("one", run)).isEqualTo(new Taken.Kept());
    assertThat(scene.ledger.all()).hasSize(events);
    assertThat(scene.fail("one", run)).isEqualTo(new Taken.Lost());
  }

  @Test
  void aPassWithoutAProofIsNotBelieved() {
    scene.product(A, false);
    scene.admitted(A, Scene.DATA, "290", "7.15");
    Assignment run = claimed("liar");
    assertThat(scene.end("liar", run, scene.result(run, Result.PASSED, null)))
        .isEqualTo(
            new Taken.Refused("liar said that it passed, without a proof that names channel 290"));
    assertThat(scene.run(run).state()).isEqualTo(new RunState.Queued(1));
  }

  @Test
  void aProofOfSomethingElseIsNotBelieved() {
    scene.product(A, false);
    scene.admitted(A, Scene.DATA, "290", "7.15", "7.16");
    scene.admitted(A, Scene.DATA, "291", "7.15");
    Assignment run = claimed("liar");
    Assignment sibling = claimed("liar");
    Assignment other = claimed("liar");

    assertThat(objection(run, Scene.proof(other))).contains("is for sensor 7.15 + channel 291");
    run = claimed("liar");
    assertThat(objection(run, Scene.proof(sibling))).contains("not with sensor 7.15");
    run = claimed("liar");
    assertThat(objection(run, Scene.proof(run, Scene.digest("other"), Scene.PLACE)))
        .contains("another content of channel 290")
        .isEqualTo(
            scene.ledger.events().reversed().stream()
                .filter(Event.RunExpired.class::isInstance)
                .map(
                    e ->
                        ((Event.RunExpired) e)
                            .reason()
                            .replace("given up after 3 tries, the last: ", ""))
                .findFirst()
                .orElseThrow());
  }

  @Test
  void aProofOfAnotherPlaceOrNoProofAtAllIsNotBelieved() {
    scene.product(A, false);
    scene.admitted(A, Scene.DATA, "290", "7.15");
    Assignment run = claimed("liar");
    assertThat(
            objection(
                run, Scene.proof(run, new Digest(Objects.requireNonNull(run.content())), "large")))
        .contains("is of large, not of the environment small");
    run = claimed("liar");
    assertThat(objection(run, "{}".getBytes(StandardCharsets.UTF_8)))
        .startsWith("liar said that it passed, and its proof is none: ");
  }

  @Test
  void aProofByALabThatIsNotTrustedIsNotBelieved() {
    scene.product(A, false);
    scene.admitted(A, Scene.DATA, "290", "7.15");
    LabKey stranger = LabKey.generate("lab", new SecureRandom());
    Assignment run = claimed("liar");
    assertThat(objection(run, Scene.proof(run, stranger)))
        .isEqualTo(
            "liar said that it passed, and its proof is signed by the lab key "
                + stranger.id()
                + ", which is not trusted here");
    assertThat(scene.ledger.events())
        .filteredOn(Event.RunReturned.class::isInstance)
        .extracting(event -> ((Event.RunReturned) event).reason())
        .containsExactly(
            "liar said that it passed, and its proof is signed by the lab key "
                + stranger.id()
                + ", which is not trusted here");
  }

  @Test
  void aProofByAnotherLabThanTheOneThatTookTheRunIsNotBelieved() {
    scene.product(A, false);
    scene.admitted(A, Scene.DATA, "290", "7.15");
    Assignment run = claimed("liar");
    assertThat(objection(run, Scene.proof(run, Scene.OTHER_LAB)))
        .endsWith(
            "is signed by the lab key "
                + Scene.OTHER_LAB.id()
                + ", and the run was given to the lab key "
                + Scene.LAB.id());
  }

  @Test
  void aKeyThatIsTakenAwayMeanwhileDoesNotCount() {
    scene.product(A, false);
    ReleaseKey key = scene.admitted(A, Scene.DATA, "290", "7.15");
    Assignment run = claimed("one");
    scene.labs.forget(Scene.LAB);
    assertThat(objection(run, Scene.proof(run), "one")).endsWith("which is not trusted here");
    Assignment again = scene.claim("two", Scene.offer(Scene.OTHER_LAB)).orElseThrow();
    RunResult result = scene.result(again, Result.PASSED, Scene.proof(again, Scene.OTHER_LAB));
    assertThat(scene.end("two", again, result)).isEqualTo(new Taken.Kept());
    assertThat(scene.state(A, key)).isInstanceOf(ReleaseState.HandedOn.class);
    assertThat(scene.run(again).lab()).isEqualTo(Scene.OTHER_LAB.id());
  }

  @Test
  void aRunnerOfALabThatIsNotTrustedGetsNoWorkAndIsPutOnRecordOnce() {
    scene.product(A, false);
    scene.admitted(A, Scene.DATA, "290", "7.15");
    scene.labs.forget(Scene.LAB);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(
              () -> scene.dispatcher.claim(Scene.runner("one"), null, Scene.offer(), Scene.TRACE))
          .isInstanceOf(UntrustedLab.class)
          .hasMessage("the lab key " + Scene.LAB.id() + " of one is not trusted here");
    }
    assertThat(scene.ledger.events())
        .filteredOn(Event.AccessDenied.class::isInstance)
        .containsExactly(
            new Event.AccessDenied(
                "work: the lab key " + Scene.LAB.id() + " of one is not trusted here"));
  }

  @Test
  void aLabThatIsTrustedForOneProductGetsNoRunsOfAnother() {
    ProductName other = Scene.product("b");
    scene.product(A, false);
    scene.product(other, false);
    scene.admitted(A, Scene.DATA, "290", "7.15");
    scene.admitted(other, Scene.DATA, "290", "7.15");
    scene.labs.only(Scene.LAB, other);

    assertThat(claimed("one").product()).isEqualTo("b");
    assertThat(scene.claim("one")).isEmpty();
  }

  @Test
  void theSecondRunOfACombinationGoesToAnotherLab() {
    scene.product(A, Scene.twoLabs());
    ReleaseKey key = scene.admitted(A, Scene.DATA, "290", "7.15", "7.15");
    Assignment first = claimed("one");
    assertThat(scene.claim("one")).as("while it is made").isEmpty();
    assertThat(scene.claim("beside-it")).as("another runner of the same lab").isEmpty();
    assertThat(scene.pass("one", first)).isEqualTo(new Taken.Kept());
    assertThat(scene.claim("one")).as("when it is made").isEmpty();
    assertThat(scene.state(A, key)).isInstanceOf(ReleaseState.Proving.class);

    Assignment second = scene.claim("two", Scene.offer(Scene.OTHER_LAB)).orElseThrow();
    assertThat(second.run()).isNotEqualTo(first.run());
    assertThat(scene.pass("two", second, Scene.OTHER_LAB)).isEqualTo(new Taken.Kept());
    assertThat(scene.state(A, key)).isInstanceOf(ReleaseState.HandedOn.class);
  }

  @Test
  void aLabThatLostARunMayMakeItsTwin() {
    scene.product(A, Scene.twoLabs());
    scene.admitted(A, Scene.DATA, "290", "7.15", "7.15");
    Assignment lost = claimed("one");
    Assignment other = scene.claim("two", Scene.offer(Scene.OTHER_LAB)).orElseThrow();
    scene.pass(Dispatcher.LEASE);
    scene.dispatcher.sweep(Scene.TRACE);

    assertThat(scene.claim("two", Scene.offer(Scene.OTHER_LAB)).orElseThrow().run())
        .isEqualTo(lost.run());
    assertThat(claimed("one").run()).isEqualTo(other.run());
  }

  private String objection(Assignment run, byte[] proof) {
    return objection(run, proof, "liar");
  }

  private String objection(Assignment run, byte[] proof, String runner) {
    Taken taken = scene.end(runner, run, scene.result(run, Result.PASSED, proof));
    assertThat(taken).isInstanceOf(Taken.Refused.class);
    return ((Taken.Refused) taken).sentence();
  }

  @Test
  void evidenceHasToBeHereFirstAndTheLeaseGoesOn() {
    scene.product(A, false);
    scene.admitted(A, Scene.DATA, "290", "7.15");
    Assignment run = claimed("one");
    var result =
        new RunResult(run.attempt(), "failed", "no", Scene.digest("x").hex(), null, List.of(), 1);
    assertThat(scene.end("one", run, result)).isInstanceOf(Taken.Unusable.class);
    assertThat(scene.renew("one", run)).isTrue();
  }

  @Test
  void arestartGivesEverythingThatIsOutAFullLease() {
    scene.product(A, false);
    scene.admitted(A, Scene.DATA, "290", "7.15", "7.16");
    Assignment works = claimed("works");
    Assignment dead = claimed("dead");
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
    Assignment run = claimed("one");
    var key = new dev.sluice.server.event.RunKey(run.run());
    scene.dispatcher.renew(
        Scene.runner("one"),
        A,
        key,
        new dev.sluice.server.wire.Renewal(1, true, List.of("first", "second\u001b[2J")),
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
    var offer =
        new dev.sluice.server.wire.Offer(
            List.of("qemu"), List.of("amd64"), "tcg", 1, 1024, List.of(), Scene.LAB.id().hex(), 30);
    var claimed = new java.util.concurrent.CompletableFuture<Optional<Assignment>>();
    Thread waiting = Thread.ofPlatform().start(() -> claimed.complete(scene.claim("one", offer)));
    scene.admitted(A, Scene.DATA, "290", "7.15");
    assertThat(claimed.get(20, java.util.concurrent.TimeUnit.SECONDS)).isPresent();
    waiting.join();
  }

  @Test
  void whoWaitsIsSentAwayWhenTheServerCloses() throws Exception {
    scene.product(A, false);
    var offer =
        new dev.sluice.server.wire.Offer(
            List.of("qemu"), List.of("amd64"), "tcg", 1, 1024, List.of(), Scene.LAB.id().hex(), 30);
    Thread waiting = Thread.ofPlatform().start(() -> scene.claim("one", offer));
    scene.dispatcher.close();
    waiting.join(Duration.ofSeconds(20));
    assertThat(waiting.isAlive()).isFalse();
  }
}
