package dev.sluice.proving.environment.sandbox;

import static dev.sluice.proving.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.model.pipeline.EnvironmentSpec;
import dev.sluice.proving.Processes;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.environment.RunningMachine;
import dev.sluice.proving.environment.RunningMachine.Ready;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What opening finds out, and what is left when a prover is killed. */
@Timeout(60)
class SandboxEnvironmentTest {
  private static final Duration SOON = Duration.ofSeconds(20);

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

  private Path program(String script) throws Exception {
    Path program = Files.writeString(folder.resolve("bwrap"), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return program;
  }

  private String refusal(EnvironmentSpec.Sandbox spec, String bubblewrap) {
    var means = new SandboxEnvironment.Means(bubblewrap, ControlGroups.Kernel.HERE);
    Throwable[] thrown = {null};
    assertThatExceptionOfType(EnvironmentException.class)
        .isThrownBy(() -> place.environment(spec, means))
        .satisfies(e -> thrown[0] = e);
    return String.valueOf(thrown[0].getMessage());
  }

  private String refusal(String bubblewrap) {
    return refusal(Place.spec(root, null, Place.ROOMY), bubblewrap);
  }

  @Test
  void withoutBubblewrapTheWayOutIsNamed() {
    assertThat(refusal("/nowhere/bwrap"))
        .startsWith("driver process needs bubblewrap, and /nowhere/bwrap cannot be run (")
        .endsWith("); on Debian: apt-get install bubblewrap");
  }

  @Test
  void anOldBubblewrapIsRefused() throws Exception {
    assertThat(refusal(program("echo bubblewrap 0.4.1").toString()))
        .endsWith("is version 0.4.1; driver process needs at least 0.8, which Debian has since 12");
  }

  /** For real: in a user namespace of its own that lets no other be made below it. */
  @Test
  void whereUserNamespacesAreForbiddenTheWayOutIsNamed() throws Exception {
    Path bubblewrap =
        program(
            "[ \"$1\" = --version ] && exec bwrap --version\n"
                + "exec unshare -Ur sh -c 'echo 0 >/proc/sys/user/max_user_namespaces;"
                + " exec bwrap \"$@\"' forbidden \"$@\"");

    assertThat(refusal(bubblewrap.toString()))
        .startsWith("a sandbox could not be started here: bubblewrap ended with status 1: bwrap: ")
        .contains("; user namespaces must be allowed: sysctl user.max_user_namespaces above 0,");
    assertThat(Groups.of(ProcessHandle.current().pid())).isEmpty();
  }

  @Test
  void aRootThatIsNotThereIsNamed() {
    assertThat(refusal(Place.spec(folder.resolve("absent"), null, Place.ROOMY), "bwrap"))
        .endsWith("absent is not a folder");
  }

  @Test
  void aRootWithoutAShellIsNamed() throws Exception {
    Path bare = folder.resolve("bare");
    Files.createDirectories(bare.resolve("srv/state"));

    assertThat(refusal(Place.spec(bare, null, Place.ROOMY), "bwrap"))
        .startsWith("a sandbox could not be started here: ")
        .contains("/bin/sh");
  }

  @Test
  void aRootThatLacksProgramsIsNamed() throws Exception {
    Path poor = Place.root(folder);
    Files.delete(poor.resolve("bin/timeout"));
    Files.delete(poor.resolve("bin/cp"));

    assertThat(refusal(Place.spec(poor, null, Place.ROOMY), "bwrap"))
        .contains("lacks programs that every question needs");
  }

  @Test
  void aRootThatLacksMountPointsIsShownEntryByEntry() throws Exception {
    Path bare = Place.root(folder);
    for (String point :
        new String[] {"srv/state/first", "srv/state", "proc", "dev", "tmp", "run"}) {
      Files.delete(bare.resolve(point));
    }
    Files.createSymbolicLink(bare.resolve("srv/link"), Path.of("/etc/x"));
    Files.writeString(bare.resolve("srv/beside"), "beside");
    Files.writeString(bare.resolve("etc/x"), "linked");

    try (RunningMachine running = place.environment(bare, null, Place.ROOMY).create("m").boot()) {
      assertThat(running.awaitReady()).as(running.console()).isInstanceOf(Ready.class);
      assertThat(
              Place.ask(
                      running,
                      "cat /srv/beside /srv/link; touch /srv/state/x && echo state;"
                          + " touch /x /srv/x 2>/dev/null || echo closed")
                  .output())
          .isEqualTo("besidelinkedstate\nclosed\n");
    }
    assertThat(bare.resolve("proc")).doesNotExist();
    assertThat(bare.resolve("srv/state")).doesNotExist();
  }

  @Test
  void aStateThatRunsThroughALinkIsRefused() throws Exception {
    Path linked = Place.root(folder);
    Files.createSymbolicLink(linked.resolve("opt"), Path.of("srv"));
    var spec =
        new EnvironmentSpec.Sandbox(
            new EnvironmentSpec.Root.Folder(linked.toString()), null, "/opt/state", Place.ROOMY);

    assertThat(refusal(spec, "bwrap"))
        .isEqualTo(
            "the sandbox's root has something else than a folder at /opt: nothing can be mounted at"
                + " /opt/state");
  }

  @Test
  void aKilledProverLeavesNoProcessNoGroupAndNoFolder() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Process prover =
        Processes.java(SandboxProver.class, elsewhere.toString(), root.toString(), "65432").start();
    String line = prover.inputReader(StandardCharsets.UTF_8).readLine();
    assertThat(line).startsWith("Ready");
    eventually(
        SOON,
        "application, its daemon and a command run",
        () -> Processes.with("sleep\00065432\0").size() >= 2);
    assertThat(Groups.of(prover.pid())).isNotEmpty();

    prover.destroyForcibly().waitFor();

    eventually(SOON, "no process is left", () -> Processes.with("sleep\00065432\0").isEmpty());
    eventually(SOON, "no group is left", () -> Groups.of(prover.pid()).isEmpty());
    eventually(SOON, "no folder is left", () -> isEmpty(elsewhere.resolve("work")));
  }

  private static boolean isEmpty(Path folder) throws java.io.IOException {
    try (var entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    }
  }

  @Test
  void theNextProverClearsAwayWhatAKilledProverAndKeeperLeft() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Process prover =
        Processes.java(SandboxProver.class, elsewhere.toString(), root.toString(), "54321").start();
    assertThat(prover.inputReader(StandardCharsets.UTF_8).readLine()).startsWith("Ready");
    for (long keeper : Processes.with("sluice-keeper\0sluice-" + prover.pid() + "-")) {
      ProcessHandle.of(keeper).ifPresent(ProcessHandle::destroyForcibly);
      eventually(SOON, "the keeper was killed", () -> !Processes.isRunning(keeper));
    }
    prover.destroyForcibly().waitFor();
    assertThat(Groups.of(prover.pid())).isNotEmpty();

    place.environment(root, null, Place.ROOMY);

    assertThat(Groups.of(prover.pid())).isEmpty();
    eventually(SOON, "no process is left", () -> Processes.with("sleep\00054321\0").isEmpty());
  }

  @Test
  void aRunningProversGroupsAreLeftAlone() throws Exception {
    try (RunningMachine running = place.environment(root, null, Place.ROOMY).create("one").boot()) {
      running.awaitReady();
      Place other = Place.open(folder.resolve("other"));
      other.environment(root, null, Place.ROOMY);
      other.workplace().close();

      assertThat(Place.ask(running, "echo on").output()).isEqualTo("on\n");
    }
  }
}
