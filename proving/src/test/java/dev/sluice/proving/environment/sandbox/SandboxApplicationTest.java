package dev.sluice.proving.environment.sandbox;

import static dev.sluice.proving.environment.sandbox.Place.ask;
import static dev.sluice.proving.environment.sandbox.Place.eventualDeath;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proving.cause.Cause;
import dev.sluice.proving.cause.Deaths;
import dev.sluice.proving.environment.Death;
import dev.sluice.proving.environment.Machine;
import dev.sluice.proving.environment.RunningMachine;
import dev.sluice.proving.environment.RunningMachine.Dead;
import dev.sluice.proving.environment.RunningMachine.Exited;
import dev.sluice.proving.environment.RunningMachine.Off;
import dev.sluice.proving.environment.RunningMachine.Ready;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Applications that live, die, hang, and go to the background, in real bubblewrap. */
@Timeout(60)
class SandboxApplicationTest {
  private static final String SERVES = "echo serving; while :; do sleep 0.1; done";

  @TempDir private static Path shared;
  private static Path root;

  @TempDir private Path folder;
  private Place place;

  @BeforeAll
  static void makeRoot() throws Exception {
    root = Place.root(shared);
  }

  @BeforeEach
  void open() throws Exception {
    place = Place.open(folder);
  }

  @AfterEach
  void close() {
    place.workplace().close();
  }

  private RunningMachine started(String start) throws InterruptedException {
    Machine machine = place.environment(root, start, Place.ROOMY).create("one");
    return machine.boot();
  }

  private static void live(RunningMachine running) throws InterruptedException {
    assertThat(running.awaitReady()).as(running.console()).isInstanceOf(Ready.class);
  }

  private static Death death(Object answer) {
    assertThat(answer).isInstanceOf(Dead.class);
    return ((Dead) answer).death();
  }

  @Test
  void anApplicationRunsWhileQuestionsAreAskedAndItsOutputIsTheConsole() throws Exception {
    try (RunningMachine running = started(SERVES)) {
      live(running);
      assertThat(ask(running, "ps -e -o args= | grep -c '^sh -c echo serving'").output())
          .isEqualTo("1\n");
      assertThat(running.console()).contains("serving\n");
      assertThat(running.powerOff()).isEqualTo(new Off());
    }
  }

  @Test
  void itIsStartedAtEveryStartFromCold() throws Exception {
    Machine machine =
        place
            .environment(root, "echo start >>/srv/state/starts; " + SERVES, Place.ROOMY)
            .create("m");
    for (int i = 0; i < 2; i++) {
      try (RunningMachine running = machine.boot()) {
        live(running);
        running.powerOff();
      }
    }
    try (RunningMachine running = machine.boot()) {
      live(running);
      assertThat(ask(running, "cat /srv/state/starts").output()).isEqualTo("start\nstart\nstart\n");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kill -SEGV $$ | status 139, segmentation fault",
        "kill -ABRT $$ | status 134, aborted",
        "exit 3        | status 3",
        "exit 0        | status 0, and nothing of it runs on",
        "exec /nowhere | status 127, there is no such program",
      })
  void anApplicationThatDiesAtItsStartIsADeadMachine(String start, String how) throws Exception {
    try (RunningMachine running = started("echo loading; " + start)) {
      Death death = death(running.awaitReady());
      assertThat(death.kind()).isEqualTo(Death.Kind.APPLICATION_ENDED);
      assertThat(death.detail()).isEqualTo(how);
      Cause cause = Deaths.cause(death, running.console(), "while booting");
      assertThat(cause.code()).isEqualTo(Cause.APPLICATION_ENDED);
      assertThat(cause.what())
          .matches("the application ended by itself \\(.*\\) after [0-9.]+ s while booting");
      assertThat(cause.evidence()).contains("loading");
      assertThat(death(running.run("exit 0", Place.LIMIT))).isEqualTo(death);
      assertThat(death(running.powerOff())).isEqualTo(death);
    }
  }

  @Test
  void aProgramThatIsNotThereIsADeadMachine() throws Exception {
    var spec =
        new dev.sluice.model.pipeline.EnvironmentSpec.Sandbox(
            new dev.sluice.model.pipeline.EnvironmentSpec.Root.Folder(root.toString()),
            new dev.sluice.model.pipeline.Command(java.util.List.of("/usr/sbin/absent", "-f")),
            "/srv/state",
            Place.ROOMY);
    try (RunningMachine running =
        place.environment(spec, SandboxEnvironment.Means.HERE).create("one").boot()) {
      assertThat(death(running.awaitReady()).detail())
          .isEqualTo("status 127, there is no such program");
    }
  }

  @Test
  void anApplicationThatDiesInUseIsADeadMachine() throws Exception {
    try (RunningMachine running =
        started("while [ ! -e /srv/state/bad ]; do sleep 0.05; done; kill -SEGV $$")) {
      live(running);
      // Its death may come before the answer does.
      var _ = running.run("touch /srv/state/bad", Place.LIMIT);
      assertThat(eventualDeath(running))
          .extracting(Death::kind, Death::detail)
          .containsExactly(Death.Kind.APPLICATION_ENDED, "status 139, segmentation fault");
    }
  }

  @Test
  void anApplicationThatDiesOfAQuestionIsADeadMachine() throws Exception {
    try (RunningMachine running = started("echo $$ >/run/pid; exec sleep 1000")) {
      live(running);
      assertThat(death(running.run("kill -SEGV $(cat /run/pid); sleep 0.3", Place.LIMIT)).detail())
          .isEqualTo("status 139, segmentation fault");
    }
  }

  @Test
  void anApplicationThatDiedUnnoticedDoesNotEndInOrder() throws Exception {
    try (RunningMachine running = started("sleep 0.7; setsid sleep 0.2 & exit 0")) {
      live(running);
      ask(running, "sleep 0.5; setsid sleep 0.3 & sleep 0.1");
      java.util.concurrent.locks.LockSupport.parkNanos(400_000_000);
      assertThat(death(running.powerOff()).kind()).isEqualTo(Death.Kind.APPLICATION_ENDED);
    }
  }

  @Test
  void anApplicationThatGoesToTheBackgroundLivesOn() throws Exception {
    try (RunningMachine running = started("setsid sleep 1000 & exit 0")) {
      live(running);
      assertThat(ask(running, "ps -C sleep -o args= | grep -c 1000").output()).isEqualTo("1\n");
      running.run("kill $(ps -C sleep -o pid=)", Place.LIMIT);
      assertThat(eventualDeath(running).detail()).isEqualTo("status 0, and nothing of it runs on");
    }
  }

  @Test
  void aCommandMayStartItAnew() throws Exception {
    try (RunningMachine running = started("echo $$ >/run/pid; exec sleep 1000")) {
      live(running);
      Exited restarted =
          ask(running, "kill $(cat /run/pid); sleep 0.3; setsid sleep 1001 & sleep 0.3");
      assertThat(restarted.status()).isZero();
      assertThat(ask(running, "sleep 0.5; ps -C sleep -o args= | grep -c 1001").output())
          .isEqualTo("1\n");
      assertThat(running.powerOff()).isEqualTo(new Off());
    }
  }

  @Test
  void anApplicationThatHangsLeavesTheQuestionsTheirLimits() throws Exception {
    try (RunningMachine running = started("mkfifo /run/door; exec 3<>/run/door; read -r x <&3")) {
      live(running);
      assertThat(ask(running, "cat /run/door", Duration.ofSeconds(1)).status()).isEqualTo(124);
      assertThat(running.powerOff()).isEqualTo(new Off());
    }
  }

  @Test
  void itIsToldToEndBeforeTheSandboxEnds() throws Exception {
    String start =
        "trap 'sleep 0.3; echo saved >/srv/state/saved; exit 0' TERM; while :; do sleep 0.05; done";
    Machine machine = place.environment(root, start, Place.ROOMY).create("one");
    try (RunningMachine running = machine.boot()) {
      live(running);
      assertThat(running.powerOff()).isEqualTo(new Off());
    }
    try (RunningMachine running = machine.boot()) {
      live(running);
      assertThat(ask(running, "cat /srv/state/saved").output()).isEqualTo("saved\n");
    }
  }

  @Test
  void oneThatDoesNotEndIsKilledAndTheConsoleSaysSo() throws Exception {
    try (RunningMachine running = started("trap 'echo no' TERM; while :; do sleep 0.05; done")) {
      live(running);
      assertThat(running.powerOff()).isEqualTo(new Off());
      assertThat(running.console())
          .contains("sluice: the application did not end within 10 s of SIGTERM and was killed");
    }
  }

  @Test
  void oneThatEndsTheGuestChannelIsNoInfrastructure() throws Exception {
    try (RunningMachine running = started("sleep 0.8; kill -9 -1; exec sleep 1000")) {
      live(running);
      Death death = eventualDeath(running);
      assertThat(death.isInfrastructure()).isFalse();
    }
  }

  @Test
  void whatItWritesLastIsOnTheConsole() throws Exception {
    try (RunningMachine running =
        started("echo sluice: step 7 boots >/dev/console; echo last words >/dev/console; exit 9")) {
      assertThat(death(running.awaitReady()).detail()).isEqualTo("status 9");
      assertThat(running.console()).contains("step 7 boots\nlast words\n");
    }
  }

  @Test
  void floodingTheConsoleFillsNothing() throws Exception {
    try (RunningMachine running = started("while :; do echo flood flood flood flood; done")) {
      live(running);
      assertThat(ask(running, "echo on").output()).isEqualTo("on\n");
      assertThat(running.powerOff()).isEqualTo(new Off());
      assertThat(running.console().length()).isLessThan(1_100_000);
    }
  }
}
