package dev.sluice.proving.environment.machine;

import static dev.sluice.proving.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.environment.Machine;
import dev.sluice.proving.environment.RunningMachine;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * Whose machine it is: who may reach it, whose turn it is, and what its owner's commands say and
 * do.
 */
class MachineOwnershipTest extends OnBench {
  @Test
  void aChangedHostKeyIsRefusedWithBothFingerprintsAndNoLogin() throws Exception {
    var other = SshPeer.newKey().getPublic();
    Files.writeString(folder.resolve("pins"), bench.peer.pin(other));
    MachineEnvironment environment = bench.open();

    assertThatExceptionOfType(EnvironmentException.class)
        .isThrownBy(
            () -> {
              try (Machine machine = environment.create(name())) {
                begun(machine);
              }
            })
        .withMessageContaining(bench.peer.fingerprint())
        .withMessageContaining(org.apache.sshd.common.config.keys.KeyUtils.getFingerPrint(other))
        .withMessageContaining("its key was changed")
        .withMessageContaining("correct the line in " + folder.resolve("pins"));
    assertThat(bench.peer.logins).hasValue(0);
    assertThat(Files.readString(folder.resolve("pins"))).isEqualTo(bench.peer.pin(other));
  }

  @Test
  void aHostThatIsNotPinnedIsNotEvenAsked() throws Exception {
    Files.writeString(folder.resolve("pins"), bench.peer.pin().replace("127.0.0.1", "127.0.0.2"));

    assertThatExceptionOfType(EnvironmentException.class)
        .isThrownBy(() -> bench.open())
        .withMessageContaining("pins no host key for [127.0.0.1]:" + bench.peer.port())
        .withMessageContaining("/etc/ssh/ssh_host_ed25519_key.pub");
  }

  @Test
  void aPrivateKeyThatOthersCanReadIsRefused() throws Exception {
    folder.resolve("identity").toFile().setReadable(true, false);

    assertThatExceptionOfType(EnvironmentException.class)
        .isThrownBy(() -> bench.open())
        .withMessageContaining("can be read by others; chmod 600 " + folder.resolve("identity"));
  }

  @Test
  void aPrivateKeyThatIsNoneIsRefused() throws Exception {
    Files.writeString(folder.resolve("identity"), "hello\n");

    assertThatExceptionOfType(EnvironmentException.class)
        .isThrownBy(() -> bench.open())
        .withMessageContaining("is not a private key");
  }

  @Test
  void aRestoreThatLiesIsFoundOut() throws Exception {
    bench.script("restore", "exit 0");
    MachineEnvironment environment = bench.open();
    try (Machine machine = environment.create(name())) {
      begun(machine);
    }

    assertThatExceptionOfType(EnvironmentException.class)
        .isThrownBy(
            () -> {
              try (Machine machine = environment.create(name() + "b")) {
                begun(machine);
              }
            })
        .withMessageContaining("restore did not restore bench")
        .withMessageContaining("a marker of an earlier run is still there")
        .withMessageContaining(name() + ".boot-1");
  }

  @Test
  void anHonestRestoreIsBelievedTimeAndAgain() throws Exception {
    MachineEnvironment environment = bench.open();
    for (int i = 0; i < 3; i++) {
      try (Machine machine = environment.create(name())) {
        assertThat(machine.begin(Bench.plain()).notes()).isEqualTo("as it is");
      }
    }
    assertThat(Files.readString(folder.resolve("power")))
        .as("off before a restore and after a run")
        .isEqualTo("off\non\noff\n".repeat(3));
  }

  @Test
  void oneRunAtATimeHasTheMachine() throws Exception {
    MachineEnvironment environment = bench.open();
    Machine first = environment.create(name());
    var waited = new CountDownLatch(1);
    var second = new AtomicReference<Machine>();
    Thread other =
        Thread.ofVirtual()
            .start(
                () -> {
                  second.set(environment.create(name() + "b"));
                  waited.countDown();
                });
    eventually(LIMIT, "a word on the wait", () -> !bench.progress.isEmpty());
    assertThat(second.get()).isNull();
    first.close();
    first.close();

    assertThat(waited.await(10, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    second.get().close();
    other.join();
    assertThat(bench.progress).containsExactly(name() + "b waits for bench, which another run has");
  }

  /** Else a failing run that waits for its control run would wait for ever. */
  @Test
  void aRunThatLeavesTheMachineOffForLongLosesItToOneThatWaits() throws Exception {
    bench.deadline = Duration.ofSeconds(3);
    MachineEnvironment environment = bench.open();
    Machine first = environment.create(name());
    begun(first).close();
    try (Machine second = environment.create(name() + "b")) {
      RunningMachine on = begun(second);

      assertThatExceptionOfType(EnvironmentException.class)
          .isThrownBy(first::boot)
          .withMessageContaining("bench was given to another run, since " + name());
      first.close();
      assertThat(run(on, "echo undisturbed").output()).isEqualTo("undisturbed\n");
    }
    assertThat(bench.progress).last().asString().contains("takes bench over from " + name());
    assertThat(Files.readString(folder.resolve("power"))).isEqualTo("off\non\noff\n".repeat(2));
  }

  @Test
  void whoWaitsForTheMachineCanBeStopped() throws Exception {
    MachineEnvironment environment = bench.open();
    try (Machine first = environment.create(name())) {
      assertThat(first).isNotNull();
      var stopped = new AtomicReference<Exception>();
      Thread other =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      environment.create(name() + "b").close();
                    } catch (EnvironmentException e) {
                      stopped.set(e);
                    }
                  });
      eventually(LIMIT, "a word on the wait", () -> !bench.progress.isEmpty());
      other.interrupt();
      other.join(LIMIT);

      assertThat(stopped.get()).hasMessageContaining("stopped while waiting for bench");
    }
  }

  @Test
  void aStoppedRunStillCutsThePower() throws Exception {
    MachineEnvironment environment = bench.open();
    Machine machine = environment.create(name());
    begun(machine);

    Thread.currentThread().interrupt();
    machine.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(Files.readString(folder.resolve("power"))).isEqualTo("off\non\noff\n");
  }

  @Test
  void anOwnersCommandThatFailsIsNamedWithWhatItSaid() throws Exception {
    bench.script("power-on", "echo the hypervisor is out >&2; exit 9");

    assertThatExceptionOfType(EnvironmentException.class)
        .isThrownBy(
            () -> {
              try (Machine machine = bench.open().create(name())) {
                begun(machine);
              }
            })
        .withMessageContaining("the command power-on of bench ended with status 9")
        .withMessageContaining("the hypervisor is out")
        .withMessageContaining("run it by hand in " + folder + ": ./power-on");
  }

  @Test
  void theOwnersCommandsKnowWhichMachineIsMeant() throws Exception {
    bench.script(
        "power-on",
        "echo $SLUICE_MACHINE_NAME $SLUICE_MACHINE_HOST $SLUICE_MACHINE_PORT $SLUICE_RUN >told");
    try (Machine machine = bench.open().create(name())) {
      begun(machine);
    }

    assertThat(folder.resolve("told"))
        .hasContent("bench 127.0.0.1 " + bench.peer.port() + " " + name() + ".boot-1");
  }

  @Test
  void aMachineOfAnotherSystemThanItStandsForIsRefused() throws Exception {
    MachineEnvironment environment = bench.open(Map.of("os", "macos"));

    assertThatExceptionOfType(EnvironmentException.class)
        .isThrownBy(
            () -> {
              try (Machine machine = environment.create(name())) {
                begun(machine);
              }
            })
        .withMessageContaining("says that it runs Linux, and stands-for says otherwise");
  }

  @Test
  void anotherScriptMakesAnotherMachine() throws Exception {
    var before = bench.open().facts().image();
    assertThat(bench.open().facts().image()).isEqualTo(before);

    bench.script("restore", "find machine -mindepth 1 -delete # now from another image");

    assertThat(bench.open().facts().image()).isNotEqualTo(before);
  }
}
