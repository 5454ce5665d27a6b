package dev.sluice.proving.run;

import static dev.sluice.proving.Examples.release;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.Combination;
import dev.sluice.model.Release;
import dev.sluice.model.pipeline.Artifact;
import dev.sluice.model.pipeline.Command;
import dev.sluice.model.pipeline.EnvironmentSpec.Health;
import dev.sluice.proving.check.Exchange;
import dev.sluice.proving.check.Step;
import dev.sluice.proving.check.Subject;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.environment.EnvironmentFacts.Platform;
import dev.sluice.proving.environment.RunningMachine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KnownGoodTest {
  private static final Release CLAMAV = release("clamav", "1.4");
  private static final Release SIGNATURES = release("signatures", "1");
  private static final Command HEALTHY = new Command(List.of("healthy"));
  private static final Step TAKE =
      new Step.TakeLive("beginning", new Command(List.of("take")), SIGNATURES, "release-1/s.tar");
  private static final Step IN_FORCE =
      new Step.InForceIs(
          "beginning", new Combination(CLAMAV, List.of(SIGNATURES)), SIGNATURES.artifact());

  private static KnownGood known(Health health, Step... steps) {
    return new KnownGood(
        new Course.Start.Prepared(List.of(steps), HEALTHY, null, "clamav 1.4 + signatures 1"),
        new Subject(
            new Command(List.of("in-force")),
            Map.of(
                CLAMAV.artifact(), Artifact.InForce.VERSION,
                SIGNATURES.artifact(), Artifact.InForce.VERSION),
            health,
            Platform.LINUX));
  }

  /** Answers what each verb is asked. */
  private record Machine(String inForce, String state, int status) implements RunningMachine {
    @Override
    public Start awaitReady() {
      return new Ready(Duration.ofSeconds(1));
    }

    @Override
    public Answer run(String script, Duration limit) {
      if (!script.contains("sluice-begin")) {
        return new Exited(status, state, Duration.ZERO);
      }
      var output = new StringBuilder();
      for (Exchange.Question question : Exchange.questions(script)) {
        output.append(question.answered(0, question.body().endsWith("'in-force'") ? inForce : ""));
      }
      return new Exited(0, output.toString(), Duration.ZERO);
    }

    @Override
    public String inputs() {
      return "/in";
    }

    @Override
    public Stop powerOff() {
      return new Off();
    }

    @Override
    public String console() {
      return "";
    }

    @Override
    public void close() {}
  }

  private static String bring(KnownGood known, Machine machine) throws InterruptedException {
    return known.bring(machine, Duration.ofSeconds(20));
  }

  @Test
  void whatTheMachineSaysOfItselfIsRemembered() throws Exception {
    var machine = new Machine("signatures 1", "sluice-failed old.service\nsluice-taint 0\n", 0);

    assertThat(bring(known(Health.DEFAULT, TAKE, IN_FORCE), machine))
        .contains("sluice-failed old.service");
  }

  @Test
  void aMachineThatDoesNotTakeTheLastKnownGoodIsNoBeginning() {
    var machine = new Machine("signatures 0", "sluice-taint 0\n", 0);

    assertThatThrownBy(() -> bring(known(Health.DEFAULT, TAKE, IN_FORCE), machine))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("last known good")
        .hasMessageContaining("it still uses 0");
  }

  @Test
  void aMachineThatIsUnwellWithTheLastKnownGoodIsNoBeginning() {
    var machine = new Machine("signatures 1", "sluice-taint 0\n", 1);

    assertThatThrownBy(() -> bring(known(Health.DEFAULT, TAKE, IN_FORCE), machine))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("healthy with the last known good");
  }

  @Test
  void aBareMachineIsAskedNothing() throws Exception {
    assertThat(bring(known(Health.DEFAULT), new Machine("", "", 1))).isEmpty();
  }

  @Test
  void anotherWatchOnHealthIsAnotherBeginning() {
    Health other = new Health(List.of("clamav-daemon.service"), Duration.ofSeconds(1));

    assertThat(known(other, TAKE).identity()).isNotEqualTo(known(Health.DEFAULT, TAKE).identity());
  }
}
