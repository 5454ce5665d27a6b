package dev.sluice.proving.environment.sandbox;

import static dev.sluice.proving.Eventually.eventually;
import static dev.sluice.proving.environment.sandbox.Place.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.model.Digest;
import dev.sluice.proving.Processes;
import dev.sluice.proving.environment.Beginning;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.environment.EnvironmentFacts;
import dev.sluice.proving.environment.Machine;
import dev.sluice.proving.environment.RunningMachine;
import dev.sluice.proving.environment.RunningMachine.Exited;
import dev.sluice.proving.environment.RunningMachine.Off;
import dev.sluice.proving.environment.RunningMachine.Ready;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Machines without an application of their own, in real bubblewrap. */
@Timeout(60)
class SandboxMachineTest {
  @TempDir private static Path shared;
  private static Path root;

  @TempDir private Path folder;
  private Place place;
  private SandboxEnvironment environment;
  private Machine machine;

  @BeforeAll
  static void makeRoot() throws Exception {
    root = Place.root(shared);
  }

  @BeforeEach
  void open() throws Exception {
    place = Place.open(folder);
    Files.writeString(folder.resolve("inputs/sample"), "a sample\n");
    environment = place.environment(root, null, Place.ROOMY);
    machine = environment.create("one");
  }

  @AfterEach
  void close() {
    machine.close();
    place.workplace().close();
  }

  private RunningMachine booted() throws InterruptedException {
    RunningMachine running = machine.boot();
    assertThat(running.awaitReady()).as(running.console()).isInstanceOf(Ready.class);
    return running;
  }

  private String said(String script) throws InterruptedException {
    try (RunningMachine running = booted()) {
      return ask(running, script).output();
    }
  }

  @Test
  void theFactsSayThatItIsAProcessAndNoMachine() {
    assertThat(environment.facts())
        .extracting(
            EnvironmentFacts::driver, EnvironmentFacts::isolation, EnvironmentFacts::platform)
        .containsExactly("process", "process", EnvironmentFacts.Platform.SANDBOX);
    assertThat(environment.facts().driverVersion()).matches("[0-9.]+");
  }

  @Test
  void aRestartFromColdKeepsTheStateAndNothingElse() throws Exception {
    try (RunningMachine first = booted()) {
      Exited written =
          ask(first, "for d in /srv/state /tmp /run /dev/shm; do echo kept >$d/mark; done");
      assertThat(written.status()).isZero();
      assertThat(first.powerOff()).isEqualTo(new Off());
    }

    assertThat(said("cd / && ls srv/state/mark tmp/mark run/mark dev/shm/mark 2>/dev/null"))
        .isEqualTo("srv/state/mark\n");
  }

  @Test
  void eachMachineBeginsWithTheRootsOwnState() throws Exception {
    said("echo mine >>/srv/state/first");
    try (Machine other = environment.create("two");
        RunningMachine running = other.boot()) {
      running.awaitReady();
      assertThat(ask(running, "cat /srv/state/first; stat -c '%u %g %a' /srv/state/first").output())
          .isEqualTo("from the root\n0 0 600\n");
    }
    assertThat(root.resolve("srv/state/first")).hasContent("from the root");
  }

  @Test
  void aPlacedFileIsThereByteForByteAndBelongsToRoot() throws Exception {
    byte[] bytes = new byte[100_000];
    new java.util.Random(1).nextBytes(bytes);
    Path file = Files.write(folder.resolve("release"), bytes);
    machine.place(file, "/srv/state/deep/down/data");
    Path program = Files.writeString(folder.resolve("program"), "#!/bin/sh\necho runs\n");
    program.toFile().setExecutable(true);
    machine.place(program, "/srv/state/program");

    assertThat(said("cat /srv/state/deep/down/data | sha256sum | cut -c 1-64; /srv/state/program"))
        .isEqualTo(
            java.util.HexFormat.of()
                    .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(bytes))
                + "\nruns\n");
    assertThat(said("stat -c '%u %g %a' /srv/state/deep/down/data /srv/state/program"))
        .isEqualTo("0 0 644\n0 0 755\n");
  }

  @Test
  void placingReplacesAndRemovingRemoves() throws Exception {
    machine.place(Files.writeString(folder.resolve("a"), "one\n"), "/srv/state/x");
    machine.place(Files.writeString(folder.resolve("a"), "two\n"), "/srv/state/x");
    assertThat(said("cat /srv/state/x")).isEqualTo("two\n");

    machine.remove("/srv/state/x");
    machine.remove("/srv/state/x");
    machine.remove("/srv/state/never/was");
    assertThat(said("ls /srv/state")).isEqualTo("first\n");
  }

  @Test
  void nothingIsPlacedThroughALinkThatAnApplicationMade() throws Exception {
    Path victim = Files.createDirectory(folder.resolve("victim"));
    try (RunningMachine running = booted()) {
      ask(running, "ln -s " + victim + " /srv/state/way; ln -s " + victim + "/x /srv/state/file");
      running.powerOff();
    }
    Path file = Files.writeString(folder.resolve("release"), "content");

    assertThatExceptionOfType(EnvironmentException.class)
        .isThrownBy(() -> machine.place(file, "/srv/state/way/x"))
        .withMessageContaining("runs through something that is not a folder");
    machine.place(file, "/srv/state/file");
    machine.remove("/srv/state/way/x");

    assertThat(victim).isEmptyDirectory();
    assertThat(said("cat /srv/state/file")).isEqualTo("content");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/passwd", "/srv/state", "/srv/state/../../etc/x", "/srv/statex"})
  void nothingIsPlacedOutsideTheState(String at) throws Exception {
    Path file = Files.writeString(folder.resolve("release"), "content");

    assertThatExceptionOfType(EnvironmentException.class)
        .isThrownBy(() -> machine.place(file, at))
        .withMessageContaining("is not in the state folder, which is at /srv/state");
  }

  @Test
  void whatDoesNotFitTheDiskIsNotPlaced() throws Exception {
    Path file = Files.write(folder.resolve("release"), new byte[17 << 20]);

    assertThatExceptionOfType(EnvironmentException.class)
        .isThrownBy(() -> machine.place(file, "/srv/state/big"))
        .withMessage("release finds no room on the sandbox's disk of 16 MiB");
  }

  @Test
  void thereIsNoNetwork() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(
              said(
                  "cut -d: -f1 /proc/net/dev | grep -c . ; perl -e 'use Socket;"
                      + " socket(S, PF_INET, SOCK_STREAM, 0);"
                      + " print connect(S, pack_sockaddr_in("
                      + server.getLocalPort()
                      + ", inet_aton(\"127.0.0.1\"))) ? \"connected\" : \"refused\"' 2>&1"))
          .doesNotContain("connected");
    }
    assertThat(said("ls /sys 2>&1; grep -v '|' /proc/net/dev | cut -d: -f1 | tr -d ' '"))
        .doesNotContain("eth", "ens");
  }

  @Test
  void itSeesItsOwnProcessesOnly() throws Exception {
    assertThat(said("ls -d /proc/[0-9]* | grep -c .").strip().length()).isEqualTo(1);
  }

  @Test
  void itSeesNothingOfTheHostAndWritesNowhereElse() throws Exception {
    assertThat(said("ls /; hostname"))
        .isEqualTo("bin\ndev\netc\nlib\nlib64\nproc\nroot\nrun\nsrv\ntmp\nsandbox\n");
    assertThat(said("for f in /x /bin/x /etc/x /srv/x /root/x; do touch $f 2>&1; done"))
        .hasLineCount(5)
        .doesNotContain("permitted");
    assertThat(root.resolve("etc")).isEmptyDirectory();
  }

  @Test
  void theHostsKernelSettingsCannotBeWritten() throws Exception {
    Path setting = Path.of("/proc/sys/kernel/core_pattern");
    String before = Files.readString(setting);
    try {
      assertThat(
              said(
                  "for f in /proc/sys/kernel/core_pattern /proc/sys/vm/drop_caches"
                      + " /proc/sysrq-trigger; do (echo 1 >$f) && echo wrote $f; done 2>/dev/null;"
                      + " umount /proc/sys 2>/dev/null && echo unmounted"))
          .isEmpty();
    } finally {
      assertThat(Files.readString(setting)).isEqualTo(before);
    }
  }

  @Test
  void itHasNoCapabilitiesAndCannotGetAny() throws Exception {
    assertThat(said("grep CapEff /proc/self/status; unshare -U true 2>/dev/null && echo more"))
        .isEqualTo("CapEff:\t0000000000000000\n");
  }

  @Test
  void theInputsAreThereToRead() throws Exception {
    assertThat(said("cat /run/sluice/in/sample; touch /run/sluice/in/x 2>/dev/null || echo no"))
        .isEqualTo("a sample\nno\n");
  }

  @Test
  void aProbesCopiesHaveRoom() throws Exception {
    assertThat(
            said(
                "mkdir -p /run/sluice/work && cp /run/sluice/in/sample /run/sluice/work/sample"
                    + " && echo more >>/run/sluice/work/sample && cat /run/sluice/work/sample"
                    + " && rm -rf /run/sluice/work"))
        .isEqualTo("a sample\nmore\n");
  }

  @Test
  void itsBeginningIsBroughtAboutAndKept() throws Exception {
    var lastKnownGood =
        new Beginning() {
          @Override
          public String identity() {
            return "set 1";
          }

          @Override
          public String bring(RunningMachine running, Duration limit) throws InterruptedException {
            return ask(running, "echo 1 >/srv/state/set; echo noted", limit).output();
          }
        };
    Machine.Begun begun = machine.begin(lastKnownGood);
    try (RunningMachine running = begun.machine()) {
      assertThat(begun.notes()).isEqualTo("noted\n");
      assertThat(running.powerOff()).isEqualTo(new Off());
    }
    assertThat(said("cat /srv/state/set")).isEqualTo("1\n");
  }

  @Test
  void onlyAFewVariablesAreSet() throws Exception {
    assertThat(said("env | cut -d= -f1").lines())
        .containsExactlyInAnyOrder(
            "PATH", "HOME", "LANG", "PWD", "SLUICE_METER", "SLUICE_STATE", "SLUICE_MEMORY_KIB");
  }

  @Test
  void aCommandsStatusAndOutputComeBack() throws Exception {
    try (RunningMachine running = booted()) {
      Exited exited = ask(running, "echo out; echo err >&2; exit 7");
      assertThat(exited.status()).isEqualTo(7);
      assertThat(exited.output()).isEqualTo("out\nerr\n");
      assertThat(ask(running, "exit 0").output()).isEmpty();
    }
  }

  @Test
  void theFirst64KibOfTheOutputAreKept() throws Exception {
    try (RunningMachine running = booted()) {
      assertThat(ask(running, "head -c 1000000 /dev/zero").output()).hasSize(65536);
    }
  }

  @Test
  void aCommandIsKilledAtItsLimit() throws Exception {
    try (RunningMachine running = booted()) {
      Exited exited = ask(running, "echo before; sleep 1000; echo after", Duration.ofSeconds(1));
      assertThat(exited.status()).isEqualTo(Exited.KILLED_AT_LIMIT);
      assertThat(exited.output()).isEqualTo("before\n");
      assertThat(ask(running, "echo on").output()).isEqualTo("on\n");
    }
  }

  @Test
  void whatACommandLeavesInItsGroupIsKilled() throws Exception {
    try (RunningMachine running = booted()) {
      ask(running, "sleep 1000 & sleep 1001 & exit 0");
      assertThat(ask(running, "ps -e -o args= | grep '[s]leep 100' || true").output()).isEmpty();
    }
  }

  @Test
  void whatItWritesToItsConsoleIsKept() throws Exception {
    try (RunningMachine running = booted()) {
      ask(running, "echo sluice: step 3 boots >/dev/console; echo more >/dev/console");
      running.powerOff();
      assertThat(running.console()).contains("sluice: step 3 boots\nmore\n");
    }
    assertThat(folder.resolve("evidence/one.boot-1.console.txt"))
        .content()
        .contains("sluice: step 3 boots");
  }

  @Test
  void theMeterCountsProcessorTimeMemoryAndState() throws Exception {
    try (RunningMachine running = booted()) {
      long[] before = meter(running);
      ask(
          running,
          "head -c 3000000 /dev/zero >/srv/state/x; head -c 12000000 /dev/zero >/tmp/x;"
              + " i=0; while [ $i -lt 300000 ]; do i=$((i + 1)); done");
      long[] after = meter(running);
      assertThat(after[0] - before[0]).as("ticks").isBetween(3L, 2000L);
      assertThat(before[1] - after[1]).as("KiB of memory").isBetween(11_000L, 20_000L);
      assertThat(after[2] - before[2]).as("KiB of state").isBetween(2_900L, 3_200L);
      assertThat(before[1]).isLessThanOrEqualTo(256 * 1024);
    }
  }

  private static long[] meter(RunningMachine running) throws InterruptedException {
    String line = ask(running, "\"$SLUICE_METER\"").output().strip();
    assertThat(line).matches("sluice-meter [0-9]+ [0-9]+ [0-9]+");
    return java.util.stream.Stream.of(line.split(" ", -1))
        .skip(1)
        .mapToLong(Long::parseLong)
        .toArray();
  }

  @Test
  void aFolderThatTheApplicationClosedIsStillMeasuredAndDeleted() throws Exception {
    said(
        "mkdir -p /srv/state/a/b; echo x >/srv/state/a/b/c; chmod 000 /srv/state/a/b /srv/state/a");

    machine.close();

    assertThat(folder.resolve("work")).isNotEmptyDirectory();
    assertThat(place.workplace().folder().resolve("one")).doesNotExist();
    machine = environment.create("one");
  }

  @Test
  void afterItsEndNothingRunsAndNoControlGroupIsLeft() throws Exception {
    try (RunningMachine running = booted()) {
      ask(running, "setsid sleep 76543 & sleep 0.1");
      assertThat(Processes.with("sleep\00076543")).isNotEmpty();
    }

    eventually(
        Duration.ofSeconds(10), "it ended", () -> Processes.with("sleep\00076543").isEmpty());
    assertThat(Groups.of(ProcessHandle.current().pid())).isEmpty();
  }

  @Test
  void aMachineThatIsOffAnswersNothing() throws Exception {
    try (RunningMachine running = booted()) {
      assertThat(running.powerOff()).isEqualTo(new Off());
    }
    assertThat(environment.typicalBoot()).isPresent();
  }

  @Test
  void theSameRootIsTheSameImageAndAnotherIsNot() throws Exception {
    assertThat(imageOf(root)).isEqualTo(environment.facts().image());
    Path changed = Place.root(folder);
    Files.writeString(changed.resolve("etc/setting"), "x");
    assertThat(imageOf(changed)).isNotEqualTo(environment.facts().image());
  }

  /** For another prover. */
  private Digest imageOf(Path tree) throws Exception {
    Place other = Place.open(folder.resolve("other"));
    try {
      return other.environment(tree, null, Place.ROOMY).facts().image();
    } finally {
      other.workplace().close();
    }
  }
}
