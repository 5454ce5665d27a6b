package dev.sluice.proving.environment.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.model.pipeline.Command;
import dev.sluice.model.pipeline.EnvironmentSpec;
import dev.sluice.proving.Examples;
import dev.sluice.proving.environment.Beginning;
import dev.sluice.proving.environment.Death;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.environment.Folders;
import dev.sluice.proving.environment.Machine;
import dev.sluice.proving.environment.RunningMachine;
import dev.sluice.proving.environment.RunningMachine.Dead;
import dev.sluice.proving.environment.RunningMachine.Exited;
import dev.sluice.proving.environment.RunningMachine.Off;
import dev.sluice.proving.environment.RunningMachine.Ready;
import dev.sluice.proving.workplace.Workplace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The machine of {@code examples/own-machine}: Debian with OpenSSH, powered by its scripts. */
@Tag("vm")
@Tag("long")
class OwnMachineInQemuTest {
  private static final Path SCRIPTS =
      Path.of(System.getProperty("sluice.root"), "examples/own-machine/machine");
  private static final List<String> SHARED = List.of("base.qcow2", "vmlinuz", "identity");
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private Workplace workplace;
  private int port;

  /** The image is made once and shared; disk, console and port are this test's own. */
  @BeforeEach
  void makeMachine() throws Exception {
    String recipe = Files.readString(SCRIPTS.resolve("make.sh"));
    String of = Examples.digest(recipe + Files.readString(SCRIPTS.resolve("linectl"))).hex();
    Path image =
        Path.of(
            System.getProperty("user.home"),
            ".cache/sluice/downloads/own-machine-" + of.substring(0, 16));
    Files.createDirectories(image);
    int made =
        new ProcessBuilder(
                "flock",
                image + ".lock",
                "env",
                "OWN_MACHINE=" + image,
                SCRIPTS.resolve("make.sh").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("make.log").toFile())
            .start()
            .waitFor();
    assertThat(made).as(Files.readString(folder.resolve("make.log"))).isZero();
    for (String file : SHARED) {
      Files.createSymbolicLink(folder.resolve(file), image.resolve(file));
    }
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    String key = Files.readString(image.resolve("known_hosts"));
    Files.writeString(folder.resolve("pins"), key.replaceAll("]:[0-9]+", "]:" + port));
    for (String name : List.of("w", "evidence", "inputs")) {
      Files.createDirectory(folder.resolve(name));
    }
    Files.writeString(folder.resolve("inputs/it's a sample.txt"), "a threat\n");
    workplace = Workplace.open(folder.resolve("w"));
  }

  @AfterEach
  void switchOff() throws IOException, InterruptedException {
    workplace.close();
    var off = new ProcessBuilder(words("power-off")).start();
    assertThat(off.waitFor()).isZero();
    for (String file : SHARED) {
      Files.delete(folder.resolve(file));
    }
  }

  private List<String> words(String script) {
    return List.of(
        "env",
        "OWN_MACHINE=" + folder,
        "OWN_MACHINE_PORT=" + port,
        SCRIPTS.resolve(script + ".sh").toString());
  }

  private MachineEnvironment open(List<String> restore) {
    var own =
        new EnvironmentSpec.OwnMachine(
            new EnvironmentSpec.Ssh("127.0.0.1", port, "root", "identity", "pins"),
            EnvironmentSpec.Shell.POSIX,
            "/var/tmp/sluice",
            new Command(restore),
            new Command(words("power-on")),
            new Command(words("power-off")),
            new Command(words("console")),
            new Command(words("screenshot")));
    var spec =
        new EnvironmentSpec(
            "own",
            own,
            new TreeMap<>(Map.of("os", "debian")),
            Duration.ofMinutes(3), // ten times a quiet boot
            EnvironmentSpec.Health.DEFAULT,
            EnvironmentSpec.DEFAULT_MOST_FLAKES);
    return MachineEnvironment.open(
        spec,
        own,
        workplace,
        new Folders(
            folder, folder.resolve("cache"), folder.resolve("evidence"), folder.resolve("inputs")),
        _ -> {});
  }

  private static Beginning installed() {
    return new Beginning() {
      @Override
      public String identity() {
        return "installed";
      }

      @Override
      public String bring(RunningMachine machine, Duration limit) throws InterruptedException {
        String install = "cp \"" + machine.inputs() + "/it's a sample.txt\" /var/lib/app && cat $_";
        return switch (machine.run(install.replace("$_", "/var/lib/app"), limit)) {
          case Exited exited -> exited.output();
          case Dead dead -> throw new EnvironmentException("it died: " + dead);
        };
      }
    };
  }

  private static Exited run(RunningMachine on, String script) throws InterruptedException {
    return (Exited) on.run(script, LIMIT);
  }

  @Test
  void aRealMachineIsBegunAskedCutOffBootedAndSeenToRebootByItself() throws Exception {
    MachineEnvironment environment = open(words("restore"));
    try (Machine machine = environment.create("run")) {
      Machine.Begun begun = machine.begin(installed());
      RunningMachine on = begun.machine();
      assertThat(begun.notes()).isEqualTo("a threat\n");
      Exited said = run(on, "id -u; exit 3");
      assertThat(said.output()).isEqualTo("0\n");
      assertThat(said.status()).isEqualTo(3);
      assertThat(((Exited) on.run("sleep 99 & wait", Duration.ofSeconds(2))).status())
          .isEqualTo(Exited.KILLED_AT_LIMIT);

      // The parent of the shell that started this script is the server's process for us.
      String cut =
          "read -r _ _ _ sshd _ </proc/$PPID/stat; echo before; kill -9 $sshd; sleep 1; echo after";
      assertThat(run(on, cut).output()).isEqualTo("before\nafter\n");

      run(on, "echo kept >>/var/lib/app");
      assertThat(on.powerOff()).isInstanceOf(Off.class);
      on.close();
      assertThat(Files.exists(folder.resolve("pid"))).isFalse();

      RunningMachine again = machine.boot();
      assertThat(again.awaitReady()).isInstanceOf(Ready.class);
      assertThat(run(again, "cat /var/lib/app").output()).isEqualTo("a threat\nkept\n");
      assertThat(again.run("echo b >/proc/sysrq-trigger; sleep 30", LIMIT))
          .isInstanceOfSatisfying(
              Dead.class, dead -> assertThat(dead.death().kind()).isEqualTo(Death.Kind.REBOOTED));
    }
    assertThat(folder.resolve("evidence/run.boot-1.console.txt")).isNotEmptyFile();
    assertThat(folder.resolve("evidence/run.boot-2.screen.png")).isNotEmptyFile();
    assertThat(folder.resolve("evidence/run.boot-1.ssh.txt"))
        .content()
        .contains("the connection was cut; the reply");
  }

  @Test
  void neitherALyingRestoreNorAChangedHostKeyIsBelieved() throws Exception {
    try (Machine machine = open(words("restore")).create("honest")) {
      assertThat(machine.begin(installed()).notes()).isNotEmpty();
    }
    assertThatExceptionOfType(EnvironmentException.class)
        .isThrownBy(
            () -> {
              try (Machine machine = open(List.of("true")).create("lied-to")) {
                machine.begin(installed());
              }
            })
        .withMessageContaining("a marker of an earlier run is still there")
        .withMessageContaining("honest.boot-1");

    String other =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJRzc8Tm1zLVKhUrtAxrLxNpXrB4vJdTWqk3S2bxWx3A";
    Files.writeString(folder.resolve("pins"), "[127.0.0.1]:" + port + " " + other + "\n");
    assertThatExceptionOfType(EnvironmentException.class)
        .isThrownBy(
            () -> {
              try (Machine machine = open(words("restore")).create("other")) {
                machine.begin(installed());
              }
            })
        .withMessageContaining("shows the host key ssh-ed25519 SHA256:")
        .withMessageContaining("pins ssh-ed25519 SHA256:");
    assertThat(folder.resolve("pid")).doesNotExist();
  }
}
