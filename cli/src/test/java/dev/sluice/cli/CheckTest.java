package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.screen.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CheckTest {
  @TempDir private Path home;

  private Shell shell() {
    return new Shell(home);
  }

  @Test
  void theStarterPassesCheckAndIsNeverOverwritten() throws IOException {
    Path folder = home.resolve("new/product");
    Path file = folder.resolve("sluice.yaml");

    Shell.Ended first = shell().run("init", folder);
    assertThat(first.status()).as(first.err()).isZero();
    assertThat(first.out()).contains("wrote " + file, "sluice check --pipeline " + file);
    Shell.Ended check = shell().run("check", "--pipeline", file);
    assertThat(check.status()).as(check.err()).isZero();
    assertThat(check.out()).contains("is valid", "Not there yet, and nothing builds them:");

    Files.writeString(file, "mine");
    Shell.Ended second = shell().run("init", folder);
    assertThat(second.status()).isEqualTo(2);
    assertThat(second.err()).contains("exists already and was left as it is", "--file");
    assertThat(Files.readString(file)).isEqualTo("mine");
  }

  @Test
  void anotherNameThanSluiceYamlMayBeGiven() {
    Path file = home.resolve("other.yaml");

    assertThat(shell().run("init", home, "--file", "other.yaml").status()).isZero();
    assertThat(file).isRegularFile();
  }

  @Test
  void thePlanIsShownWithWhyAndEveryCheck() {
    Shell.Ended ended = shell().run("check", "--pipeline", Shell.EXAMPLE);

    assertThat(ended.status()).as(ended.err()).isZero();
    Golden.check("check.txt", ended.out().replace(Shell.EXAMPLE.toString(), "sluice.yaml"));
  }

  @Test
  void thePlanIsThereAsJson() {
    Shell.Ended ended = shell().run("check", "--json", "--pipeline", Shell.EXAMPLE);

    JsonNode root = JsonMapper.shared().readTree(ended.out());
    assertThat(root.path("valid").booleanValue()).isTrue();
    JsonNode channel = root.path("plans").path(1);
    assertThat(channel.path("artifact").stringValue()).isEqualTo("channel");
    assertThat(channel.path("runs").path(0).path("with").stringValue()).isEqualTo("sensor 7.15");
    assertThat(channel.path("runs").size()).isEqualTo(3);
  }

  private static final String UNTRIED =
      """
      sluice-outcomes: 1
      outcomes:
        admission: { says: a patient is admitted, harm-after: 2 h, needs: [records] }
      services: { records: { needs: [] } }
      policy: { no-single-point: [admission] }
      """;

  private Path starter() {
    assertThat(shell().run("init", home).status()).isZero();
    return home.resolve("sluice.yaml");
  }

  @Test
  void outcomesBesideThePipelineFileAreJudgedInJsonToo() throws IOException {
    Path file = starter();
    Path beside = Files.writeString(home.resolve("outcomes.yaml"), UNTRIED);

    Shell.Ended text = shell().run("check", "--pipeline", file);
    assertThat(text.status()).isEqualTo(1);
    assertThat(text.out()).contains(file.toString(), beside.toString());
    Shell.Ended json = shell().run("check", "--json", "--pipeline", file);
    assertThat(json.status()).isEqualTo(1);
    JsonNode root = JsonMapper.shared().readTree(json.out());
    assertThat(root.path("valid").booleanValue()).isTrue();
    JsonNode outcomes = root.path("outcomes");
    assertThat(outcomes.path("file").stringValue()).isEqualTo(beside.toString());
    assertThat(outcomes.path("breaches").path(0).path("on").stringValue()).isEqualTo("records");

    Files.writeString(beside, UNTRIED.replace("[records]", "[record]"));
    Shell.Ended wrong = shell().run("check", "--json", "--pipeline", file);
    assertThat(wrong.status()).isEqualTo(2);
    JsonNode refused = JsonMapper.shared().readTree(wrong.out()).path("outcomes");
    assertThat(refused.path("valid").booleanValue()).isFalse();
    assertThat(refused.path("problems").path(0).path("line").intValue()).isEqualTo(3);
  }

  @Test
  void outcomesInThePipelineFileAreJudgedAndTwiceIsAnErrorThatNamesBoth() throws IOException {
    Path file = starter();
    Files.writeString(file, Files.readString(file) + "\noutcomes:\n" + UNTRIED.indent(2));

    Shell.Ended within = shell().run("check", "--json", "--pipeline", file);
    assertThat(within.status()).as(within.err()).isEqualTo(1);
    assertThat(
            JsonMapper.shared().readTree(within.out()).path("outcomes").path("file").stringValue())
        .isEqualTo(file.toString());

    Path beside = Files.writeString(home.resolve("outcomes.yaml"), UNTRIED);
    for (Shell.Ended twice :
        List.of(
            shell().run("check", "--pipeline", file),
            shell().run("check", "--json", "--pipeline", file))) {
      assertThat(twice.status()).isEqualTo(2);
      assertThat(twice.out()).isEmpty();
      assertThat(twice.err()).contains("outcomes stand twice", beside.toString(), file.toString());
    }
  }

  @Test
  void allMistakesAreShownAtOnceWithTheirPlace() throws IOException {
    Path file = home.resolve("sluice.yaml");
    Files.writeString(file, "sluice: 1\nprodukt: x\nartifacts: 3\n");

    Shell.Ended ended = shell().run("check", "--pipeline", file);
    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .contains(file + ":2:1: ", "did you mean \"product\"?", file + ":3:12: ", "problems");

    Shell.Ended json = shell().run("check", "--json", "--pipeline", file);
    assertThat(json.status()).isEqualTo(2);
    JsonNode root = JsonMapper.shared().readTree(json.out());
    assertThat(root.path("valid").booleanValue()).isFalse();
    assertThat(root.path("problems").path(0).path("line").intValue()).isPositive();
  }

  @Test
  void aFileThatIsNotThereOrNoFileSaysTheWayOut() {
    Shell.Ended absent = shell().run("check", "--pipeline", home.resolve("sluice.yaml"));
    assertThat(absent.status()).isEqualTo(2);
    assertThat(absent.err()).contains("no pipeline file", "sluice init");

    Shell.Ended folder = shell().run("check", "--pipeline", home);
    assertThat(folder.status()).isEqualTo(2);
    assertThat(folder.err()).contains("is a folder");
  }

  @Test
  void aFifoIsNotWaitedFor() throws IOException, InterruptedException {
    Path fifo = home.resolve("fifo");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();

    Shell.Ended ended = shell().run("check", "--pipeline", fifo);

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err()).contains("is not a regular file");
  }

  @Test
  void aKeyIsExplainedAndAWrongOneNamesTheNearest() {
    Shell.Ended found = shell().run("explain", "artifacts.known-bad");
    assertThat(found.status()).isZero();
    assertThat(found.out()).startsWith("artifacts.known-bad: ");

    Shell.Ended all = shell().run("explain");
    assertThat(all.status()).isZero();
    assertThat(all.out()).contains("artifacts.known-bad.goes-red");

    Shell.Ended unknown = shell().run("explain", "known-bed");
    assertThat(unknown.status()).isEqualTo(2);
    assertThat(unknown.out()).isEmpty();
    assertThat(unknown.err()).contains("did you mean \"known-bad\"?");
  }
}
