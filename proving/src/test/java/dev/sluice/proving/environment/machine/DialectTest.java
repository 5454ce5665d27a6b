package dev.sluice.proving.environment.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Digest;
import dev.sluice.proving.Examples;
import dev.sluice.proving.environment.machine.Dialect.About;
import dev.sluice.proving.environment.machine.Dialect.Expected;
import dev.sluice.proving.environment.machine.Dialect.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The POSIX dialect in real shells; of PowerShell's only the form, since none was run. */
class DialectTest {
  @TempDir private Path folder;
  private final Dialect posix = new PosixDialect();
  private final Dialect windows = new PowerShellDialect();

  private String id(String name) {
    return "d"
        + ProcessHandle.current().pid()
        + "-"
        + Integer.toHexString(folder.hashCode())
        + "-"
        + name;
  }

  private static byte[] through(List<String> shell, byte[] input) throws Exception {
    Process process =
        new ProcessBuilder(shell).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (var stdin = process.getOutputStream()) {
      stdin.write(input);
    } catch (IOException e) {
      return process.getInputStream().readAllBytes(); // it did not want to read
    }
    return process.getInputStream().readAllBytes();
  }

  private Reply run(String login, String id, String script, String done) throws Exception {
    List<String> shell = new ArrayList<>(List.of(login.split(" ", -1)));
    shell.addAll(List.of("-c", posix.command(id, 1, done)));
    return posix.reply(id, through(shell, posix.input(script))).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash", "bash --posix", "busybox sh"})
  void anyLoginShellRunsAScriptAsItIs(String login) throws Exception {
    String id = id("a" + login.replaceAll("[^a-z]", ""));
    try {
      Reply reply = run(login, id, "echo \"it's $1 !\"; cat; exit 9", Dialect.NO_RUN);

      assertThat(reply.status()).isEqualTo(9);
      assertThat(reply.output()).isEqualTo("it's  !\n");
      assertThat(reply.after()).isGreaterThanOrEqualTo(reply.before()).isPositive();

      String next = id + "-next";
      assertThat(run(login, next, "sleep 99", id).status()).isEqualTo(124);
      assertThat(Path.of("/tmp/sluice-" + id)).as("of the run before").doesNotExist();
      String resume = posix.resume(next, 1).orElseThrow();
      assertThat(posix.reply(next, through(List.of("sh", "-c", resume), new byte[0])))
          .as("asked for again")
          .hasValueSatisfying(again -> assertThat(again.status()).isEqualTo(124));
      assertThat(run(login, id + "-last", ":", next).status()).isZero();
    } finally {
      through(List.of("sh", "-c", "rm -rf /tmp/sluice-" + id + "*"), new byte[0]);
    }
  }

  @Test
  void noiseOfALoginShellBeforeTheReplyIsPassedOver() {
    byte[] printed =
        "Welcome!\nsluice-answer other 1 1 1\nsluice-answer x-1 3 1.50 2.25\nout\n"
            .getBytes(StandardCharsets.UTF_8);

    assertThat(posix.reply("x-1", printed)).contains(new Reply(3, 1.5, 2.25, "out\n"));
    assertThat(posix.reply("x-2", printed)).isEmpty();
    assertThat(posix.reply("x-1", "sluice-answer x-1 3 - -\n".getBytes(StandardCharsets.UTF_8)))
        .contains(new Reply(3, -1, -1, ""));
  }

  @Test
  void thisMachineSaysWhatItIs() throws Exception {
    String said =
        new String(
            through(List.of("sh"), posix.about().getBytes(StandardCharsets.UTF_8)),
            StandardCharsets.UTF_8);

    assertThat(About.read(said))
        .hasValueSatisfying(
            about -> {
              assertThat(about.system()).isEqualTo("Linux");
              assertThat(about.boot()).matches("[0-9a-f-]{36}");
              assertThat(about.uptime()).isPositive();
            });
  }

  /** With what macOS says, and without anything of Linux. */
  @ParameterizedTest
  @CsvSource({
    "sysctl, 1E2D3C4B-0000-4000-8000-00000000000A, 1E2D3C4B-0000-4000-8000-00000000000A",
    "who, -, -system-boot-2026-11-25-12:51-"
  })
  void aMachineThatIsNotLinuxSaysWhatItIs(String teller, String session, String boot)
      throws Exception {
    long started = Instant.now().getEpochSecond() - 500;
    tool("uname", "echo Darwin");
    tool("date", "exec /bin/date \"$@\"");
    tool("tr", "exec /usr/bin/tr \"$@\"");
    tool("who", "echo '         system boot  2026-11-25 12:51'");
    if (teller.equals("sysctl")) {
      tool(
          "sysctl",
          "case $2 in kern.bootsessionuuid) echo %s;; kern.boottime) echo '{ sec = %d, usec = 5 } x';; esac"
              .formatted(session, started));
    }
    String script = posix.about().replace("/proc/", folder + "/no-proc/");

    String said =
        new String(
            through(List.of("env", "-i", "PATH=" + folder, "/bin/dash", "-c", script), new byte[0]),
            StandardCharsets.UTF_8);

    assertThat(About.read(said))
        .hasValueSatisfying(
            about -> {
              assertThat(about.system()).isEqualTo("Darwin");
              assertThat(about.boot()).isEqualTo(boot);
              if (teller.equals("sysctl")) {
                assertThat(about.uptime()).isBetween(500.0, 800.0);
              } else {
                assertThat(about.uptime()).isNegative();
              }
            });
  }

  private void tool(String name, String body) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void anotherBootIsToldByItsNameOrByAShorterUptime() {
    var first = new About("Linux", "a", 100);
    assertThat(new About("Linux", "a", 90).isOtherBootThan(first)).isFalse();
    assertThat(new About("Linux", "b", 190).isOtherBootThan(first)).isTrue();
    var windowsFirst = new About("Windows", "-", 100);
    assertThat(new About("Windows", "-", 101).isOtherBootThan(windowsFirst)).isFalse();
    assertThat(new About("Windows", "-", 12).isOtherBootThan(windowsFirst)).isTrue();
    assertThat(new About("Windows", "-", -1).isOtherBootThan(windowsFirst)).isFalse();
  }

  @Test
  void filesThatDifferOrAreMissingAreNamedByNumber() throws Exception {
    Files.writeString(folder.resolve("it's right"), "x");
    Files.writeString(folder.resolve("$(wrong)"), "x");
    Digest x = Examples.digest("x");
    String script =
        posix.compare(
            folder.toString(),
            List.of(
                new Expected("it's right", x),
                new Expected("$(wrong)", Examples.digest("y")),
                new Expected("absent", x)));

    assertThat(
            new String(
                through(List.of("sh"), script.getBytes(StandardCharsets.UTF_8)),
                StandardCharsets.UTF_8))
        .isEqualTo("sluice-wrong 1\nsluice-wrong 2\nsluice-compared YES\n");
  }

  @Test
  void aMarkerIsPlantedOnceAndReadBack() throws Exception {
    String path = folder.resolve("new/it's a marker").toString();
    byte[] plant = posix.plant(path, "run's 1").getBytes(StandardCharsets.UTF_8);
    byte[] look = posix.marker(path).getBytes(StandardCharsets.UTF_8);

    assertThat(through(List.of("sh"), look)).isEmpty();
    through(List.of("sh"), plant);
    assertThat(new String(through(List.of("sh"), look), StandardCharsets.UTF_8))
        .isEqualTo("run's 1");
    byte[] other = posix.plant(path, "run 2").getBytes(StandardCharsets.UTF_8);
    through(List.of("sh"), other);
    assertThat(Path.of(path)).hasContent("run's 1");
  }

  @Test
  void powerShellIsHandedNothingThatAShellOnTheWayCouldTakeUp() {
    assertThat(windows.command("x-1", 30, Dialect.NO_RUN))
        .matches("powershell -NoProfile -NonInteractive -EncodedCommand [A-Za-z0-9+/=]+")
        .as("what cmd.exe takes of a command line")
        .hasSizeLessThan(8191);
    assertThat(new String(windows.input("Write-Output 'ü'"), StandardCharsets.US_ASCII))
        .matches("[A-Za-z0-9+/=]+\r\n");
  }

  @Test
  void whatPowerShellAnswersIsReadFromBase64() {
    String coded = Base64.getEncoder().encodeToString("über\r\n".getBytes(StandardCharsets.UTF_8));
    byte[] printed =
        ("\r\nsluice-answer x-1 5 10.000 11.500\r\n" + coded + "\r\n")
            .getBytes(StandardCharsets.US_ASCII);

    assertThat(windows.reply("x-1", printed)).contains(new Reply(5, 10, 11.5, "über\r\n"));
    byte[] cut = "sluice-answer x-1 5 10.000 11.500\r\n§".getBytes(StandardCharsets.UTF_8);
    assertThat(windows.reply("x-1", cut))
        .hasValueSatisfying(reply -> assertThat(reply.output()).isEmpty());
    assertThat(windows.resume("x-1", 5)).isEmpty();
  }

  @Test
  void pathsForSftpBeginWithASlashOnWindowsToo() {
    assertThat(windows.sftp("C:\\ProgramData\\sluice")).isEqualTo("/C:/ProgramData/sluice");
    assertThat(windows.sftp("D:/in")).isEqualTo("/D:/in");
    assertThat(posix.sftp("/var/tmp/in")).isEqualTo("/var/tmp/in");
  }

  @Test
  void scriptsForPowerShellQuoteEveryPath() {
    assertThat(windows.marker("C:/it’s")).contains("'C:/it’’s'");
    assertThat(windows.plant("C:/a'b", "x'y")).contains("$path = 'C:/a''b'").contains("'x''y'");
    assertThat(windows.compare("C:/in", List.of(new Expected("o'x", Examples.digest("x")))))
        .contains("'C:/in/o''x'");
  }
}
