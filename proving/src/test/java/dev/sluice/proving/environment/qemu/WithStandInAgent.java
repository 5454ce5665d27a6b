package dev.sluice.proving.environment.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proving.environment.Death;
import dev.sluice.proving.environment.RunningMachine;
import dev.sluice.proving.environment.RunningMachine.Dead;
import dev.sluice.proving.workplace.Transcript;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole machine's boot against a stand-in for QEMU with a guest agent of each test's making. */
@Timeout(60)
abstract class WithStandInAgent {
  static final Duration LONG = Duration.ofSeconds(20);
  static final Duration SHORT = Duration.ofSeconds(1);
  static final Duration LIMIT = Duration.ofSeconds(1);

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

  QemuBoot boot(String perl, Duration deadline, boolean hasTerminal) throws IOException {
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

  QemuBoot ready(String perl, Duration deadline) throws Exception {
    QemuBoot boot = boot(perl, deadline, false);
    assertThat(boot.awaitReady()).isInstanceOf(RunningMachine.Ready.class);
    return boot;
  }

  @AfterEach
  void closeAll() {
    boots.forEach(QemuBoot::close);
    assertThat(processes).noneMatch(Process::isAlive);
  }

  static Death death(Object how) {
    if (how instanceof Dead(var death)) {
      return death;
    }
    throw new AssertionError("alive: " + how);
  }
}
