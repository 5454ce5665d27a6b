package dev.sluice.proving.check;

import static dev.sluice.proving.Examples.release;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Combination;
import dev.sluice.model.Digest;
import dev.sluice.model.pipeline.CheckSpec;
import dev.sluice.model.pipeline.Command;
import dev.sluice.model.pipeline.EnvironmentSpec;
import dev.sluice.proving.environment.EnvironmentFacts;
import dev.sluice.proving.environment.RunningMachine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The performer's scripts in a real shell, with an application that is a few lines of shell. */
class PerformerScriptsTest {
  @TempDir private Path folder;

  private Path work;
  private Path tainted;

  @BeforeEach
  void prepare() throws IOException {
    work = folder.resolve("work");
    tainted = Files.writeString(folder.resolve("tainted"), "12288\n");
    Files.createDirectory(folder.resolve("in"));
  }

  /** This host in the place of a guest: the guest's two paths lie in a folder of ours. */
  private final class ShellMachine implements RunningMachine {
    @Override
    public Start awaitReady() {
      return new Ready(Duration.ZERO);
    }

    @Override
    public Answer run(String script, Duration limit) {
      String here =
          script
              .replace("/run/sluice/work", work.toString())
              .replace("/run/sluice/probe.out", work + ".out")
              .replace("/proc/sys/kernel/tainted", tainted.toString())
              .replace("/dev/console", folder.resolve("console").toString());
      try {
        Process shell = new ProcessBuilder("sh", "-c", here).redirectErrorStream(true).start();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Exited(shell.waitFor(), output, Duration.ofMillis(1));
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public String inputs() {
      return folder.resolve("in").toString();
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
    public void close() {
      // nothing was switched on
    }
  }

  private Command script(String body) throws IOException {
    Path file = folder.resolve("application");
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return new Command(List.of(file.toString()));
  }

  private Sample sample(String name, String content) throws Exception {
    Path file = folder.resolve("in").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    byte[] sha = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    return new Sample(name, name, new Digest(HexFormat.of().formatHex(sha)));
  }

  private static Subject subject(Command inForce) {
    return new Subject(
        inForce, Map.of(), EnvironmentSpec.Health.DEFAULT, EnvironmentFacts.Platform.LINUX);
  }

  private Outcome perform(Step step) throws Exception {
    return perform(subject(new Command(List.of("true"))), step);
  }

  private Outcome perform(Subject subject, Step step) throws Exception {
    return new Performer(
            new ShellMachine(),
            subject,
            new Memory(),
            Duration.ofSeconds(5),
            (index, what, outcome, took) -> {})
        .perform(List.of(step), false);
  }

  @Test
  void theOwnersCommandsKnowTheTraceOfWhoeverAsked() throws Exception {
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    Subject plain = subject(new Command(List.of("true")));
    Subject traced =
        new Subject(plain.inForce(), plain.how(), plain.health(), plain.platform(), trace);
    Step step =
        new Step.Catches(
            "catches",
            script("case $TRACEPARENT in 00-" + trace + "-????????????????-01) exit 1 ;; esac"),
            List.of(sample("threat", "x")));
    assertThat(perform(traced, step)).isInstanceOf(Outcome.Passed.class);
    assertThat(perform(plain, step)).isInstanceOf(Outcome.NotShown.class);
  }

  private Outcome leavesAlone(String body, Sample... samples) throws Exception {
    return perform(new Step.LeavesAlone("leaves-alone", script(body), List.of(samples)));
  }

  private Outcome catches(String body, Sample... samples) throws Exception {
    return perform(new Step.Catches("catches", script(body), List.of(samples)));
  }

  private static String what(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Passed _ -> "passed";
      case Outcome.NotShown(var cause) -> cause.what();
      case Outcome.Broken(var what) -> "broken: " + what;
    };
  }

  @Test
  void anApplicationThatReadsSamplesAndFlagsTheBadOnePasses() throws Exception {
    String flagsEvil = "grep -q evil \"$1\" && exit 1; exit 0";

    assertThat(what(catches(flagsEvil, sample("a/threat", "evil"), sample("b/threat", "evil 2"))))
        .isEqualTo("passed");
    assertThat(what(leavesAlone(flagsEvil, sample("c/good", "fine"), sample("c/it's", "fine"))))
        .isEqualTo("passed");
  }

  @Test
  void anApplicationThatRemovesAGoodFileIsCaughtAtIt() throws Exception {
    assertThat(what(leavesAlone("rm \"$1\"", sample("good", "fine"))))
        .isEqualTo("it removed a good file, good");
  }

  @Test
  void anApplicationThatMendsAGoodFileIsCaughtAtIt() throws Exception {
    assertThat(what(leavesAlone("echo mended >>\"$1\"", sample("good", "fine"))))
        .isEqualTo("it changed a good file, good");
  }

  @Test
  void anApplicationThatTalksMuchConfusesNothing() throws Exception {
    String talks = "echo 'sluice-probe 0 1 '; echo 'sluice-probe 1 0 '; yes | head -c 100000";

    assertThat(what(catches(talks, sample("threat", "evil"))))
        .isEqualTo("it missed a known threat, threat");
  }

  @Test
  void whatAFailingProbeSaysIsShown() throws Exception {
    Outcome outcome = catches("echo no engine >&2; exit 2", sample("threat", "evil"));

    assertThat(what(outcome)).startsWith("probing threat failed");
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.NotShown.class,
            shown -> assertThat(shown.cause().evidence()).contains("no engine"));
  }

  @Test
  void aSampleThatIsNotThereIsNotFlagged() throws Exception {
    Sample gone = sample("threat", "evil");
    Files.delete(folder.resolve("in").resolve("threat"));

    // The verb says "flagged" to everything, even to a file that it cannot read.
    assertThat(what(catches("exit 1", gone))).startsWith("probing threat did not end");
  }

  @Test
  void aGoodFileMayBeCalledLikeAnOption() throws Exception {
    assertThat(what(leavesAlone("exit 0", sample("-rf", "fine"), sample("a b;c", "fine"))))
        .isEqualTo("passed");
  }

  @Test
  void healthIsTheVerbsStatusAndAKernelWithoutAnOops() throws Exception {
    Command well = script("printf 4");

    assertThat(what(perform(new Step.Healthy("healthy", well)))).isEqualTo("passed");

    Files.writeString(tainted, "128\n");
    assertThat(what(perform(new Step.Healthy("healthy", well))))
        .isEqualTo("the kernel had an oops and went on (taint D)");
  }

  @Test
  void anUnhealthyVerbIsTheStatusOfTheScript() throws Exception {
    assertThat(what(perform(new Step.Healthy("healthy", script("exit 7")))))
        .isEqualTo("it says it is not healthy (exit status 7)");
  }

  @Test
  void withoutAVerbOnlyTheKernelIsAsked() throws Exception {
    assertThat(what(perform(new Step.Healthy("healthy", null)))).isEqualTo("passed");
  }

  @Test
  void theMetersOfARealMachineAreRead() throws Exception {
    Step within =
        new Step.Within(
            "stays-within",
            new CheckSpec.StaysWithin(null, Duration.ofSeconds(100), -1, 100L << 20),
            folder.toString());

    assertThat(what(perform(within))).isEqualTo("passed");
  }

  @Test
  void theConsoleIsToldWhatIsAsked() throws Exception {
    perform(new Step.Healthy("survives-reboot", null));

    assertThat(folder.resolve("console")).hasContent("sluice: step 0 survives-reboot");
  }

  @Test
  void anApplicationThatPrintsNoLineEndIsStillRead() throws Exception {
    Command inForce = script("printf 291");
    Step step =
        new Step.InForceIs(
            "boots",
            new Combination(release("sensor", "7.15"), List.of(release("channel", "291"))),
            release("channel", "291").artifact());

    assertThat(
            what(
                new Performer(
                        new ShellMachine(),
                        subject(inForce),
                        new Memory(),
                        Duration.ofSeconds(5),
                        (index, what, outcome, took) -> {})
                    .perform(List.of(step), false)))
        .isEqualTo("passed");
  }
}
