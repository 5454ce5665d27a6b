package dev.sluice.proving.environment.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proving.environment.Death;
import dev.sluice.proving.environment.RunningMachine.Dead;
import dev.sluice.proving.workplace.Transcript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Boots of a stand-in for QEMU: a few lines of Perl that connect and misbehave. */
abstract class StandInBoots {
  static final Duration LONG = Duration.ofSeconds(20);

  /** Long enough for Perl to start, where it must answer before it falls silent. */
  static final Duration SHORT = Duration.ofSeconds(1);

  static final Duration AT_ONCE = Duration.ofMillis(300);
  static final Duration LIMIT = Duration.ofMillis(500);

  /** What every stand-in begins with. */
  static final String STAND_IN =
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

  @TempDir Path folder;
  final List<Duration> booted = new ArrayList<>();
  final List<QemuBoot> ended = new ArrayList<>();
  final QemuBoot.Observer observer =
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
  final List<QemuBoot> boots = new ArrayList<>();
  final List<Process> processes = new ArrayList<>();

  QemuBoot boot(String perl) throws IOException {
    return boot(perl, LONG);
  }

  QemuBoot boot(String perl, Duration deadline) throws IOException {
    Path qmp = folder.resolve("q" + boots.size());
    Path channel = folder.resolve("c" + boots.size());
    return boot(
        qmp,
        channel,
        deadline,
        new ProcessBuilder("perl", "-e", STAND_IN + perl, qmp.toString(), channel.toString()));
  }

  QemuBoot boot(Path qmp, Path channel, Duration deadline, ProcessBuilder standIn)
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

  static Death death(Object how) {
    if (how instanceof Dead(var death)) {
      return death;
    }
    throw new AssertionError("alive: " + how);
  }

  static String coded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
