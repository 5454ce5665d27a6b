package dev.sluice.proving.environment.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.workplace.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Finding QEMU, with programs that stand in for it. */
class ProgramsTest {
  private static final String NAME = "qemu-system-x86_64";

  @TempDir private Path folder;
  private Workplace workplace;

  @BeforeEach
  void open() throws IOException {
    workplace = Workplace.open(folder.resolve("work"));
  }

  @AfterEach
  void close() {
    workplace.close();
  }

  private Path program(String in, String body) throws IOException {
    Path home = Files.createDirectories(folder.resolve(in));
    Path file = Files.writeString(home.resolve(NAME), "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }

  private String path(String... folders) {
    return String.join(
        ":", java.util.stream.Stream.of(folders).map(f -> folder.resolve(f).toString()).toList());
  }

  private String version(String body) throws Exception {
    return Programs.version(workplace, program("bin", body).toString());
  }

  private void isRefused(String body, String why) {
    assertThatExceptionOfType(EnvironmentException.class)
        .isThrownBy(() -> version(body))
        .withMessageContaining(why);
  }

  @Test
  void theFirstOnThePathIsFound() throws IOException {
    program("second", "");
    Path first = program("first", "");

    assertThat(Programs.find(NAME, "qemu-system-x86", path("none", "first", "second")))
        .isEqualTo(first.toString());
  }

  @Test
  void whatCannotBeRunIsPassedOver() throws IOException {
    Files.createDirectories(folder.resolve("a").resolve(NAME));
    Files.createDirectories(folder.resolve("b"));
    Files.writeString(folder.resolve("b").resolve(NAME), "not executable");
    Path right = program("c", "");

    assertThat(Programs.find(NAME, "qemu-system-x86", path("a", "b", "c")))
        .isEqualTo(right.toString());
  }

  @Test
  void withoutQemuTheLineThatInstallsItIsSaid() {
    assertThatExceptionOfType(EnvironmentException.class)
        .isThrownBy(() -> Programs.find(NAME, "qemu-system-x86", path("none")))
        .withMessage(NAME + " is not on PATH; on Debian: apt-get install qemu-system-x86");
  }

  @Test
  void itIsLookedUpEachTime() throws IOException {
    Path program = program("bin", "");
    assertThat(Programs.find(NAME, "qemu-system-x86", path("bin"))).isEqualTo(program.toString());

    Files.delete(program);

    assertThatExceptionOfType(EnvironmentException.class)
        .isThrownBy(() -> Programs.find(NAME, "qemu-system-x86", path("bin")));
  }

  @ParameterizedTest
  @CsvSource({
    "'QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18)', 7.2.22",
    "'QEMU emulator version 7.0.0', 7.0.0",
    "'QEMU emulator version 10.0.2 (Debian 1:10.0.2+ds-2)', 10.0.2"
  })
  void theVersionIsRead(String says, String version) throws Exception {
    assertThat(version("echo '" + says + "'")).isEqualTo(version);
  }

  @Test
  void anOldQemuIsRefusedWithWhatIsNeeded() {
    isRefused(
        "echo 'QEMU emulator version 5.2.0 (Debian 1:5.2+dfsg-11+deb11u3)'",
        "is version 5.2.0; at least 7.0 is needed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exit 0",
        "echo hello",
        "echo version",
        "echo 'version seven'",
        "echo 'QEMU emulator version 7.2.22'; exit 1",
        "kill -SEGV $$",
        "echo 'version 99999999999999.1'",
        "head -c 1000000 /dev/zero"
      })
  void whatTellsNoVersionIsRefused(String body) {
    isRefused(body, "does not tell its version");
  }
}
