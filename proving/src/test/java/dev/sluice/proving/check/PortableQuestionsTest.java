package dev.sluice.proving.check;

import static dev.sluice.proving.Examples.digest;
import static dev.sluice.proving.Examples.release;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Combination;
import dev.sluice.model.pipeline.Command;
import dev.sluice.model.pipeline.EnvironmentSpec;
import dev.sluice.proving.check.Sections.Section;
import dev.sluice.proving.environment.EnvironmentFacts.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The questions to systems that are not Linux, run by dash with a PATH that has what POSIX has and
 * no more. This is not macOS: what its own tools make of them is yet to be seen.
 */
class PortableQuestionsTest {
  private static final List<String> OF_POSIX =
      List.of(
          "cat", "cksum", "cmp", "cp", "date", "dirname", "find", "head", "mkdir", "rm", "sort",
          "tr", "xargs");

  @TempDir private Path folder;
  private Path tools;
  private Path inputs;

  @BeforeEach
  void prepare() throws IOException {
    tools = Files.createDirectory(folder.resolve("tools"));
    inputs = Files.createDirectory(folder.resolve("in"));
    for (String tool : OF_POSIX) {
      passOn(tool);
    }
  }

  private static Path found(String tool) {
    return List.of("/usr/bin", "/bin").stream()
        .map(place -> Path.of(place, tool))
        .filter(Files::exists)
        .findFirst()
        .orElseThrow();
  }

  private String tool(String name, String body) throws IOException {
    Path file = tools.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file.toString();
  }

  private void passOn(String name) throws IOException {
    tool(name, "exec " + found(name) + " \"$@\"");
  }

  private Questions questions() {
    return Questions.to(
        inputs.toString(),
        new Subject(
            new Command(List.of("in-force")),
            Map.of(),
            EnvironmentSpec.Health.DEFAULT,
            Platform.POSIX));
  }

  /** The machine's own places lie in a folder of ours; a {@code /proc} is nowhere. */
  private String run(String script) throws Exception {
    String here =
        script
            .replace("/var/tmp/sluice", folder.resolve("place").toString())
            .replace("/proc/", folder + "/no-proc/")
            .replace("/dev/console", folder.resolve("console").toString());
    ProcessBuilder shell = new ProcessBuilder("/bin/dash", "-c", here).redirectErrorStream(true);
    shell.environment().clear();
    shell.environment().put("PATH", tools.toString());
    Process process = shell.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }

  private List<Section> asked(Step... steps) throws Exception {
    List<Step> all = List.of(steps);
    String script =
        questions()
            .together(
                7,
                all.stream().map(Step::check).toList(),
                all,
                Collections.nCopies(all.size(), false));
    assertThat(script).doesNotContain("/run/", "timeout ", "systemctl");
    return Sections.read(7, run(script));
  }

  private Sample sample(String name, String content) throws IOException {
    Files.writeString(inputs.resolve(name), content);
    return new Sample(name, name, digest(content));
  }

  private static final Step IN_FORCE =
      new Step.InForceIs(
          "boots",
          new Combination(release("sensor", "7.15"), List.of(release("channel", "291"))),
          release("channel", "291").artifact());

  @Test
  void aWholeExchangeIsAnswered() throws Exception {
    tool("in-force", "echo channel 291");
    String probe = tool("probe", "case $(cat \"$1\") in *evil*) exit 1 ;; esac; exit 0");
    Command command = new Command(List.of(probe));

    List<Section> said =
        asked(
            IN_FORCE,
            new Step.Healthy("healthy", new Command(List.of("in-force"))),
            new Step.Catches("catches", command, List.of(sample("it's a threat", "evil"))),
            new Step.LeavesAlone("leaves-alone", command, List.of(sample("letter", "fine"))));

    assertThat(said).extracting(Section::status).containsExactly(0, 0, 0, 0);
    assertThat(said.get(0).output()).contains("channel 291");
    assertThat(said.get(1).output()).contains("sluice-taint 0");
    assertThat(said.get(2).output()).contains("sluice-probe 0 1");
    assertThat(said.get(3).output()).contains("sluice-probe 0 0 " + digest("fine").hex());
    assertThat(Files.readString(folder.resolve("console")))
        .contains("sluice: step 10 leaves-alone");
    assertThat(folder.resolve("place")).doesNotExist();
  }

  @Test
  void timeIsTakenFromTheBootWhereTheSystemTellsIt() throws Exception {
    tool("in-force", ":");
    long now = Instant.now().getEpochSecond();
    tool("sysctl", "echo '{ sec = " + (now - 1000) + ", usec = 532 } Wed Nov 25 12:51:03 2026'");
    assertThat(began(questions())).isBetween(1000L, 1300L);

    tool("sysctl", "exit 1");
    assertThat(began(questions())).isBetween(now, now + 300);

    tool("sysctl", "echo 'Wed Nov 25 12:51:03 2026'");
    assertThat(began(questions())).isBetween(now, now + 300);
  }

  private long began(Questions questions) throws Exception {
    String said = run(questions.together(7, List.of("boots"), List.of(IN_FORCE), List.of(false)));
    return Long.parseLong(
        said.lines().findFirst().orElseThrow().substring("sluice-begin 7 ".length()));
  }

  /** With each of the tools that make digests alone, and with none. */
  @ParameterizedTest
  @ValueSource(strings = {"sha256sum", "shasum", "openssl", "none"})
  void aGoodFileThatChangesOrGoesIsTold(String maker) throws Exception {
    make(maker);
    Step changes = leavesAlone("echo more >>\"$1\"");
    assertThat(asked(changes).getFirst().output())
        .containsPattern("sluice-probe 0 0 [0-9a-f]{64}\n")
        .doesNotContain(digest("fine").hex());

    Step removes = leavesAlone("rm \"$1\"");
    assertThat(asked(removes).getFirst().output()).contains("sluice-probe 0 0 \n");

    Step leaves = leavesAlone("exit 0");
    assertThat(asked(leaves).getFirst().output())
        .contains("sluice-probe 0 0 " + digest("fine").hex() + "\n");
  }

  private Step leavesAlone(String body) throws IOException {
    return new Step.LeavesAlone(
        "leaves-alone",
        new Command(List.of(tool("probe", body))),
        List.of(sample("letter", "fine")));
  }

  private void make(String maker) throws IOException {
    switch (maker) {
      case "none" -> {}
      // As macOS has it, by what is here.
      case "shasum" -> tool("shasum", "shift 2; exec /usr/bin/sha256sum \"$@\"");
      default -> passOn(maker);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha256sum", "shasum", "openssl", "none"})
  void vitalFilesAreRememberedAndCompared(String maker) throws Exception {
    make(maker);
    Path vital = Files.createDirectory(folder.resolve("vital files"));
    Path one = Files.writeString(vital.resolve("one"), "1");
    Files.writeString(vital.resolve("two"), "2");
    List<String> list = List.of(vital.toString());

    String before = asked(new Step.Remember("leaves-alone", list)).getFirst().output();
    assertThat(Vital.unusable(before)).as(before).isEmpty();
    assertThat(Vital.read(before)).containsKey(vital.toRealPath().resolve("two").toString());
    Map<String, String> remembered = Vital.read(before);

    Files.writeString(one, "x");
    assertThat(harm(remembered, list)).contains("it changed a vital file, " + one.toRealPath());
    Files.delete(one);
    assertThat(harm(remembered, list))
        .hasValueSatisfying(what -> assertThat(what).startsWith("it removed a vital file"));
  }

  private Optional<String> harm(Map<String, String> before, List<String> list) throws Exception {
    return Vital.harmed(
        before, Vital.read(asked(new Step.Unchanged("leaves-alone", list)).getFirst().output()));
  }

  @Test
  void theClockIsSetAsBsdAndGnuBothTakeIt() {
    assertThat(
            questions()
                .alone(new Step.ClockAt("survives-dates", Instant.parse("2038-01-19T03:14:08Z"))))
        .isEqualTo("date -u 011903142038.08");
  }
}
