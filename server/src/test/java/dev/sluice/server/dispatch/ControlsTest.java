package dev.sluice.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Result;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.life.ReleaseState;
import dev.sluice.server.life.RunState;
import dev.sluice.server.wire.Assignment;
import dev.sluice.server.wire.Offer;
import dev.sluice.server.wire.RunResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlsTest {
  private static final ProductName A = Scene.product("a");

  @AutoClose private final Scene scene;

  ControlsTest(@TempDir Path folder) {
    scene = new Scene(folder);
  }

  private String given(String runner) {
    return scene.claim(runner).map(Scene::title).orElse("nothing");
  }

  private void show(String runner, boolean red) {
    Assignment controls = scene.claimed(runner);
    assertThat(controls.work()).isEqualTo("controls");
    assertThat(scene.end(runner, controls, Scene.showing(controls, red)))
        .isEqualTo(new Taken.Kept());
  }

  @Test
  void theyAreShownBeforeAnythingIsProven() {
    scene.product(A, true);
    ReleaseKey key = scene.admitted(A, Scene.DATA, "290", "7.15");
    show("one", true);
    Assignment run = scene.claimed("one");
    assertThat(scene.pass("one", run)).isEqualTo(new Taken.Kept());
    assertThat(scene.state(A, key)).isInstanceOf(ReleaseState.HandedOn.class);
  }

  @Test
  void everyRunnerShowsItsOwnAndNoneTwiceAtOnce() {
    scene.product(A, true);
    scene.admitted(A, Scene.DATA, "290", "7.15", "7.16");
    Assignment ones = scene.claimed("one");
    assertThat(Scene.title(ones)).isEqualTo("a controls");
    // The same runner's second place has nothing to prove before they are shown.
    assertThat(given("one")).isEqualTo("nothing");
    assertThat(given("two")).isEqualTo("a controls");
    scene.end("one", ones, Scene.showing(ones, true));
    assertThat(given("one")).isEqualTo("a channel 290 with sensor 7.15");
  }

  @Test
  void theyAreKeptFreshWhenNothingWaits() {
    scene.product(A, true);
    show("one", true);
    assertThat(given("one")).isEqualTo("nothing");
    scene.pass(Duration.ofDays(4));
    assertThat(given("one")).isEqualTo("a controls");
  }

  @Test
  void theyHoldForAWeekForWhoHasOtherThingsToDo() {
    scene.product(A, true);
    show("one", true);
    scene.pass(Duration.ofDays(4));
    scene.admitted(A, Scene.DATA, "290", "7.15", "7.16");
    assertThat(given("one")).isEqualTo("a channel 290 with sensor 7.15");
    scene.pass(Duration.ofDays(3));
    assertThat(given("one")).isEqualTo("a controls");
  }

  @Test
  void aPassOfARunnerThatStoppedNoKnownBadReleaseDoesNotCount() {
    scene.product(A, true);
    ReleaseKey key = scene.admitted(A, Scene.DATA, "290", "7.15");
    show("blind", false);
    Assignment run = scene.claimed("blind");
    assertThat(scene.pass("blind", run)).isEqualTo(new Taken.Kept());
    assertThat(scene.run(run).state()).isInstanceOf(RunState.CouldNotTell.class);
    assertThat(scene.state(A, key)).isInstanceOf(ReleaseState.Undecided.class);
  }

  @Test
  void afterAnHourABlindRunnerMayShowThemAgain() {
    scene.product(A, true);
    show("blind", false);
    assertThat(given("blind")).isEqualTo("nothing");
    scene.pass(Duration.ofMinutes(61));
    show("blind", true);
    scene.admitted(A, Scene.DATA, "290", "7.15");
    assertThat(given("blind")).isEqualTo("a channel 290 with sensor 7.15");
  }

  @Test
  void whereTheyCouldNotBeToldTheRunGoesAheadAndWaitsForThem() {
    scene.product(A, true);
    ReleaseKey key = scene.admitted(A, Scene.DATA, "290", "7.15");
    Assignment controls = scene.claimed("one");
    scene.end("one", controls, untold(controls));
    Assignment run = scene.claimed("one");
    scene.pass("one", run);
    assertThat(scene.state(A, key)).isInstanceOf(ReleaseState.Proving.class);

    scene.pass(Duration.ofMinutes(10));
    show("one", true);
    assertThat(scene.state(A, key)).isInstanceOf(ReleaseState.HandedOn.class);
  }

  @Test
  void whatWaitsForThemGetsThemWhenItsPipelineFileIsInUseNoMore() {
    scene.product(A, true);
    ReleaseKey key = scene.admitted(A, Scene.DATA, "290", "7.15");
    Assignment controls = scene.claim("one").orElseThrow();
    scene.end("one", controls, untold(controls));
    scene.pass("one", scene.claim("one").orElseThrow());
    scene.product(A, false);

    scene.pass(Duration.ofMinutes(10));
    show("one", true);

    assertThat(scene.state(A, key)).isInstanceOf(ReleaseState.HandedOn.class);
  }

  private static RunResult untold(Assignment controls) {
    return new RunResult(
        controls.attempt(),
        Result.COULD_NOT_TELL.word(),
        "no machine booted",
        null,
        null,
        List.of(),
        1);
  }

  @Test
  void aRunnerThatDiesOfThemIsNotGivenThemAtOnceAgain() {
    scene.product(A, true);
    scene.admitted(A, Scene.DATA, "290", "7.15");
    assertThat(scene.claim("one")).isPresent();
    scene.pass(Duration.ofSeconds(30));
    scene.dispatcher.sweep(Scene.TRACE);
    assertThat(given("one")).isEqualTo("a channel 290 with sensor 7.15");
  }

  private static Offer with(String... equipment) {
    Offer offer = Scene.offer();
    return new Offer(
        offer.drivers(),
        offer.architectures(),
        offer.accelerator(),
        offer.cores(),
        offer.memoryMebibytes(),
        offer.files(),
        offer.lab(),
        offer.waitSeconds(),
        List.of(equipment),
        null);
  }

  private String given(String runner, Offer offer) {
    return scene.claim(runner, offer).map(Scene::title).orElse("nothing");
  }

  @Test
  void aRunnerWithAnotherQemuShowsThemAgain() {
    scene.product(A, true);
    scene.admitted(A, Scene.DATA, "290", "7.15", "7.16", "7.17");
    Assignment first = scene.claim("one", with("qemu 7.2")).orElseThrow();
    scene.end("one", first, Scene.showing(first, true));
    assertThat(given("one", with("qemu 7.2"))).isEqualTo("a channel 290 with sensor 7.15");
    scene.restart();
    assertThat(given("one", with("qemu 7.2"))).isEqualTo("a channel 290 with sensor 7.16");

    Assignment second = scene.claim("one", with("qemu 8.0")).orElseThrow();
    assertThat(Scene.title(second)).isEqualTo("a controls");
    assertThat(scene.events())
        .filteredOn(Event.RunnerChanged.class::isInstance)
        .containsExactly(
            new Event.RunnerChanged(new PersonName("one"), List.of("qemu 7.2")),
            new Event.RunnerChanged(new PersonName("one"), List.of("qemu 8.0")));
    scene.end("one", second, Scene.showing(second, true));
    assertThat(given("one", with("qemu 8.0"))).isEqualTo("a channel 290 with sensor 7.17");
  }

  @Test
  void aRunnerThatSaysForTheFirstTimeWhatItMakesRunsWithShowsThemAgain() {
    scene.product(A, true);
    show("one", true);
    assertThat(given("one")).isEqualTo("nothing");
    assertThat(given("one", with("qemu 7.2"))).isEqualTo("a controls");
  }

  @Test
  void whatTheOldQemuShowedBacksNoReleaseOnceTheRunnerHasAnother() {
    scene.product(A, true);
    Assignment first = scene.claim("one", with("qemu 7.2")).orElseThrow();
    scene.end("one", first, Scene.showing(first, true));
    ReleaseKey key = scene.admitted(A, Scene.DATA, "290", "7.15");
    Assignment second = scene.claim("one", with("qemu 8.0")).orElseThrow();
    scene.end("one", second, untold(second));
    Assignment run = scene.claim("one", with("qemu 8.0")).orElseThrow();
    scene.pass("one", run);
    assertThat(scene.state(A, key)).isInstanceOf(ReleaseState.Proving.class);
  }

  @Test
  void aShowingUnderWayWhileTheQemuChangesDoesNotCount() {
    scene.product(A, true);
    Assignment first = scene.claim("one", with("qemu 7.2")).orElseThrow();
    // The change is noticed with work that has to wait for no controls.
    scene.product(A, false);
    scene.admitted(A, Scene.DATA, "290", "7.15");
    assertThat(given("one", with("qemu 8.0"))).isEqualTo("a channel 290 with sensor 7.15");
    scene.end("one", first, Scene.showing(first, true));
    assertThat(scene.events()).noneMatch(Event.ControlsShown.class::isInstance);
  }

  @Test
  void whoCannotShowThemLetsOthersSpeak() {
    scene.product(
        A,
        new BundleFacts(
            Scene.digest("mixed"),
            Scene.PIPELINE_FILE,
            Scene.bundle(Scene.BUNDLE, true).environments(),
            Scene.PLACE,
            Set.of(Scene.DATA),
            Set.of(),
            Set.of(),
            Scene.bundle(Scene.BUNDLE, true).known(),
            Set.of("large")));
    ReleaseKey key = scene.admitted(A, Scene.DATA, "290", "7.15");
    Assignment run = scene.claimed("small");
    assertThat(run.work()).isEqualTo("prove");
    scene.pass("small", run);
    assertThat(scene.state(A, key)).isInstanceOf(ReleaseState.Proving.class);
    var large =
        new Offer(
            List.of("qemu"),
            List.of("arm64"),
            "tcg",
            1,
            16_384,
            List.of(),
            Scene.LAB.id().hex(),
            0);
    Assignment controls = scene.claim("large", large).orElseThrow();
    scene.end("large", controls, Scene.showing(controls, true));
    assertThat(scene.state(A, key)).isInstanceOf(ReleaseState.HandedOn.class);
  }

  @Test
  void otherControlsThanTheFileHasAreNotBelieved() {
    scene.product(A, true);
    Assignment controls = scene.claimed("liar");
    var result =
        new RunResult(
            controls.attempt(),
            "passed",
            "stopped",
            null,
            null,
            List.of(
                new RunResult.WireControl(
                    "channel", "291", Scene.digest("harmless").hex(), "boots", true)),
            1);
    assertThat(scene.end("liar", controls, result))
        .isEqualTo(
            new Taken.Refused("liar showed other known-bad releases than the pipeline file has"));
    assertThat(scene.run(controls).state()).isInstanceOf(RunState.Expired.class);
  }

  @Test
  void aResultThatContradictsWhatWasShownIsNotBelieved() {
    scene.product(A, true);
    Assignment controls = scene.claimed("liar");
    RunResult green = Scene.showing(controls, false);
    var result =
        new RunResult(controls.attempt(), "passed", "stopped", null, null, green.controls(), 1);
    assertThat(scene.end("liar", controls, result)).isInstanceOf(Taken.Refused.class);
  }

  @Test
  void whatPassedBeforeIsSettledWithThemNewestFirst() {
    scene.product(A, true);
    ReleaseKey older = scene.admitted(A, Scene.DATA, "290", "7.15");
    ReleaseKey newer = scene.admitted(A, Scene.DATA, "291", "7.15");
    Assignment controls = scene.claimed("one");
    scene.end("one", controls, untold(controls));
    scene.pass("one", scene.claimed("one"));
    scene.pass("one", scene.claimed("one"));
    scene.pass(Duration.ofMinutes(10));
    show("one", true);
    assertThat(scene.state(A, newer)).isInstanceOf(ReleaseState.HandedOn.class);
    assertThat(scene.state(A, older)).isEqualTo(new ReleaseState.Superseded(newer));
  }
}
