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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** A whole machine's boot against a stand-in for QEMU with guest agents that misbehave. */
@Timeout(60)
class AgentChannelTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration LIMIT = Duration.ofSeconds(1);

  /**
   * Knocks come thick, as those before Perl has started are lost; the rest leaves a busy machine
   * time to start it, and is well below the deadlines.
   */
  private static final Patience PATIENCE =
      new Patience(
          Duration.ofMillis(30),
          Duration.ofMillis(300),
          Duration.ofMillis(400),
          Duration.ofMillis(600),
          Duration.ofSeconds(1));

  /**
   * A stand-in with an agent that keeps the protocol: {@code answer} says what a script prints, and
   * {@code serve} answers requests until one is for a command that is given a hook.
   */
  private static final String STAND_IN =
      """
      use strict; use warnings; use IO::Socket::UNIX; use IO::Handle; use MIME::Base64;
      my ($qmp, $agent, $serial) =
        map { IO::Socket::UNIX->new(Peer => $_) or die "no socket: $!" } @ARGV;
      $_->autoflush(1) for $qmp, $agent, $serial, *STDOUT;
      $SIG{PIPE} = 'IGNORE';
      my $at = $agent;
      my ($last, $pid, %hook, @log) = ('', 100);
      sub event { print $qmp qq({"event": "$_[0]", "data": $_[1]}\\n) }
      sub say_ { print $at "$_[0]\\n" }
      sub reply { my ($what, $id) = @_; say_ qq({"return": $what, "id": $id}) }
      sub id { $last =~ /"id":(\\d+)[,}]/; return $1 }
      sub ended {
        my ($head, $out, $id) = @_;
        reply('{"exited": true, "exitcode": 0, "out-data": "' . encode_base64($head . $out, '') .
          '"}', $id);
      }
      sub serve {
        while ($last = <$at>) {
          my ($command) = $last =~ /"execute":"([a-z-]+)"/ or next;
          if ($hook{$command}) { my $h = $hook{$command}; $h->(id()); next }
          if ($command eq 'guest-sync-delimited') {
            say_ '{"error": {"class": "GenericError", "desc": "JSON parse error"}}';
            print $at "\\xff"; reply(id(), id());
          } elsif ($command eq 'guest-exec') { $pid++; reply(qq({"pid": $pid}), id()) }
          elsif ($command eq 'guest-exec-status') {
            ended("sluice-run 3 10.00 10.25\\n", "said\\n", id());
          }
        }
      }
      sub forever { sleep 1000 }
      """;

  @TempDir private Path folder;
  private final List<Process> processes = new ArrayList<>();
  private final List<QemuBoot> boots = new ArrayList<>();

  private QemuBoot boot(String perl, Duration deadline, boolean hasTerminal) throws IOException {
    var log = new Transcript(1024 * 1024);
    Path qmp = folder.resolve("q");
    Path agent = folder.resolve("a");
    Path serial = folder.resolve("s");
    var qmpEnd = new Qmp(qmp);
    List<GuestPort> ports =
        List.of(new GuestPort("agent", agent, log), new GuestPort("serial", serial, log));
    Process process =
        new ProcessBuilder(
                "perl", "-e", STAND_IN + perl, qmp.toString(), agent.toString(), serial.toString())
            .start();
    processes.add(process);
    var vigil = new Vigil(process, qmpEnd, ports, new Vigil.Manner(hasTerminal, null, PATIENCE));
    List<GuestChannel> channels =
        List.of(
            new AgentChannel(ports.get(0), vigil, 1000),
            new AgentChannel(ports.get(1), vigil, 2000));
    QemuBoot boot =
        new QemuBoot(
            vigil,
            channels,
            null,
            deadline,
            new QemuBoot.Observer() {
              @Override
              public void ready(Duration sinceStart) {}

              @Override
              public void ended(QemuBoot ended) {}
            },
            log);
    boots.add(boot);
    return boot;
  }

  private QemuBoot ready(String perl, Duration deadline) throws Exception {
    QemuBoot boot = boot(perl, deadline, false);
    assertThat(boot.awaitReady()).isInstanceOf(RunningMachine.Ready.class);
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

  @Test
  void aCommandsStatusOutputAndTimeComeBack() throws Exception {
    QemuBoot boot = ready("serve", LONG);

    assertThat(boot.run("true", LIMIT)).isEqualTo(new Exited(3, "said\n", Duration.ofMillis(250)));
    assertThat(boot.run("true", LIMIT)).isEqualTo(new Exited(3, "said\n", Duration.ofMillis(250)));
  }

  @Test
  void theScriptArrivesAsAnArgument() throws Exception {
    QemuBoot boot =
        ready(
            """
            my $request;
            $hook{'guest-exec'} = sub { $request = $last; reply('{"pid": 7}', $_[0]) };
            $hook{'guest-exec-status'} = sub { ended("sluice-run 0 1 1\\n", $request, $_[0]) };
            serve""",
            LONG);
    String script = "echo 'it''s'\ncat <<E\n$x ü\nE\n";

    assertThat(boot.run(script, LIMIT))
        .isInstanceOfSatisfying(
            Exited.class,
            exited ->
                assertThat(
                        JsonMapper.shared()
                            .readTree(exited.output())
                            .at("/arguments/arg/4")
                            .asString())
                    .isEqualTo(script));
  }

  @Test
  void aScriptTooLongForAnArgumentArrivesOnItsStandardInput() throws Exception {
    QemuBoot boot =
        ready(
            """
            my $script;
            $hook{'guest-exec'} = sub {
              ($script) = $last =~ /"input-data":"([^"]*)"/; reply('{"pid": 7}', $_[0]) };
            $hook{'guest-exec-status'} = sub {
              ended("sluice-run 0 1 1\\n", decode_base64($script), $_[0]) };
            serve""",
            LONG);
    String script = "# ü\n".repeat(10_000);

    assertThat(boot.run(script, LIMIT)).isEqualTo(new Exited(0, script, Duration.ZERO));
  }

  @Test
  void aCommandThatTakesItsTimeIsAskedForAgain() throws Exception {
    QemuBoot boot =
        ready(
            """
            my $asked = 0;
            $hook{'guest-exec-status'} = sub {
              $asked++ < 8 ? reply('{"exited": false}', $_[0])
                           : ended("sluice-run 124 1 2\\n", '', $_[0]) };
            serve""",
            LONG);

    assertThat(boot.run("sleep 9", LIMIT))
        .isEqualTo(new Exited(Exited.KILLED_AT_LIMIT, "", Duration.ofSeconds(1)));
  }

  @Test
  void anAgentOnTheSerialPortIsUsedWhereTheOtherIsSilent() throws Exception {
    QemuBoot boot = ready("$at = $serial; serve", LONG);

    assertThat(boot.run("true", LIMIT)).isEqualTo(new Exited(3, "said\n", Duration.ofMillis(250)));
    assertThat(boot.channelLog()).contains("serial < ");
  }

  @Test
  void noAgentAnywhereIsSilence() throws Exception {
    QemuBoot boot = boot("forever", SHORT, false);

    assertThat(death(boot.awaitReady()).kind()).isEqualTo(Death.Kind.SILENT);
  }

  /** Its echo shows that the machine lives: it is the channel that does not. */
  @Test
  void noAgentOnAMachineWhoseConsoleEchoesIsASilentChannel() throws Exception {
    QemuBoot boot = boot("while (<STDIN>) { print \"\\nguest login: \" }", SHORT, true);

    assertThat(death(boot.awaitReady()).kind()).isEqualTo(Death.Kind.CHANNEL_SILENT);
  }

  @Test
  void aLoginPromptWithoutAnAgentIsToldWellBeforeTheDeadline() throws Exception {
    QemuBoot boot = boot("print \"Debian\\n\\nguest login: \"; forever", LONG, true);

    Death death = death(boot.awaitReady());

    assertThat(death.kind()).isEqualTo(Death.Kind.CHANNEL_SILENT);
    assertThat(death.sinceStart()).isLessThan(LONG.dividedBy(2));
  }

  @Test
  void aRescueShellIsToldAtOnce() throws Exception {
    QemuBoot boot =
        boot(
            "print \"No init found. Try passing init= bootarg.\\n(initramfs) \"; forever",
            Duration.ofMinutes(5),
            true);

    Death death = death(boot.awaitReady());

    assertThat(death.kind()).isEqualTo(Death.Kind.STRANDED);
    assertThat(death.detail()).isEqualTo("there is no init program on its root disk");
    assertThat(death.sinceStart()).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void garbageIsPassedOver() throws Exception {
    QemuBoot boot =
        ready(
            """
            print $agent "\\xff\\xfe{{{]\\n{\\"return\\": \\n", 'x' x 200000, "\\n{}\\n[1]\\n";
            print $agent "{\\"return\\": [1]}\\n{\\"return\\": null}\\n";
            serve""",
            LONG);

    assertThat(boot.run("true", LIMIT)).isEqualTo(new Exited(3, "said\n", Duration.ofMillis(250)));
  }

  /** The answer to the first command's status comes when the second one's is asked for. */
  @Test
  void aLateAnswerToTheCommandBeforeIsPassedOver() throws Exception {
    QemuBoot boot =
        ready(
            """
            my ($first, $commands) = (0, 0);
            $hook{'guest-exec'} = sub { $commands++; reply(qq({"pid": $commands}), $_[0]) };
            $hook{'guest-exec-status'} = sub {
              if ($commands == 1) { $first = $_[0]; ended("sluice-run 1 1 1\\n", "one", $_[0]) }
              else {
                ended("sluice-run 9 1 1\\n", "late", $first);
                ended("sluice-run 2 1 1\\n", "two", $_[0]);
              } };
            serve""",
            LONG);

    assertThat(boot.run("1", LIMIT)).isEqualTo(new Exited(1, "one", Duration.ZERO));
    assertThat(boot.run("2", LIMIT)).isEqualTo(new Exited(2, "two", Duration.ZERO));
  }

  /** Old agents do not repeat a request's number, so what precedes the sync must be passed over. */
  @Test
  void whatWasSaidBeforeTheSyncIsNoAnswerEvenWithoutNumbers() throws Exception {
    QemuBoot boot =
        ready(
            """
            $hook{'guest-sync-delimited'} = sub {
              say_ '{"return": {"pid": 666}}'; print $at "\\xff"; say_ qq({"return": $_[0]}) };
            $hook{'guest-exec'} = sub { say_ '{"return": {"pid": 5}}' };
            $hook{'guest-exec-status'} = sub {
              my $right = $last =~ /"pid":5[,}]/ ? 0 : 1;
              say_ '{"return": {"exited": true, "exitcode": 0, "out-data": "' .
                encode_base64("sluice-run $right 1 1\\n", '') . '"}}' };
            serve""",
            LONG);

    assertThat(boot.run("true", LIMIT)).isEqualTo(new Exited(0, "", Duration.ZERO));
  }

  @Test
  void anAgentThatRefusesToRunAnythingIsNoVerdict() throws Exception {
    QemuBoot boot =
        ready(
            """
            $hook{'guest-exec'} = sub {
              say_ qq({"error": {"class": "CommandNotFound", "desc": "has been disabled"}, "id": $_[0]}) };
            serve""",
            LONG);

    assertThatExceptionOfType(EnvironmentException.class)
        .isThrownBy(() -> boot.run("true", LIMIT))
        .withMessage("the guest agent refuses guest-exec: has been disabled");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"out-data\": \"not*base64\"",
        "\"exitcode\": 125",
        "\"exitcode\": 127, \"err-data\": \"c2g6IG5vdCBmb3VuZA==\"",
        "\"out-data\": \"aGVsbG8K\""
      })
  void nonsenseIsNoVerdict(String status) throws Exception {
    QemuBoot boot =
        ready(
            "$hook{'guest-exec-status'} = sub { reply('{\"exited\": true, "
                + status
                + "}', $_[0]) }; serve",
            LONG);

    assertThatExceptionOfType(EnvironmentException.class)
        .isThrownBy(() -> boot.run("true", LIMIT))
        .withMessageStartingWith("the guest ");
  }

  @Test
  void anAgentThatIsStartedAnewDuringACommandIsASilentChannel() throws Exception {
    QemuBoot boot =
        ready(
            """
            $hook{'guest-exec-status'} = sub {
              say_ qq({"error": {"class": "GenericError", "desc": "PID 101 does not exist"}, "id": $_[0]}) };
            serve""",
            LONG);

    Death death = death(boot.run("true", LIMIT));

    assertThat(death.kind()).isEqualTo(Death.Kind.CHANNEL_SILENT);
    assertThat(death.detail()).isEqualTo("the guest agent was started anew during a command");
  }

  @Test
  void aGuestThatRebootsDuringACommandIsToldAtOnce() throws Exception {
    QemuBoot boot =
        ready(
            """
            $hook{'guest-exec-status'} = sub {
              event('SHUTDOWN', '{"guest": true, "reason": "guest-reset"}'); exit 0 };
            serve""",
            Duration.ofMinutes(5));

    assertThat(death(boot.run("reboot", LIMIT)).kind()).isEqualTo(Death.Kind.REBOOTED);
  }

  @Test
  void anAgentThatFallsSilentMeetsTheDeadline() throws Exception {
    QemuBoot boot =
        ready("$hook{'guest-exec-status'} = sub { forever }; serve", Duration.ofSeconds(2));

    assertThat(death(boot.run("true", LIMIT)).kind()).isEqualTo(Death.Kind.SILENT);
  }

  /** Its port was closed by somebody in the guest, so the guest lives. */
  @Test
  void anAgentThatEndsDuringACommandIsASilentChannel() throws Exception {
    QemuBoot boot =
        boot(
            """
            event('VSERPORT_CHANGE', '{"open": true, "id": "agent"}');
            $hook{'guest-exec-status'} = sub {
              event('VSERPORT_CHANGE', '{"open": false, "id": "agent"}'); forever };
            serve""",
            LONG,
            true);
    assertThat(boot.awaitReady()).isInstanceOf(RunningMachine.Ready.class);

    assertThat(death(boot.run("true", LIMIT)).kind()).isEqualTo(Death.Kind.CHANNEL_SILENT);
  }

  @Test
  void aMachineThatShutsDownIsOff() throws Exception {
    QemuBoot boot =
        ready(
            """
            $hook{'guest-exec'} = sub {
              reply('{"pid": 5}', $_[0]);
              event('SHUTDOWN', '{"guest": true, "reason": "guest-shutdown"}'); exit 0 };
            serve""",
            LONG);

    assertThat(boot.powerOff()).isEqualTo(new RunningMachine.Off());
  }
}
