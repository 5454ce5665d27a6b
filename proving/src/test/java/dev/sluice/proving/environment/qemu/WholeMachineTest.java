package dev.sluice.proving.environment.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.model.pipeline.DebianRecipe;
import dev.sluice.model.pipeline.EnvironmentSpec;
import dev.sluice.model.pipeline.EnvironmentSpec.Architecture;
import dev.sluice.model.pipeline.EnvironmentSpec.Firmware;
import dev.sluice.model.pipeline.EnvironmentSpec.Health;
import dev.sluice.model.pipeline.EnvironmentSpec.Image;
import dev.sluice.proving.cause.Cause;
import dev.sluice.proving.cause.Deaths;
import dev.sluice.proving.cause.Restored;
import dev.sluice.proving.environment.Beginning;
import dev.sluice.proving.environment.Death;
import dev.sluice.proving.environment.Environment;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.environment.Folders;
import dev.sluice.proving.environment.Machine;
import dev.sluice.proving.environment.RunningMachine;
import dev.sluice.proving.environment.RunningMachine.Dead;
import dev.sluice.proving.environment.RunningMachine.Exited;
import dev.sluice.proving.workplace.Workplace;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Debian 12 itself, from cold and warm. The image is kept between runs of this test. */
@Tag("vm")
@Tag("long")
@Timeout(1800)
class WholeMachineTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** A day that no host's clock shows. */
  private static final Instant DAY = Instant.parse("2031-05-06T07:08:09Z");

  @TempDir private Path folder;
  private Path cache;
  private Workplace workplace;
  private int brought;
  private final List<String> told = new ArrayList<>();

  @BeforeEach
  void open() throws IOException {
    cache = Files.createDirectories(folder.resolve("cache"));
    // Images and packages are shared with other runs; warm states are this test's own.
    Path kept = Files.createDirectories(Path.of("target/whole-machine-test").toAbsolutePath());
    for (String shared : List.of("images", "downloads")) {
      Files.createSymbolicLink(
          cache.resolve(shared), Files.createDirectories(kept.resolve(shared)));
    }
    Files.writeString(
        Files.createDirectories(folder.resolve("inputs")).resolve("hello"), "hello\n");
    Files.createDirectories(folder.resolve("evidence"));
    workplace = Workplace.open(folder.resolve("w"));
  }

  @AfterEach
  void close() {
    workplace.close();
  }

  private Environment environment(@Nullable Path run) throws InterruptedException {
    var recipe =
        new DebianRecipe(
            DebianRecipe.Suite.BOOKWORM,
            List.of(),
            List.of(),
            new TreeMap<>(),
            run == null ? null : run.toString(),
            DebianRecipe.DEFAULT_DISK_MEBIBYTES,
            null,
            null);
    EnvironmentSpec.Qemu spec =
        Specs.qemu(new Image.Debian(recipe), Architecture.AMD64, Firmware.BIOS);
    return QemuEnvironment.open(
        new EnvironmentSpec("debian-12", spec, new TreeMap<>(), null, Health.DEFAULT, 10),
        spec,
        workplace,
        new Folders(folder, cache, folder.resolve("evidence"), folder.resolve("inputs")),
        () -> DAY,
        told::add);
  }

  private final Beginning lastKnownGood =
      new Beginning() {
        @Override
        public String identity() {
          return "the last known good, 1";
        }

        @Override
        public String bring(RunningMachine machine, Duration limit) throws InterruptedException {
          brought++;
          assertThat(output(machine, "cat /run/sluice/in/hello; echo known >/var/lib/mark; sync"))
              .isEqualTo("hello\n");
          return "brought";
        }
      };

  private static String output(RunningMachine machine, String script) throws InterruptedException {
    return switch (machine.run(script, LIMIT)) {
      case Exited(int status, var output, var _) -> {
        assertThat(status).as(output).isZero();
        yield output;
      }
      case Dead(var death) -> throw new AssertionError(death + "\n" + machine.console());
    };
  }

  @Test
  void aMachineBeginsWarmAndBootsColdFromItsOwnDisk() throws Exception {
    Environment environment = environment(null);
    assertThat(environment.reach()).isEqualTo(Environment.Reach.WHILE_RUNNING);
    String random;
    try (Machine machine = environment.create("m1")) {
      assertThatExceptionOfType(EnvironmentException.class)
          .isThrownBy(() -> machine.place(folder.resolve("inputs/hello"), "/etc/hello"));
      Machine.Begun begun = machine.begin(lastKnownGood);
      try (RunningMachine running = begun.machine()) {
        assertThat(begun.notes()).isEqualTo("brought");
        assertThat(running.awaitReady()).isInstanceOf(RunningMachine.Ready.class);
        assertThat(output(running, "cat /run/sluice/in/hello /var/lib/mark; date -u +%F"))
            .isEqualTo("hello\nknown\n2031-05-06\n");
        random = output(running, "cat /proc/sys/kernel/random/uuid; echo mine >/var/lib/mine");
        itsConsoleGoesOnFromWhenItWasKept(running);
        aCommandIsKilledAtItsLimit(running);
        whatACommandLeavesRunningHoldsNothing(running);
        assertThat(running.powerOff()).isInstanceOf(RunningMachine.Off.class);
      }
      try (RunningMachine running = machine.boot()) {
        assertThat(running.awaitReady()).isInstanceOf(RunningMachine.Ready.class);
        assertThat(output(running, "cat /var/lib/mark /var/lib/mine")).isEqualTo("known\nmine\n");
      }
    }
    try (Machine machine = environment.create("m2");
        RunningMachine running = machine.begin(lastKnownGood).machine()) {
      assertThat(output(running, "cat /proc/sys/kernel/random/uuid")).isNotEqualTo(random);
      assertThat(output(running, "ls /var/lib/mine 2>&1 || true")).contains("No such file");
      aMachineThatRebootsIsToldAtOnce(running);
    }
    assertThat(brought).isEqualTo(1);
    damagedMemoryIsNotBelieved(environment);
  }

  private static void itsConsoleGoesOnFromWhenItWasKept(RunningMachine running) throws Exception {
    output(running, "echo '<1>here' >/dev/kmsg; sleep 1");
    Duration before = Restored.uptime(running.console()).orElseThrow();
    Matcher here = Pattern.compile("\\[ *([0-9]+)\\.[0-9]+\\] here").matcher(running.console());
    assertThat(here.find()).as(running.console()).isTrue();
    assertThat(Long.parseLong(here.group(1)) - before.toSeconds()).isBetween(0L, 60L);
  }

  private static void aCommandIsKilledAtItsLimit(RunningMachine running) throws Exception {
    assertThat(running.run("echo begun; sleep 1000", Duration.ofSeconds(2)))
        .isInstanceOfSatisfying(
            Exited.class,
            exited -> {
              assertThat(exited.status()).isEqualTo(Exited.KILLED_AT_LIMIT);
              assertThat(exited.output()).isEqualTo("begun\n");
            });
  }

  private static void whatACommandLeavesRunningHoldsNothing(RunningMachine running)
      throws Exception {
    assertThat(output(running, "sleep 1000 & setsid sleep 1000 & echo left")).isEqualTo("left\n");
    assertThat(output(running, "head -c 300000 /dev/zero | tr '\\0' x")).hasSize(65_536);
  }

  private static void aMachineThatRebootsIsToldAtOnce(RunningMachine running) throws Exception {
    assertThat(running.run("systemctl reboot --no-block; sleep 1000", LIMIT))
        .isInstanceOfSatisfying(
            Dead.class, dead -> assertThat(dead.death().kind()).isEqualTo(Death.Kind.REBOOTED));
  }

  private void damagedMemoryIsNotBelieved(Environment environment) throws Exception {
    Path ram;
    try (var states = Files.walk(cache.resolve("warm"))) {
      ram = states.filter(p -> p.endsWith(WarmState.RAM)).findFirst().orElseThrow();
    }
    try (var cut = new RandomAccessFile(ram.toFile(), "rw")) {
      cut.setLength(4096);
    }
    try (Machine machine = environment.create("m3");
        RunningMachine running = machine.begin(lastKnownGood).machine()) {
      assertThat(output(running, "cat /var/lib/mark")).isEqualTo("known\n");
    }
    assertThat(told).anyMatch(line -> line.startsWith("a warm state is thrown away: ram has 4096"));
    assertThat(brought).isEqualTo(2);
  }

  /** As on a system without drivers for virtio: Debian's own agent, on the second serial port. */
  private static final String SERIAL_AGENT =
      """
      set -e
      ln -sf /dev/null /etc/systemd/system/qemu-guest-agent.service
      cat > /etc/systemd/system/serial-agent.service <<UNIT
      [Service]
      ExecStart=/usr/sbin/qemu-ga -m isa-serial -p /dev/ttyS1
      Restart=always
      [Install]
      WantedBy=multi-user.target
      UNIT
      mkdir -p /etc/systemd/system/multi-user.target.wants
      ln -sf ../serial-agent.service /etc/systemd/system/multi-user.target.wants/
      """;

  private static final String AGENTS =
      "for p in /proc/[0-9]*; do tr '\\0' ' ' <$p/cmdline; echo; done 2>/dev/null | grep '^[^ ]*qemu-ga '";

  @Test
  void theRealAgentOnASerialPortIsSpokenToFromColdAndWarm() throws Exception {
    Environment environment =
        environment(Files.writeString(folder.resolve("run.sh"), SERIAL_AGENT));
    try (Machine machine = environment.create("m1")) {
      try (RunningMachine running = machine.begin(lastKnownGood).machine()) {
        assertThat(Restored.uptime(running.console())).as(told.toString()).isPresent();
        assertThat(output(running, AGENTS))
            .isEqualTo("/usr/sbin/qemu-ga -m isa-serial -p /dev/ttyS1 \n");
        aLongAnswerIsWhole(running);
        aCommandIsKilledAtItsLimit(running);
        assertThat(output(running, "echo on")).isEqualTo("on\n");
        assertThat(running.powerOff()).isInstanceOf(RunningMachine.Off.class);
      }
      try (RunningMachine running = machine.boot()) {
        assertThat(running.awaitReady())
            .as(running.console())
            .isInstanceOf(RunningMachine.Ready.class);
        assertThat(output(running, "cat /var/lib/mark")).isEqualTo("known\n");
        aMachineThatRebootsIsToldAtOnce(running);
      }
    }
  }

  private static void aLongAnswerIsWhole(RunningMachine running) throws Exception {
    String lines = output(running, "i=0; while [ $i -lt 6000 ]; do echo line $i; i=$((i+1)); done");
    assertThat(lines).startsWith("line 0\nline 1\n").contains("\nline 5499\n");
  }

  @Test
  void aMachineWithoutAnInitProgramIsToldWithItsCauseInLittleMoreThanABoot() throws Exception {
    Path run = Files.writeString(folder.resolve("run.sh"), "rm -f /usr/sbin/init /sbin/init\n");
    try (Machine machine = environment(run).create("m1");
        RunningMachine running = machine.boot()) {
      RunningMachine.Start start = running.awaitReady();

      assertThat(start).isInstanceOf(Dead.class);
      Cause cause = Deaths.cause(((Dead) start).death(), running.console(), "while booting");
      assertThat(cause.code()).isEqualTo(Cause.STRANDED);
      assertThat(cause.what()).contains("there is no init program on its root disk");
    }
  }
}
