package dev.sluice.proving.check;

import static dev.sluice.proving.Examples.digest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.pipeline.Command;
import dev.sluice.model.pipeline.EnvironmentSpec;
import dev.sluice.proving.environment.EnvironmentFacts.Platform;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the kernel did at a sandbox's bound is said in the sentence about what failed. */
class BoundHitsTest {
  private static final String KILLED = "sluice: killed at the bound of 64 MiB of memory\n";
  private static final String REFUSED = "sluice: refused a process at the bound of 16\n";
  private static final Step CATCHES =
      new Step.Catches(
          "catches",
          new Command(List.of("scan")),
          List.of(new Sample("threat.txt", "sample-1/threat.txt", digest("threat"))));

  private final ScriptedMachine machine = new ScriptedMachine();

  private Outcome perform(Platform platform) throws InterruptedException {
    return performer(platform).perform(List.of(CATCHES), false);
  }

  private Performer performer(Platform platform) {
    return new Performer(
        machine,
        new Subject(
            new Command(List.of("in-force")), Map.of(), EnvironmentSpec.Health.DEFAULT, platform),
        new Memory(),
        Duration.ofSeconds(20),
        (_, _, _, _) -> {});
  }

  private static String what(Outcome outcome) {
    if (outcome instanceof Outcome.NotShown(var cause)) {
      return cause.what();
    }
    throw new AssertionError("shown: " + outcome);
  }

  @Test
  void eachBoundHasItsClause() {
    assertThat(new BoundHits().with("sluice-end 1 137 2.0\n" + KILLED + REFUSED))
        .isEqualTo(
            "; a process was killed at the bound of 64 MiB of memory"
                + "; a process was refused at the bound of 16 processes");
  }

  @Test
  void whatAVerbPrintsIsNoBound() {
    assertThat(new BoundHits().with(KILLED + "sluice-end 1 0 2.0\n")).isEmpty();
    assertThat(new BoundHits().with("")).isEmpty();
  }

  @Test
  void aFailureWithEvidenceOfItsOwnNamesTheBound() throws InterruptedException {
    machine.saying(0, "sluice-probe 0 137 \nKilled\n").adding(KILLED);

    assertThat(what(perform(Platform.SANDBOX)))
        .isEqualTo(
            "probing threat.txt failed (exit status 137); a process was killed at the bound of 64"
                + " MiB of memory");
  }

  @Test
  void aQuestionThatDidNotEndNamesTheBoundToo() throws InterruptedException {
    machine.then(new ScriptedMachine.Reply.BreaksOff(137, "half\n")).adding(KILLED);

    assertThat(what(perform(Platform.SANDBOX))).contains("probing did not end", "64 MiB of memory");
  }

  @Test
  void whatWasHitBeforeIsStillSaidWhenItsPriceShows() throws InterruptedException {
    Performer performer = performer(Platform.SANDBOX);
    machine.saying(0, "sluice-probe 0 1 \n").adding(KILLED);
    assertThat(performer.perform(List.of(CATCHES), false)).isEqualTo(new Outcome.Passed());

    machine.saying(0, "sluice-probe 0 0 \n").adding(REFUSED);
    assertThat(what(performer.perform(List.of(CATCHES), false)))
        .isEqualTo(
            "it missed a known threat, threat.txt; a process was refused at the bound of 16"
                + " processes; earlier a process was killed at the bound of 64 MiB of memory");
  }

  @Test
  void whatIsHitAgainIsSaidOnce() {
    var hits = new BoundHits();
    var _ = hits.with(KILLED);

    assertThat(hits.with(KILLED))
        .isEqualTo("; a process was killed at the bound of 64 MiB of memory");
  }

  @Test
  void aCheckThatIsShownAllTheSamePasses() throws InterruptedException {
    machine.saying(0, "sluice-probe 0 1 \n").adding(REFUSED);

    assertThat(perform(Platform.SANDBOX)).isEqualTo(new Outcome.Passed());
  }

  @Test
  void onlyASandboxHasBoundsOfThisKind() throws InterruptedException {
    machine.saying(0, "sluice-probe 0 137 \nKilled\n").adding(KILLED);

    assertThat(what(perform(Platform.LINUX)))
        .isEqualTo("probing threat.txt failed (exit status 137)");
  }
}
