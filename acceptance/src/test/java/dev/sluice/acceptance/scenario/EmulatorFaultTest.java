package dev.sluice.acceptance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An emulator that is absent, too old, dying or talking too much says nothing of a candidate. */
@Tag("vm")
class EmulatorFaultTest {
  private static final String PROGRAM = "qemu-system-x86_64";

  private final Desk desk = Desk.withOwnCache();
  private final Example example = Example.copyOn(desk).onlySensor("7.16").on(GuestFiles.original());

  @AfterEach
  void close() {
    desk.close();
  }

  private Call prove() {
    return prove("291-fixed");
  }

  private Call prove(String channel) {
    return desk.startSluice(
        "prove",
        "channel",
        "291",
        example.channel(channel),
        "--json",
        "--pipeline",
        example.pipeline());
  }

  private void couldNotTell(Ended ended, String... why) {
    assertThat(ended.status()).as(ended.out() + ended.err()).isEqualTo(3);
    assertThat(Result.of(ended).cause()).contains(why);
  }

  /** A program in the emulator's place, which may call the real one. */
  private void standIn(String... lines) throws IOException {
    Path folder = Files.createDirectory(desk.home().resolve("programs"));
    Path program = Example.program(folder.resolve(PROGRAM), lines);
    desk.before(folder).rememberTcg(program);
  }

  @Test
  void anAbsentEmulatorIsNamedWithTheLineThatInstallsIt() throws IOException {
    onlyProgramsBut(PROGRAM);
    couldNotTell(prove().ended(), PROGRAM + " is not on PATH", "apt-get install qemu-system-x86");
  }

  /** PATH is a folder of links to what was on it. */
  private void onlyProgramsBut(String absent) throws IOException {
    Path folder = Files.createDirectory(desk.home().resolve("programs"));
    Set<String> taken = new TreeSet<>(Set.of(absent));
    for (String place : (System.getenv("PATH") + ":/usr/sbin:/sbin").split(":", -1)) {
      if (Files.isDirectory(Path.of(place))) {
        try (Stream<Path> programs = Files.list(Path.of(place))) {
          for (Path program : programs.toList()) {
            if (taken.add(String.valueOf(program.getFileName()))) {
              Files.createSymbolicLink(
                  folder.resolve(String.valueOf(program.getFileName())), program);
            }
          }
        }
      }
    }
    desk.with("PATH", folder.toString());
    if (Files.exists(folder.resolve(PROGRAM))) {
      desk.rememberTcg(folder.resolve(PROGRAM));
    }
  }

  @Test
  void aSandboxThatCannotBeHadIsNotSkipped() throws IOException {
    onlyProgramsBut("bwrap");

    Ended ended = prove().ended();

    couldNotTell(ended, "bwrap");
    assertThat(Result.of(ended).lastCheck()).isEqualTo("format could-not-tell");
  }

  @Test
  void anEmulatorThatIsTooOldIsNamedWithItsVersion() throws IOException {
    standIn("echo 'QEMU emulator version 4.2.1 (Debian 1:4.2-3)'");
    couldNotTell(prove().ended(), "is version 4.2.1; at least 7.0 is needed");
  }

  @Test
  void anEmulatorThatIsKilledOnceIsStartedAgain() {
    // A bad channel, as its verdict comes soonest once there is a machine again.
    Call call = prove("291-bad");
    String machine =
        Until.found(
            "the candidate's first boot",
            Duration.ofMinutes(2),
            () ->
                desk.processes().stream()
                    .filter(p -> p.contains(PROGRAM + " -M ") && p.contains("/sensor-7.16/"))
                    .findFirst());
    Signals.send("KILL", machine.substring(0, machine.indexOf(' ')));

    Ended ended = call.ended();

    assertThat(ended.status()).as(ended.out() + ended.err()).isEqualTo(1);
    assertThat(Result.of(ended).cause()).contains("in force");
    assertThat(Result.of(ended).onlyRun().path("retried").asBoolean()).isTrue();
  }

  @Test
  void anEmulatorThatDiesEveryTimeTellsNothing() throws IOException {
    standIn("[ \"$1\" = -version ] || kill -9 $$", "exec /usr/bin/" + PROGRAM + " \"$@\"");
    couldNotTell(prove().ended(), "the virtual machine itself ended while booting");
  }

  @Test
  void whatAnEmulatorComplainsAboutIsPassedOn() throws IOException {
    standIn(
        "[ \"$1\" = -version ] || { echo 'no such device: wheel' >&2; exit 1; }",
        "exec /usr/bin/" + PROGRAM + " \"$@\"");
    couldNotTell(prove().ended(), "no such device: wheel");
  }

  @Test
  void aConsoleOf100MegabytesIsKeptWithinItsBound() throws IOException {
    standIn(
        "[ \"$1\" = -version ] && exec /usr/bin/" + PROGRAM + " \"$@\"",
        "yes 'all is well' | head -c 100000000",
        "exit 1");

    Ended ended = prove().ended();

    couldNotTell(ended, "the virtual machine itself ended");
    List<Path> consoles = Trees.files(desk.home(), ".console.txt");
    assertThat(consoles).isNotEmpty();
    assertThat(consoles)
        .allSatisfy(
            console -> {
              assertThat(Files.size(console)).isBetween(1024 * 1024L, 1024 * 1024L + 200);
              assertThat(Files.readString(console)).contains("bytes not kept");
            });
  }
}
