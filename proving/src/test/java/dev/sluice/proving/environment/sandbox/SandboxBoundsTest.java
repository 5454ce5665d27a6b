package dev.sluice.proving.environment.sandbox;

import static dev.sluice.proving.Eventually.eventually;
import static dev.sluice.proving.environment.sandbox.Place.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sluice.model.pipeline.EnvironmentSpec.SandboxBounds;
import dev.sluice.proving.environment.Death;
import dev.sluice.proving.environment.RunningMachine;
import dev.sluice.proving.environment.RunningMachine.Dead;
import dev.sluice.proving.environment.RunningMachine.Exited;
import dev.sluice.proving.environment.RunningMachine.Ready;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whether bounds bite, with this host's control groups and without any. */
@Timeout(60)
class SandboxBoundsTest {
  private static final SandboxBounds TIGHT = new SandboxBounds(64, 20, 16, 4);
  private static final String MEMORY_EATER = "tail /dev/zero";

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

  /** With control groups, which not every host lets its users make. */
  private RunningMachine grouped(@Nullable String start) throws InterruptedException {
    SandboxEnvironment environment = place.environment(root, start, TIGHT);
    assumeThat(environment.facts().unenforced()).hasSize(1);
    RunningMachine running = environment.create("one").boot();
    assertThat(running.awaitReady()).as(running.console()).isInstanceOf(Ready.class);
    return running;
  }

  private SandboxEnvironment groupless() throws Exception {
    Path nothing = Files.writeString(folder.resolve("nothing"), "");
    return place.environment(
        Place.spec(root, null, TIGHT),
        new SandboxEnvironment.Means(
            "bwrap", new ControlGroups.Kernel(nothing, nothing, Path.of("/proc"))));
  }

  @Test
  void memoryBites() throws Exception {
    try (RunningMachine running = grouped(null)) {
      Exited exited = ask(running, MEMORY_EATER);
      assertThat(exited.status()).isEqualTo(137);
      assertThat(exited.output()).contains("sluice: killed at the bound of 64 MiB of memory\n");
      assertThat(running.console()).contains("sluice: killed at the bound of 64 MiB of memory");
      assertThat(ask(running, "echo on").output()).isEqualTo("on\n");
    }
  }

  @Test
  void whatLiesInMemoryAsFilesCountsToo() throws Exception {
    try (RunningMachine running = grouped(null)) {
      String fill =
          "i=0; while [ $i -lt 30 ] && head -c 4000000 /dev/zero >/tmp/$i; do i=$((i+1)); done; echo $i";
      Exited exited = ask(running, fill);
      assertThat(exited.output()).doesNotContain("30\n");
    }
  }

  @Test
  void anApplicationOutOfMemoryIsToldApart() throws Exception {
    SandboxEnvironment environment = place.environment(root, "exec " + MEMORY_EATER, TIGHT);
    assumeThat(environment.facts().unenforced()).hasSize(1);
    try (RunningMachine running = environment.create("one").boot()) {
      Death death = Place.eventualDeath(running);
      assertThat(death.kind()).isEqualTo(Death.Kind.APPLICATION_ENDED);
      assertThat(death.detail()).isEqualTo("status 137, killed, at its bound of 64 MiB of memory");
    }
  }

  @Test
  void anApplicationWhoseChildWasOutOfMemoryIsToldApartToo() throws Exception {
    SandboxEnvironment environment =
        place.environment(root, "sleep 1; " + MEMORY_EATER + "; exit 3", TIGHT);
    assumeThat(environment.facts().unenforced()).hasSize(1);
    try (RunningMachine running = environment.create("one").boot()) {
      Death death = Place.eventualDeath(running);
      assertThat(death.detail())
          .isEqualTo("status 3; a process of it was killed at its bound of 64 MiB of memory");
    }
  }

  @Test
  void whatWasToldWithAnAnswerIsStillSaidWhenTheApplicationEnds() throws Exception {
    String start = MEMORY_EATER + "; until [ -e /srv/state/end ]; do sleep 0.1; done; exit 3";
    try (RunningMachine running = grouped(start)) {
      eventually(
          Place.LIMIT,
          "the kill was told",
          () -> ask(running, "echo on").output().contains("sluice: killed"));

      assertThat(running.run(": >/srv/state/end; sleep 10", Place.LIMIT))
          .isInstanceOfSatisfying(
              Dead.class,
              dead ->
                  assertThat(dead.death().detail())
                      .isEqualTo(
                          "status 3; earlier a process was killed at the bound of 64 MiB of"
                              + " memory"));
    }
  }

  @Test
  void whatIsToldStandsOnALineOfItsOwn() throws Exception {
    try (RunningMachine running = grouped(null)) {
      assertThat(ask(running, MEMORY_EATER + " 2>/dev/null; printf half").output())
          .endsWith("half\nsluice: killed at the bound of 64 MiB of memory\n");
    }
  }

  @Test
  void processesBite() throws Exception {
    try (RunningMachine running = grouped(null)) {
      Exited exited =
          ask(
              running,
              "i=0; while [ $i -lt 40 ]; do sleep 20 & i=$((i+1)); echo $i; done; echo all");
      assertThat(exited.output())
          .contains("\n10\n")
          .doesNotContain("all")
          .contains("sluice: refused a process at the bound of 16\n");
      assertThat(ask(running, "echo on").output()).isEqualTo("on\n");
    }
  }

  @Test
  void anApplicationThatTakesAllProcessesCanStillBeAskedAndEnded() throws Exception {
    String bomb = "b() { b | b & }; while :; do b 2>/dev/null; sleep 0.1; done";
    try (RunningMachine running = grouped("(" + bomb + ") & " + "while :; do sleep 1; done")) {
      assertThat(running.run("echo on", Place.LIMIT)).isInstanceOf(Exited.class);
    }
    assertThat(Groups.of(ProcessHandle.current().pid())).isEmpty();
  }

  @Test
  void theProcessorBites() throws Exception {
    try (RunningMachine running = grouped(null)) {
      Exited exited =
          ask(
              running,
              "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done; read -r l </proc/self/stat;"
                  + " set -- ${l##*) }; echo $((${12} + ${13}))");
      double cpu = Integer.parseInt(exited.output().strip()) / 100.0;
      double wall = exited.guestTime().toMillis() / 1000.0;
      assertThat(cpu).isLessThan(0.3 * wall + 0.1);
    }
  }

  @Test
  void aFileDoesNotGrowBeyondTheDisk() throws Exception {
    try (RunningMachine running = grouped(null)) {
      Exited exited =
          ask(running, "head -c 8000000 /dev/zero >/srv/state/x; echo $?; rm /srv/state/x");
      assertThat(exited.output()).contains("153");
    }
  }

  @Test
  void aStateFolderBeyondItsDiskIsTheMachinesEnd() throws Exception {
    try (RunningMachine running = grouped(null)) {
      String fill = "for i in 1 2 3; do head -c 3000000 /dev/zero >/srv/state/$i; done";
      assertThat(running.run(fill, Place.LIMIT))
          .isInstanceOfSatisfying(
              Dead.class,
              dead -> {
                assertThat(dead.death().kind()).isEqualTo(Death.Kind.OVER_BOUND);
                assertThat(dead.death().detail())
                    .isEqualTo("the state folder holds more than its bound of 4 MiB");
              });
    }
  }

  @Test
  void manyEmptyFilesAreNotNothing() throws Exception {
    try (RunningMachine running = grouped(null)) {
      String fill = "perl -e 'for (1 .. 1200) { open my $f, q(>), qq(/srv/state/$_) }'";
      assertThat(running.run(fill, Place.LIMIT)).isInstanceOf(Dead.class);
    }
  }

  @Test
  void withoutControlGroupsWhatIsNotEnforcedIsNamed() throws Exception {
    assertThat(groupless().facts().unenforced())
        .contains(
            "64 MiB of memory for all its processes together; each alone has at most as much"
                + " address space (no control group of this host has the controller memory)",
            "20 % of a processor (no control group of this host has the controller cpu)",
            "4 MiB of disk at every moment; no file grows beyond it, and the state folder is"
                + " measured after each command");
  }

  @Test
  void withoutControlGroupsEachProcessIsStillHeldToTheMemory() throws Exception {
    try (RunningMachine running = groupless().create("one").boot()) {
      running.awaitReady();
      Exited exited = ask(running, MEMORY_EATER);
      assertThat(exited.status()).isNotZero();
      assertThat(ask(running, "sleep 10", Duration.ofSeconds(1)).status()).isEqualTo(124);
    }
  }

  @Test
  void theBoundsArePartOfTheImage() throws Exception {
    var one = place.environment(root, null, TIGHT).facts().image();
    place.workplace().close();
    place = Place.open(folder);
    var other = place.environment(root, null, new SandboxBounds(65, 20, 16, 4)).facts().image();
    assertThat(List.of(one)).doesNotContain(other);
  }
}
