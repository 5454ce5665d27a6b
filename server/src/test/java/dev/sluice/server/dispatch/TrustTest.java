package dev.sluice.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.Digest;
import dev.sluice.model.Result;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.life.ReleaseState;
import dev.sluice.server.life.RunState;
import dev.sluice.server.wire.Assignment;
import dev.sluice.server.wire.RunResult;
import dev.sluice.trust.key.LabKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose proofs are believed, and who gets work at all. */
class TrustTest {
  private static final ProductName A = Scene.product("a");

  @AutoClose private final Scene scene;

  TrustTest(@TempDir Path folder) {
    scene = new Scene(folder);
  }

  @Test
  void aPassWithoutAProofIsNotBelieved() {
    scene.product(A, false);
    scene.admitted(A, Scene.DATA, "290", "7.15");
    Assignment run = scene.claimed("liar");
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
    Assignment run = scene.claimed("liar");
    Assignment sibling = scene.claimed("liar");
    Assignment other = scene.claimed("liar");

    assertThat(objection(run, scene.proofs().of(other)))
        .contains("is for sensor 7.15 + channel 291");
    run = scene.claimed("liar");
    assertThat(objection(run, scene.proofs().of(sibling))).contains("not with sensor 7.15");
    run = scene.claimed("liar");
    assertThat(objection(run, scene.proofs().of(run, Scene.digest("other"), Scene.PLACE)))
        .contains("another content of channel 290")
        .isEqualTo(
            scene.events().reversed().stream()
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
  void aProofWithOtherContentOfWhatHostsRunIsNotBelieved() {
    scene.product(A, false);
    scene.admitted(A, Scene.DATA, "290", "7.15");
    Assignment run = scene.claimed("liar");
    Digest other = Scene.digest("other");
    assertThat(objection(run, scene.proofs().with(run, other)))
        .isEqualTo(
            "liar said that it passed, and its proof is with another content of sensor 7.15 than"
                + " the pipeline file names: "
                + other.abbreviated());
  }

  @Test
  void aProofOfARunThatEndedBeforeThisOneWasAskedForIsNotBelieved() {
    scene.pass(Duration.ofHours(1));
    scene.product(A, false);
    ReleaseKey key = scene.admitted(A, Scene.DATA, "290", "7.15");
    Instant queued = scene.now();
    Assignment run = scene.claimed("liar");
    Proofs old = scene.proofs().at(queued.minus(Duration.ofSeconds(601)));
    assertThat(objection(run, old.of(run)))
        .isEqualTo(
            "liar said that it passed, and its proof is an old one, or the lab's clock is wrong:"
                + " it says that its run ended at 2026-03-01T00:49:59Z, and the run was asked for"
                + " at 2026-03-01T01:00:00Z");

    Assignment again = scene.claimed("slow-clock");
    Proofs behind = scene.proofs().at(queued.minus(Duration.ofMinutes(10)));
    RunResult result = scene.result(again, Result.PASSED, behind.of(again));
    assertThat(scene.end("slow-clock", again, result)).isEqualTo(new Taken.Kept());
    assertThat(scene.state(A, key)).isInstanceOf(ReleaseState.HandedOn.class);
  }

  @Test
  void aProofOfAnotherPlaceOrNoProofAtAllIsNotBelieved() {
    scene.product(A, false);
    scene.admitted(A, Scene.DATA, "290", "7.15");
    Assignment run = scene.claimed("liar");
    assertThat(objection(run, scene.proofs().of(run, Proofs.content(run), "large")))
        .contains("is of large, not of the environment small");
    run = scene.claimed("liar");
    assertThat(objection(run, "{}".getBytes(StandardCharsets.UTF_8)))
        .startsWith("liar said that it passed, and its proof is none: ");
  }

  @Test
  void aProofByALabThatIsNotTrustedIsNotBelieved() {
    scene.product(A, false);
    scene.admitted(A, Scene.DATA, "290", "7.15");
    LabKey stranger = LabKey.generate("lab", new SecureRandom());
    Assignment run = scene.claimed("liar");
    assertThat(objection(run, scene.proofs().by(stranger).of(run)))
        .isEqualTo(
            "liar said that it passed, and its proof is signed by the lab key "
                + stranger.id()
                + ", which is not trusted here");
    assertThat(scene.events())
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
    Assignment run = scene.claimed("liar");
    assertThat(objection(run, scene.proofs().by(Scene.OTHER_LAB).of(run)))
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
    Assignment run = scene.claimed("one");
    scene.labs.forget(Scene.LAB);
    assertThat(objection(run, scene.proofs().of(run), "one")).endsWith("which is not trusted here");
    Assignment again = scene.claim("two", Scene.offer(Scene.OTHER_LAB, 0)).orElseThrow();
    RunResult result =
        scene.result(again, Result.PASSED, scene.proofs().by(Scene.OTHER_LAB).of(again));
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
    assertThat(scene.events())
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

    assertThat(scene.claimed("one").product()).isEqualTo("b");
    assertThat(scene.claim("one")).isEmpty();
  }

  @Test
  void theSecondRunOfACombinationGoesToAnotherLab() {
    scene.product(A, Scene.twoLabs());
    ReleaseKey key = scene.admitted(A, Scene.DATA, "290", "7.15", "7.15");
    Assignment first = scene.claimed("one");
    assertThat(scene.claim("one")).as("while it is made").isEmpty();
    assertThat(scene.claim("beside-it")).as("another runner of the same lab").isEmpty();
    assertThat(scene.pass("one", first)).isEqualTo(new Taken.Kept());
    assertThat(scene.claim("one")).as("when it is made").isEmpty();
    assertThat(scene.state(A, key)).isInstanceOf(ReleaseState.Proving.class);

    Assignment second = scene.claim("two", Scene.offer(Scene.OTHER_LAB, 0)).orElseThrow();
    assertThat(second.run()).isNotEqualTo(first.run());
    assertThat(scene.pass("two", second, Scene.OTHER_LAB)).isEqualTo(new Taken.Kept());
    assertThat(scene.state(A, key)).isInstanceOf(ReleaseState.HandedOn.class);
  }

  @Test
  void aLabThatLostARunMayMakeItsTwin() {
    scene.product(A, Scene.twoLabs());
    scene.admitted(A, Scene.DATA, "290", "7.15", "7.15");
    Assignment lost = scene.claimed("one");
    Assignment other = scene.claim("two", Scene.offer(Scene.OTHER_LAB, 0)).orElseThrow();
    scene.pass(Dispatcher.LEASE);
    scene.dispatcher.sweep(Scene.TRACE);

    assertThat(scene.claim("two", Scene.offer(Scene.OTHER_LAB, 0)).orElseThrow().run())
        .isEqualTo(lost.run());
    assertThat(scene.claimed("one").run()).isEqualTo(other.run());
  }

  private String objection(Assignment run, byte[] proof) {
    return objection(run, proof, "liar");
  }

  private String objection(Assignment run, byte[] proof, String runner) {
    Taken taken = scene.end(runner, run, scene.result(run, Result.PASSED, proof));
    assertThat(taken).isInstanceOf(Taken.Refused.class);
    return ((Taken.Refused) taken).sentence();
  }
}
