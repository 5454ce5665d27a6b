package dev.sluice.proving.environment.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.environment.RunningMachine;
import dev.sluice.proving.environment.RunningMachine.Exited;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What is asked of a guest agent, and what its answers mean, also of agents that misbehave. */
class AgentChannelTest extends WithStandInAgent {
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
