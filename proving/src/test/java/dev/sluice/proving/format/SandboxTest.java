package dev.sluice.proving.format;

import static dev.sluice.proving.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.pipeline.Command;
import dev.sluice.proving.Processes;
import dev.sluice.proving.cause.Cause;
import dev.sluice.proving.check.Outcome;
import dev.sluice.proving.workplace.Workplace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Validators of all kinds in real bubblewrap. */
@Timeout(30)
class SandboxTest {
  private static final Sandbox.Means MEANS = new Sandbox.Means("bwrap", Duration.ofSeconds(10));
  private static final Sandbox.Means HASTY = new Sandbox.Means("bwrap", Duration.ofSeconds(1));

  @TempDir private Path folder;
  private Path pipeline;
  private Path candidate;
  private Workplace workplace;

  @BeforeEach
  void open() throws IOException {
    pipeline = Files.createDirectory(folder.resolve("pipeline"));
    candidate = Files.writeString(folder.resolve("r0"), "content of 291\n");
    workplace = Workplace.open(folder.resolve("work"));
  }

  @AfterEach
  void close() {
    workplace.close();
  }

  private Outcome validate(String script) throws Exception {
    return validate(script, MEANS);
  }

  private Outcome validate(String script, Sandbox.Means means) throws Exception {
    Path validator = pipeline.resolve("validate");
    Files.writeString(validator, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(validator, PosixFilePermissions.fromString("rwxr-xr-x"));
    return Sandbox.validate(
        new Command(List.of("./validate")), candidate, pipeline, workplace, means);
  }

  private static Cause refusal(Outcome outcome) {
    return switch (outcome) {
      case Outcome.NotShown(var cause) -> cause;
      case Outcome.Passed _ -> throw new AssertionError("passed");
      case Outcome.Broken(var what) -> throw new AssertionError("could not tell: " + what);
    };
  }

  @Test
  void whatTheValidatorAcceptsPasses() throws Exception {
    assertThat(validate("grep -q 291 \"$1\"")).isEqualTo(new Outcome.Passed());
  }

  @Test
  void whatTheValidatorRefusesFailsWithItsOwnWords() throws Exception {
    Cause cause = refusal(validate("echo reading; echo 'record 3: no field 20' >&2; exit 1"));

    assertThat(cause.code()).isEqualTo(Cause.FORMAT);
    assertThat(cause.what()).isEqualTo("./validate refused the file: record 3: no field 20");
  }

  @Test
  void whatItPrintsCannotReachATerminalAsControlCharacters() throws Exception {
    Cause cause = refusal(validate("printf '\\033[2Jgone\\033]0;x\\007\\n'; exit 1"));

    assertThat(cause.what() + cause.evidence()).doesNotContain("\u001b", "\u0007");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SEGV", "ABRT", "KILL", "TERM"})
  void aValidatorThatCrashesFails(String signal) throws Exception {
    assertThat(refusal(validate("kill -" + signal + " $$")).what())
        .startsWith("./validate crashed with signal ");
  }

  @Test
  void aValidatorThatHangsFails() throws Exception {
    assertThat(refusal(validate("sleep 1000", HASTY)).what())
        .isEqualTo("./validate hung: stopped after 1 s");
  }

  @Test
  void aValidatorThatComputesForEverFails() throws Exception {
    assertThat(refusal(validate("while :; do :; done", HASTY)).code()).isEqualTo(Cause.FORMAT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/stray", "/etc/stray", "/folder/below"})
  void aValidatorThatWritesOutsideFails(String where) throws Exception {
    String script =
        "mkdir -p $(dirname " + where + ") && echo x >" + where + " 2>/dev/null; exit 0";

    assertThat(refusal(validate(script)).what()).startsWith("./validate wrote outside /tmp, to /");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/pipeline/stray", "/usr/stray", "/candidate", "/bin/stray"})
  void aValidatorThatTriesToWriteWhereItMayOnlyReadFails(String where) throws Exception {
    assertThat(refusal(validate("echo x >" + where + "; exit 0")).what())
        .isEqualTo("./validate tried to write outside /tmp");
    assertThat(pipeline.resolve("stray")).doesNotExist();
    assertThat(candidate).hasContent("content of 291\n");
  }

  /** The key is the sandbox's own, so that this test harms nothing where the protection lacks. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "hostname=/proc/sys/kernel/hostname",
        "hostname=/proc/sys/kernel/hostname; mount -o remount,bind,rw /proc/sys 2>/dev/null",
        "mount -t proc none /tmp 2>/dev/null; hostname=/tmp/sys/kernel/hostname",
        "hostname=/proc/sys/kernel/hostname; umount -l /proc/sys 2>/dev/null",
      })
  void aValidatorCannotSetTheHostsKernelEvenAsRoot(String attempt) throws Exception {
    String script = attempt + "; (echo validator >$hostname) 2>/dev/null && exit 1; exit 0";

    assertThat(validate(script)).isEqualTo(new Outcome.Passed());
  }

  @Test
  void aValidatorMayUseTmp() throws Exception {
    assertThat(validate("cp \"$1\" /tmp/copy && grep -q content /tmp/copy"))
        .isEqualTo(new Outcome.Passed());
  }

  @Test
  void aValidatorMayUseItsOwnFiles() throws Exception {
    Files.writeString(pipeline.resolve("words.txt"), "content\n");

    assertThat(validate("grep -qf words.txt \"$1\"")).isEqualTo(new Outcome.Passed());
  }

  @Test
  void nothingItForksOutlivesIt() throws Exception {
    assertThat(
            validate(
                "(setsid sleep 98765 >/dev/null 2>&1 &); (sleep 98764 >/dev/null 2>&1 &); exit 0"))
        .isEqualTo(new Outcome.Passed());

    eventually(
        Duration.ofSeconds(10),
        "its children ended",
        () ->
            Processes.with("sleep\u000098765").isEmpty()
                && Processes.with("sleep\u000098764").isEmpty());
  }

  @Test
  void nothingOfOneThatHangsIsLeft() throws Exception {
    validate("setsid sleep 87654 & sleep 87653", HASTY);

    eventually(
        Duration.ofSeconds(10),
        "its children ended",
        () ->
            Processes.with("sleep\u000087654").isEmpty()
                && Processes.with("sleep\u000087653").isEmpty());
  }

  @Test
  void thereIsNoNetwork() throws Exception {
    assertThat(validate("[ \"$(ls /sys/class/net 2>/dev/null)\" = '' ] || exit 9; exit 0"))
        .isEqualTo(new Outcome.Passed());
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String connect =
          "perl -MIO::Socket::INET -e 'exit(IO::Socket::INET->new("
              + "PeerAddr => \"127.0.0.1:"
              + server.getLocalPort()
              + "\", Timeout => 2) ? 9 : 0)'";
      assertThat(validate(connect)).isEqualTo(new Outcome.Passed());
    }
  }

  @Test
  void itSeesNoOtherProcesses() throws Exception {
    assertThat(validate("[ $(ls -d /proc/[0-9]* | wc -l) -lt 8 ]")).isEqualTo(new Outcome.Passed());
  }

  @Test
  void itSeesNothingOfTheHomeOrTheHostsFiles() throws Exception {
    assertThat(
            validate(
                "for f in /root /home /etc/passwd /etc/shadow /var /work; do"
                    + " [ ! -e $f ] || exit 1; done"))
        .isEqualTo(new Outcome.Passed());
  }

  @Test
  void noVersionReachesItInArgumentsOrEnvironment() throws Exception {
    Cause cause = refusal(validate("echo \"arguments: $*\"; env | cut -d= -f1 | sort; exit 1"));

    assertThat(cause.evidence()).containsExactly("arguments: /candidate", "LC_ALL", "PATH", "PWD");
  }

  @Test
  void eatingMemoryEndsTheValidatorAndNotTheHost() throws Exception {
    String eater = "exec perl -e 'my @m; push @m, \"x\" x (64 << 20) for 1 .. 1000'";

    assertThat(refusal(validate(eater)).code()).isEqualTo(Cause.FORMAT);
  }

  @Test
  void floodingItsOutputFillsNothing() throws Exception {
    Cause cause = refusal(validate("yes 'a long line of output' | head -c 50000000; exit 1"));

    assertThat(cause.evidence()).hasSizeLessThanOrEqualTo(6);
  }

  @Test
  void fillingItsTmpIsBounded() throws Exception {
    assertThat(refusal(validate("head -c 20000000 /dev/zero >/tmp/big")).code())
        .isEqualTo(Cause.FORMAT);
  }

  @Test
  void aValidatorThatIsNotThereCouldNotTell() throws Exception {
    assertThat(
            Sandbox.validate(
                new Command(List.of("./absent")), candidate, pipeline, workplace, MEANS))
        .isInstanceOf(Outcome.Broken.class);
  }

  @Test
  void aValidatorThatMayNotBeRunCouldNotTell() throws Exception {
    Files.writeString(pipeline.resolve("plain"), "no program");

    assertThat(
            Sandbox.validate(
                new Command(List.of("./plain")), candidate, pipeline, workplace, MEANS))
        .isInstanceOf(Outcome.Broken.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-such-bwrap", "/bin/false", "/bin/true"})
  void withoutASandboxNobodyCanTell(String bubblewrap) throws Exception {
    assertThat(validate("exit 0", new Sandbox.Means(bubblewrap, Duration.ofSeconds(5))))
        .isInstanceOfSatisfying(
            Outcome.Broken.class,
            broken ->
                assertThat(broken.what())
                    .startsWith("the validator's sandbox could not be had (bubblewrap): "));
  }

  @Test
  void nothingIsLeftInTheWorkFolderWhenItCloses() throws Exception {
    validate("echo x >/stray; mkdir /tmp/a; exit 0");
    Path place = workplace.folder();

    workplace.close();

    assertThat(place).doesNotExist();
  }
}
