package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is answered before any machine is started. */
class ProveTest {
  @TempDir private Path home;

  private Shell shell() {
    // Short, since sockets lie below it, and not the real one.
    return new Shell(Map.of("HOME", home.toString()));
  }

  private Shell.Ended prove(Object... more) {
    Object[] words = new Object[more.length + 5];
    words[0] = "prove";
    words[1] = "--pipeline";
    words[2] = Shell.EXAMPLE;
    words[3] = "--out";
    words[4] = home.resolve("out");
    System.arraycopy(more, 0, words, 5, more.length);
    return shell().run(words);
  }

  private boolean hasKey() {
    return Files.exists(home.resolve(".local/share/sluice/keys/lab.key"));
  }

  @Test
  void aCandidateThatIsNotThereIsWrongUseAndMakesNoKey() {
    Shell.Ended ended = prove("channel", "291", home.resolve("absent.bin"));

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).contains("absent.bin: no such file");
    assertThat(hasKey()).isFalse();
  }

  @Test
  void aFolderOrALinkIsNoCandidate() throws IOException {
    assertThat(prove("channel", "291", home).status()).isEqualTo(2);
    Path real = Files.writeString(home.resolve("real"), "x");
    Path link = Files.createSymbolicLink(home.resolve("link"), real);

    Shell.Ended ended = prove("channel", "291", link);
    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err()).contains("symbolic link");
  }

  @Test
  void anEmptyFileIsRefusedWithAReason() throws IOException {
    Path empty = Files.createFile(home.resolve("empty"));
    Path junit = home.resolve("junit.xml");

    Shell.Ended ended = prove("channel", "291", empty, "--junit", junit);

    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.out()).isEqualTo("▲ channel 291 was refused: the file is empty\n");
    assertThat(ended.err()).contains("made a lab key", "~/.local/share/sluice/keys/lab.key");
    assertThat(Files.readString(junit)).contains("<failure", "the file is empty");
    assertThat(hasKey()).isTrue();
  }

  @Test
  void aJUnitFileThatCannotBeWrittenDoesNotChangeANo() throws IOException {
    Path empty = Files.createFile(home.resolve("empty"));

    Shell.Ended ended = prove("channel", "291", empty, "--junit", home.resolve("no/such.xml"));

    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.err()).contains("no JUnit XML could be written");
  }

  @Test
  void withJsonTheAnswerIsJsonAloneEvenWhenNothingRan() throws IOException {
    Path empty = Files.createFile(home.resolve("empty"));
    JsonNode refused = json(prove("channel", "291", empty, "--json"), 1);
    assertThat(refused.path("result").stringValue()).isEqualTo("failed");
    assertThat(refused.path("cause").stringValue()).contains("empty");

    JsonNode absent = json(prove("channel", "291", home.resolve("absent"), "--json"), 2);
    assertThat(absent.path("result").stringValue()).isEqualTo("not-run");

    Path invalid = Files.writeString(home.resolve("bad.yaml"), "sluice: 1\n");
    JsonNode pipeline =
        json(shell().run("prove", "channel", "291", empty, "--pipeline", invalid, "--json"), 2);
    assertThat(pipeline.path("cause").stringValue()).contains("bad.yaml:").doesNotContain("\n");
  }

  private static JsonNode json(Shell.Ended ended, int status) {
    assertThat(ended.status()).as(ended.err()).isEqualTo(status);
    ResultSchema.RESULT.accepts(ended.out());
    return JsonMapper.shared().readTree(ended.out());
  }

  @Test
  void anUnknownArtifactNamesTheNearest() {
    Shell.Ended ended = prove("chanel", "291", Shell.EXAMPLE);

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err()).contains("did you mean channel?", "it has sensor, channel");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "7 1", "a/b", "\u001b[31m"})
  void whatIsNoVersionIsRefused(String version) {
    Shell.Ended ended = prove("channel", "--", version, "x");

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err()).doesNotContain("\u001b");
  }

  @Test
  void wrongUseIsWrongUse() {
    assertThat(prove("channel", "291").err()).contains("ARTIFACT, VERSION and FILE are needed");
    assertThat(prove("channel", "291", "f", "g").err()).contains("one word too many: \"g\"");
    assertThat(prove("channel", "--negative-controls").err()).contains("leave out channel");
    assertThat(prove("--negative-controls", "--keep-going").err())
        .contains("leave out --keep-going");
    assertThat(prove("channel", "291").status()).isEqualTo(2);
    assertThat(prove("--negative-controls", "--keep-going").status()).isEqualTo(2);
  }

  @Test
  void anInvalidPipelineFileIsShownWithItsProblems() throws IOException {
    Path invalid = Files.writeString(home.resolve("bad.yaml"), "sluice: 1\nproduct: 7 7\n");

    Shell.Ended ended = shell().run("prove", "channel", "291", invalid, "--pipeline", invalid);

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err()).contains(invalid + ":2:10: ", "nothing was run");
    assertThat(hasKey()).isFalse();
  }
}
