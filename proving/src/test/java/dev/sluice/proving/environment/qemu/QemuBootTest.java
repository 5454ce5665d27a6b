package dev.sluice.proving.environment.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.proving.environment.Death;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.environment.RunningMachine;
import dev.sluice.proving.environment.RunningMachine.Dead;
import dev.sluice.proving.environment.RunningMachine.Exited;
import dev.sluice.proving.workplace.Transcript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One boot against a stand-in for QEMU: a few lines of Perl that connect and misbehave. */
@Timeout(30)
class QemuBootTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  /** Long enough for Perl to start, where it must answer before it falls silent. */
  private static final Duration SHORT = Duration.ofSeconds(1);

  private static final Duration AT_ONCE = Duration.ofMillis(300);
  private static final Duration LIMIT = Duration.ofMillis(500);

  /** What every stand-in begins with. */
  private static final String STAND_IN =
      """
      use strict; use warnings; use IO::Socket::UNIX; use IO::Handle;
      my ($qmp, $channel) = map { IO::Socket::UNIX->new(Peer => $_) or die "no socket: $!" } @ARGV;
      $_->autoflush(1) for $qmp, $channel, *STDOUT;
      $SIG{PIPE} = 'IGNORE';
      sub event { print $qmp qq({"event": "$_[0]", "data": {"reason": "$_[1]"}}\\n) }
      sub ready { print $channel "sluice-guest 1 ready 1.23\\n" }
      sub asked { my $line = <$channel>; return (split / /, $line)[1] }
      sub forever { sleep 1000 }
      """;

  @TempDir private Path folder;
  private final List<Duration> booted = new ArrayList<>();
  private final List<QemuBoot> ended = new ArrayList<>();
  private final QemuBoot.Observer observer =
      new QemuBoot.Observer() {
        @Override
        public void ready(Duration sinceStart) {
          booted.add(sinceStart);
        }

        @Override
        public void ended(QemuBoot boot) {
          ended.add(boot);
        }
      };
  private final List<QemuBoot> boots = new ArrayList<>();
  private final List<Process> processes = new ArrayList<>();

  private QemuBoot boot(String perl) throws IOException {
    return boot(perl, LONG);
  }

  private QemuBoot boot(String perl, Duration deadline) throws IOException {
    Path qmp = folder.resolve("q" + boots.size());
    Path channel = folder.resolve("c" + boots.size());
    return boot(
        qmp,
        channel,
        deadline,
        new ProcessBuilder("perl", "-e", STAND_IN + perl, qmp.toString(), channel.toString()));
  }

  private QemuBoot boot(Path qmp, Path channel, Duration deadline, ProcessBuilder standIn)
      throws IOException {
    var log = new Transcript(1024 * 1024);
    var qmpEnd = new Qmp(qmp);
    var port = new GuestPort("line", channel, log);
    Process process = standIn.start();
    processes.add(process);
    var vigil = new Vigil(process, qmpEnd, List.of(port), new Vigil.Manner(false, null));
    QemuBoot boot =
        new QemuBoot(vigil, List.of(new LineChannel(port, vigil)), null, deadline, observer, log);
    boots.add(boot);
    return boot;
  }

  @AfterEach
  void closeAll() {
    boots.forEach(QemuBoot::close);
    assertThat(processes).noneMatch(Process::isAlive);
  }

  private static Death death(Object how) {
    if (how instanceof Dead(var death)) {
      return death;
    }
    throw new AssertionError("alive: " + how);
  }

  private static String coded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  // Booting

  @Test
  void aMachineThatAnswersIsReadyAndItsTimeIsMeasured() throws Exception {
    QemuBoot boot = boot("ready; forever");

    assertThat(boot.awaitReady()).isInstanceOf(RunningMachine.Ready.class);
    assertThat(booted).hasSize(1);
    assertThat(booted.getFirst()).isPositive().isLessThan(LONG);
  }

  @Test
  void aMachineThatConnectsAndStaysSilentIsSilent() throws Exception {
    QemuBoot boot = boot("forever", AT_ONCE);

    assertThat(death(boot.awaitReady()).kind()).isEqualTo(Death.Kind.SILENT);
    assertThat(booted).isEmpty();
    assertThat(processes.getFirst().isAlive()).isFalse();
  }

  @Test
  void aMachineThatNeverEvenConnectsIsSilent() throws Exception {
    QemuBoot boot =
        boot(
            folder.resolve("q"), folder.resolve("c"), AT_ONCE, new ProcessBuilder("sleep", "1000"));

    assertThat(death(boot.awaitReady()).kind()).isEqualTo(Death.Kind.SILENT);
  }

  @Test
  void anEmulatorThatEndsIsNamedWithItsLastWords() throws Exception {
    QemuBoot boot = boot("print STDERR \"warning\\nqemu: could not open disk\\n\"; exit 3");

    assertThat(death(boot.awaitReady()))
        .satisfies(
            death -> {
              assertThat(death.kind()).isEqualTo(Death.Kind.EMULATOR_ENDED);
              assertThat(death.detail())
                  .isEqualTo("qemu ended with status 3: qemu: could not open disk");
            });
  }

  @Test
  void anEmulatorThatIsKilledIsInfrastructure() throws Exception {
    QemuBoot boot = boot("ready; kill 'KILL', $$");
    boot.awaitReady();

    assertThat(death(boot.run("true", LIMIT)).isInfrastructure()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "guest-panic, PANICKED",
    "guest-reset, REBOOTED",
    "guest-shutdown, POWERED_OFF",
    "host-signal, EMULATOR_ENDED",
    "host-qmp-quit, EMULATOR_ENDED",
    "some-new-word, EMULATOR_ENDED"
  })
  void whatQemuSaysOfTheEndIsBelieved(String reason, Death.Kind kind) throws Exception {
    QemuBoot boot = boot("event 'SHUTDOWN', '" + reason + "'; exit 0");

    assertThat(death(boot.awaitReady()).kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "event 'GUEST_PANICKED', ''; event 'SHUTDOWN', 'guest-reset'; exit 0",
        "event 'GUEST_PANICKED', ''; event 'SHUTDOWN', 'host-signal'; exit 0",
        "event 'GUEST_PANICKED', ''; exit 1",
        "event 'GUEST_PANICKED', ''; kill 'KILL', $$"
      })
  void aPanicIsAPanicHoweverTheEmulatorEnds(String perl) throws Exception {
    QemuBoot boot = boot(perl);

    assertThat(death(boot.awaitReady()).kind()).isEqualTo(Death.Kind.PANICKED);
  }

  @Test
  void aMachineThatDiesAfterItAnsweredIsDeadAtTheNextQuestion() throws Exception {
    QemuBoot boot = boot("ready; asked; event 'SHUTDOWN', 'guest-reset'; exit 0");
    boot.awaitReady();

    assertThat(death(boot.run("true", LIMIT)).kind()).isEqualTo(Death.Kind.REBOOTED);
  }

  @Test
  void onceDeadItStaysDeadWithTheSameCause() throws Exception {
    QemuBoot boot = boot("event 'SHUTDOWN', 'guest-reset'; exit 0");
    Death death = death(boot.awaitReady());

    assertThat(death(boot.awaitReady())).isEqualTo(death);
    assertThat(death(boot.run("true", LIMIT))).isEqualTo(death);
    assertThat(death(boot.powerOff())).isEqualTo(death);
  }

  @Test
  void whatTheConsoleSaidLastIsThereWhenTheDeathIsKnown() throws Exception {
    QemuBoot boot =
        boot(
            "print \"x\" x 300000, \"\\nKernel panic - not syncing: last words\\n\";"
                + " event 'GUEST_PANICKED', ''; event 'SHUTDOWN', 'guest-panic'; exit 0",
            Duration.ofMinutes(1));
    boot.awaitReady();

    assertThat(boot.console()).endsWith("Kernel panic - not syncing: last words\n");
  }

  // Commands

  @Test
  void aCommandsStatusOutputAndTimeComeBack() throws Exception {
    QemuBoot boot =
        boot(
            "ready; my $id = asked; print $channel \"done $id 3 10.00 10.25 "
                + coded("said\nthis ü")
                + "\\n\"; forever");
    boot.awaitReady();

    assertThat(boot.run("true", LIMIT))
        .isEqualTo(new Exited(3, "said\nthis ü", Duration.ofMillis(250)));
  }

  @Test
  void theScriptArrivesAsItWasWritten() throws Exception {
    QemuBoot boot =
        boot(
            "ready; my $line = <$channel>; chomp $line; my @w = split / /, $line;"
                + " print $channel \"done $w[1] $w[2] 1 2 $w[3]\\n\"; forever");
    boot.awaitReady();
    String script = "echo 'it''s'\ncat <<E\n$x ü\nE\n";

    assertThat(boot.run(script, Duration.ofMillis(4001)))
        .isEqualTo(new Exited(5, script, Duration.ofSeconds(1)));
  }

  @Test
  void aCommandWithoutOutputHasNone() throws Exception {
    QemuBoot boot = boot("ready; my $id = asked; print $channel \"done $id 0 1 1 -\\n\"; forever");
    boot.awaitReady();

    assertThat(boot.run("true", LIMIT)).isEqualTo(new Exited(0, "", Duration.ZERO));
  }

  @Test
  void answersToEarlierQuestionsArePassedOver() throws Exception {
    QemuBoot boot =
        boot(
            "ready; my $id = asked; print $channel \"error no\\ndone 0 9 1 1 -\\nsynced 7\\n"
                + "done 11 9 1 1 -\\ndone $id 0 1 1 -\\n\"; forever");
    boot.awaitReady();

    assertThat(boot.run("true", LIMIT)).isEqualTo(new Exited(0, "", Duration.ZERO));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "done $id",
        "done $id 0",
        "done $id 0 1 1",
        "done $id 0 1 1 - more",
        "done $id zero 1 1 -",
        "done $id 0 one 1 -",
        "done $id 0 1 1 not*base64",
        "done $id 99999999999 1 1 -"
      })
  void nonsenseIsNoVerdict(String answer) throws Exception {
    QemuBoot boot =
        boot("ready; my $id = asked; print $channel \"" + answer + "\\n\"; forever", SHORT);
    boot.awaitReady();

    // A word too few is like no answer at all.
    try {
      assertThat(death(boot.run("true", LIMIT)).kind()).isEqualTo(Death.Kind.SILENT);
    } catch (EnvironmentException e) {
      assertThat(e).hasMessageStartingWith("the guest channel answered ");
    }
  }

  @Test
  void aCommandThatIsNeverAnsweredIsSilence() throws Exception {
    QemuBoot boot = boot("ready; asked; forever", SHORT);
    boot.awaitReady();
    long from = System.nanoTime();

    assertThat(death(boot.run("true", LIMIT)).kind()).isEqualTo(Death.Kind.SILENT);
    assertThat(Duration.ofNanos(System.nanoTime() - from))
        .isBetween(Duration.ofMillis(1900), Duration.ofSeconds(10));
  }

  @Test
  void aGuestThatReadsNothingMeetsTheDeadlineHoweverLongTheScript() throws Exception {
    QemuBoot boot = boot("ready; forever", SHORT);
    boot.awaitReady();

    assertThat(death(boot.run("# ".repeat(4_000_000), LIMIT)).kind()).isEqualTo(Death.Kind.SILENT);
  }

  // Switching off

  @Test
  void aMachineThatShutsDownIsOff() throws Exception {
    QemuBoot boot = boot("ready; asked; event 'SHUTDOWN', 'guest-shutdown'; exit 0");
    boot.awaitReady();

    assertThat(boot.powerOff()).isEqualTo(new RunningMachine.Off());
    assertThat(processes.getFirst().isAlive()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "event 'SHUTDOWN' => 'guest-reset', REBOOTED",
    "event 'GUEST_PANICKED' => '', PANICKED",
    "kill 'KILL' => $$, EMULATOR_ENDED"
  })
  void aShutdownThatGoesWrongIsADeath(String perl, Death.Kind kind) throws Exception {
    QemuBoot boot = boot("ready; asked; " + perl + "; event 'SHUTDOWN', 'guest-shutdown'; exit 0");
    boot.awaitReady();

    assertThat(death(boot.powerOff()).kind()).isEqualTo(kind);
  }

  @Test
  void aMachineThatDoesNotSwitchOffIsSilent() throws Exception {
    QemuBoot boot = boot("ready; asked; forever", SHORT);
    boot.awaitReady();

    assertThat(death(boot.powerOff()).kind()).isEqualTo(Death.Kind.SILENT);
  }

  // Floods

  @Test
  void aHundredMegabytesOfConsoleAreKeptWithinAMebibyte() throws Exception {
    QemuBoot boot =
        boot(
            "print 'first words'; print \"x\" x 99999, \"\\n\" for 1 .. 1000; ready;"
                + " print 'last words'; forever",
            LONG);

    assertThat(boot.awaitReady()).isInstanceOf(RunningMachine.Ready.class);
    boot.close();
    assertThat(boot.console())
        .startsWith("first words")
        .contains(" bytes not kept ")
        .hasSizeLessThan(Vigil.CONSOLE_BOUND + 100);
  }

  @Test
  void aConsoleThatNeverStopsMeetsTheDeadline() throws Exception {
    QemuBoot boot = boot("while (1) { print \"flood \" x 10000 }", AT_ONCE);

    assertThat(death(boot.awaitReady()).kind()).isEqualTo(Death.Kind.SILENT);
    assertThat(boot.console()).hasSizeLessThan(Vigil.CONSOLE_BOUND + 100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"channel", "qmp"})
  void aLineWithoutEndMeetsTheDeadline(String socket) throws Exception {
    QemuBoot boot = boot("while (1) { print $" + socket + " 'x' x 100000 or forever }", AT_ONCE);

    assertThat(death(boot.awaitReady()).kind()).isEqualTo(Death.Kind.SILENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"channel", "qmp"})
  void linesWithoutEndMeetTheDeadline(String socket) throws Exception {
    QemuBoot boot =
        boot(
            "while (1) { print $" + socket + " \"{\\\"event\\\": \\n\" x 1000 or forever }",
            AT_ONCE);

    assertThat(death(boot.awaitReady()).kind()).isEqualTo(Death.Kind.SILENT);
    assertThat(boot.channelLog().length() + boot.qmpLog().length()).isLessThan(3 << 20);
  }

  @Test
  void nonsenseOnQmpIsPassedOver() throws Exception {
    QemuBoot boot =
        boot("print $qmp \"\\x00\\xff{}[]\\n{\\n\", 'x' x 200000, \"\\n\"; ready; forever");

    assertThat(boot.awaitReady()).isInstanceOf(RunningMachine.Ready.class);
  }

  // Closing

  @Test
  void closingEndsTheProcessAndKeepsWhatItSaid() throws Exception {
    QemuBoot boot = boot("print \"console\\n\"; ready; forever");
    boot.awaitReady();

    boot.close();
    boot.close();

    assertThat(processes.getFirst().isAlive()).isFalse();
    assertThat(ended).containsExactly(boot);
    assertThat(boot.console()).isEqualTo("console\n");
    assertThat(boot.channelLog()).contains("< sluice-guest 1 ready 1.23");
    assertThat(boot.qmpLog()).isEmpty();
  }

  /** What was printed before the end is evidence, however late it is read. */
  @Test
  void nothingThatWasPrintedIsLostByClosing() throws Exception {
    for (int i = 0; i < 20; i++) {
      QemuBoot boot = boot("print 'x' x 60000, \"end\\n\"; ready; forever");
      boot.awaitReady();

      boot.close();

      assertThat(boot.console()).endsWith("end\n").hasSize(60_004);
    }
  }

  @Test
  void anInterruptGivesUpWaiting() throws Exception {
    QemuBoot boot = boot("forever", Duration.ofMinutes(5));
    Thread.currentThread().interrupt();

    assertThatExceptionOfType(InterruptedException.class).isThrownBy(boot::awaitReady);
  }
}
