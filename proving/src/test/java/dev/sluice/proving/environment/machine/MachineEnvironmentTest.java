package dev.sluice.proving.environment.machine;

import static dev.sluice.proving.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.proving.environment.Death;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.environment.Machine;
import dev.sluice.proving.environment.RunningMachine;
import dev.sluice.proving.environment.RunningMachine.Dead;
import dev.sluice.proving.environment.RunningMachine.Exited;
import dev.sluice.proving.environment.RunningMachine.Off;
import dev.sluice.proving.environment.RunningMachine.Ready;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What the driver does on a machine, and machines that fail. */
class MachineEnvironmentTest extends OnBench {
  @Test
  void aScriptHasItsStatusItsOutputAndItsTime() throws Exception {
    try (Machine machine = bench.open().create(name())) {
      RunningMachine on = begun(machine);

      Exited exited = run(on, "echo \"it's $((6*7))\"; echo 'über 日本' >&2; sleep 0.2; exit 7");

      assertThat(exited.status()).isEqualTo(7);
      assertThat(exited.output()).isEqualTo("it's 42\nüber 日本\n");
      assertThat(exited.guestTime()).isBetween(Duration.ofMillis(190), Duration.ofSeconds(9));
      assertThat(run(on, "read -r line; echo \"status $?\"\necho after").output())
          .as("a script's commands must not read the script")
          .isEqualTo("status 1\nafter\n");
    }
  }

  @Test
  void aScriptAtItsLimitIsKilledWithAllThatItStarted() throws Exception {
    try (Machine machine = bench.open().create(name())) {
      RunningMachine on = begun(machine);

      var late =
          (Exited)
              on.run(
                  "(trap '' TERM; sleep 600) & echo $! >" + bench.machine + "/child\necho on; wait",
                  Duration.ofSeconds(1));

      assertThat(late.status()).isEqualTo(Exited.KILLED_AT_LIMIT);
      assertThat(late.output()).isEqualTo("on\n");
      long child = Long.parseLong(Files.readString(bench.machine.resolve("child")).strip());
      eventually(LIMIT, "the child's end", () -> ProcessHandle.of(child).isEmpty());
      assertThat(run(on, "echo next").output()).isEqualTo("next\n");
    }
  }

  @Test
  void whatAScriptLeavesRunningHoldsNothingUp() throws Exception {
    try (Machine machine = bench.open().create(name())) {
      RunningMachine on = begun(machine);

      assertThat(run(on, "sleep 60 & echo started").output()).isEqualTo("started\n");
    }
  }

  @Test
  void ofLongOutputTheFirstPartIsKept() throws Exception {
    try (Machine machine = bench.open().create(name())) {
      RunningMachine on = begun(machine);

      Exited exited = run(on, "head -c 1000000 /dev/zero | tr '\\0' x; exit 3");

      assertThat(exited.output()).hasSize(64 * 1024).containsOnlyOnce("x".repeat(64 * 1024));
      assertThat(exited.status()).isEqualTo(3);
    }
  }

  @Test
  void aPowerCycleThatForgetsWhatHappenedIsFoundOut() throws Exception {
    try (Machine machine = bench.open().create(name())) {
      begun(machine).close();
      Files.delete(bench.machine.resolve("in.marker"));
      RunningMachine again = machine.boot();

      assertThatExceptionOfType(EnvironmentException.class)
          .isThrownBy(again::awaitReady)
          .withMessageContaining("did not survive a cold boot")
          .withMessageContaining("a boot that forgets the candidate proves nothing");
    }
  }

  @Test
  void aReplyIsFetchedByAnotherConnectionWhenTheFirstIsCut() throws Exception {
    Path begun = bench.machine.resolve("begun");
    Path end = bench.machine.resolve("end");
    try (Machine machine = bench.open().create(name())) {
      RunningMachine on = begun(machine);
      var answer = new AtomicReference<RunningMachine.Answer>();
      String script =
          "echo a; touch " + begun + "; until [ -e " + end + " ]; do sleep 0.05; done; exit 4";
      Thread runner =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      answer.set(on.run(script, LIMIT));
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  });
      eventually(LIMIT, "the script's start", () -> Files.exists(begun));
      bench.peer.cut();
      Files.createFile(end);
      runner.join(LIMIT);

      assertThat(answer.get())
          .isInstanceOfSatisfying(
              Exited.class,
              exited -> {
                assertThat(exited.status()).isEqualTo(4);
                assertThat(exited.output()).isEqualTo("a\n");
              });
    }
    assertThat(bench.evidence(name() + ".boot-1.ssh.txt")).contains("was fetched by another");
  }

  @Test
  void aMachineThatNeverComesUpIsTheOwnersMatterBeforeACandidateWasOnIt() throws Exception {
    MachineEnvironment environment = bench.open();
    bench.peer.stop();

    assertThatExceptionOfType(EnvironmentException.class)
        .isThrownBy(
            () -> {
              try (Machine machine = environment.create(name())) {
                begun(machine);
              }
            })
        .withMessageContaining("does not come up after it was restored")
        .withMessageContaining("nothing of a candidate was on it yet");
    assertThat(bench.evidence(name() + ".boot-1.screen.png")).isEqualTo("picture");
    assertThat(Files.readString(folder.resolve("power"))).isEqualTo("off\non\noff\n");
  }

  @Test
  void aMachineThatNeverComesUpAgainIsSilent() throws Exception {
    bench.deadline = Duration.ofMinutes(1);
    try (Machine machine = bench.open().create(name())) {
      begun(machine).close();
      bench.peer.stop();

      RunningMachine again = machine.boot();

      assertThat(again.awaitReady())
          .isInstanceOfSatisfying(
              Dead.class, dead -> assertThat(dead.death().kind()).isEqualTo(Death.Kind.SILENT));
      assertThat(again.run("echo", LIMIT)).isInstanceOf(Dead.class);
      assertThat(again.powerOff()).isInstanceOf(Dead.class);
    }
  }

  @Test
  void aPortThatAnswersWithoutSshIsASilentChannel() throws Exception {
    bench.deadline = Duration.ofSeconds(2);
    try (Machine machine = bench.open().create(name())) {
      begun(machine).close();
      int port = bench.peer.port();
      bench.peer.stop();
      try (var silent = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
        assertThat(silent.isBound()).isTrue();

        assertThat(machine.boot().awaitReady())
            .isInstanceOfSatisfying(
                Dead.class,
                dead -> {
                  assertThat(dead.death().kind()).isEqualTo(Death.Kind.CHANNEL_SILENT);
                  assertThat(dead.death().detail()).contains("SSH does not");
                });
      }
    }
  }

  @Test
  void aPanicOnTheConsoleEndsTheWaitAndIsTheCause() throws Exception {
    bench.deadline = Duration.ofMinutes(5);
    try (Machine machine = bench.open().create(name())) {
      begun(machine).close();
      bench.peer.stop();
      Files.writeString(
          folder.resolve("console.txt"),
          "[    2.1] Kernel panic - not syncing: Attempted to kill init! exitcode=0x00000100\n");

      RunningMachine again = machine.boot();

      assertThat(again.awaitReady())
          .isInstanceOfSatisfying(
              Dead.class,
              dead -> {
                assertThat(dead.death().kind()).isEqualTo(Death.Kind.PANICKED);
                assertThat(dead.death().sinceStart()).isLessThan(Duration.ofSeconds(30));
              });
      assertThat(again.console()).contains("Attempted to kill init");
    }
    assertThat(bench.evidence(name() + ".boot-2.console.txt")).contains("Kernel panic");
  }

  @Test
  void aMachineIsOffWhenItsConsoleSaysSo() throws Exception {
    try (Machine machine = bench.open().create(name())) {
      RunningMachine on = begun(machine);
      bench.peer.whenToldToGoOff(
          () -> {
            Files.writeString(folder.resolve("console.txt"), "[   31.2] reboot: Power down\n");
            bench.peer.stop();
          });

      assertThat(on.powerOff()).isInstanceOf(Off.class);
    }
    assertThat(bench.time.paused()).isLessThan(Duration.ofSeconds(10));
    assertThat(Files.readString(folder.resolve("power"))).isEqualTo("off\non\noff\n");
  }

  @Test
  void aMachineWhoseConsoleSaysNothingIsGivenTimeToUnmount() throws Exception {
    try (Machine machine = bench.open().create(name())) {
      RunningMachine on = begun(machine);
      bench.peer.whenToldToGoOff(bench.peer::stop);

      assertThat(on.powerOff()).isInstanceOf(Off.class);
    }
    // Asking the console takes time too.
    assertThat(bench.time.paused()).isGreaterThan(Duration.ofSeconds(1));
  }

  @Test
  void aMachineThatDoesNotSwitchItselfOffIsSilent() throws Exception {
    bench.deadline = Duration.ofSeconds(5);
    try (Machine machine = bench.open().create(name())) {
      RunningMachine on = begun(machine);

      assertThat(on.powerOff())
          .isInstanceOfSatisfying(
              Dead.class,
              dead -> {
                assertThat(dead.death().kind()).isEqualTo(Death.Kind.SILENT);
                assertThat(dead.death().detail()).isEqualTo("it did not switch itself off");
              });
    }
    assertThat(Files.readString(folder.resolve("power"))).isEqualTo("off\non\noff\n");
  }

  @Test
  void inputsArriveWithAnyNameAndAreMendedAtTheNextBoot() throws Exception {
    Map<String, String> files =
        Map.of(
            "release-0/a b.bin", "one",
            "sample-1/it's *?[x].txt", "two",
            "sample-2/-rf", "three",
            "sample-3/übergröße “x”", "four",
            "sample-4/back\\slash", "five",
            "sample-5/new\nline", "six");
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path at = bench.inputs.resolve(file.getKey());
      Files.createDirectories(at.getParent());
      Files.writeString(at, file.getValue());
    }
    bench.inputs.resolve("sample-2/-rf").toFile().setExecutable(true);
    try (Machine machine = bench.open().create(name())) {
      RunningMachine on = begun(machine);
      Path there = Path.of(on.inputs());
      for (Map.Entry<String, String> file : files.entrySet()) {
        assertThat(there.resolve(file.getKey())).hasContent(file.getValue());
      }
      assertThat(there.resolve("sample-2/-rf")).isExecutable();
      on.close();
      Files.writeString(there.resolve("release-0/a b.bin"), "changed");
      Files.delete(there.resolve("sample-2/-rf"));

      assertThat(machine.boot().awaitReady()).isInstanceOf(Ready.class);
      assertThat(there.resolve("release-0/a b.bin")).hasContent("one");
      assertThat(there.resolve("sample-2/-rf")).hasContent("three");
    }
  }

  @Test
  void theExchangeIsKeptAndNoKey() throws Exception {
    try (Machine machine = bench.open().create(name())) {
      run(begun(machine), "echo to be kept");
    }

    String kept = String.valueOf(bench.evidence(name() + ".boot-1.ssh.txt"));
    assertThat(kept).contains("echo to be kept", "status 0");
    String key = Files.readString(folder.resolve("identity"), StandardCharsets.US_ASCII);
    assertThat(kept).doesNotContain(key.lines().skip(1).findFirst().orElseThrow());
  }

  @Test
  void bootsAreMeasured() throws Exception {
    MachineEnvironment environment = bench.open();
    assertThat(environment.typicalBoot()).isEmpty();
    try (Machine machine = environment.create(name())) {
      begun(machine);
    }

    assertThat(environment.typicalBoot()).isPresent();
    assertThat(bench.open().typicalBoot()).isEqualTo(environment.typicalBoot());
  }
}
