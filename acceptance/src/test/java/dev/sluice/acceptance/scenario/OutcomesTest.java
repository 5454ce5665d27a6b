package dev.sluice.acceptance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is known before a change is deployed, asked of the launcher as it is built. */
@Tag("vm") // no machine is started, but the launcher is built as for those that start one
class OutcomesTest {
  private static final String TODAY = "2026-11-25";

  private final Desk desk = Desk.open();

  @AfterEach
  void close() {
    desk.close();
  }

  private Ended on(Path file, String... words) {
    return desk.sluice(
        Stream.concat(Stream.of(words), Stream.of("--file", file.toString(), "--today", TODAY))
            .toArray(String[]::new));
  }

  private Ended gate(Path folder, String... more) {
    return desk.sluice(
        Stream.concat(
                Stream.of(
                    "impact",
                    "diff",
                    folder.resolve("outcomes.yaml").toString(),
                    folder.resolve("with-new-edr.yaml").toString(),
                    "--today",
                    TODAY),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private Ended drill(Path folder, String outcome, String found, String day) {
    return on(
        folder.resolve("outcomes.yaml"),
        "drill",
        "record",
        outcome,
        "--found",
        found,
        "--on",
        day,
        "--by",
        "day shift");
  }

  /** What becomes of an outcome when the new vendor fails for four hours. */
  private String state(Path folder, String outcome) {
    Ended ended =
        on(
            folder.resolve("with-new-edr.yaml"),
            "impact",
            "vendor",
            "new-edr",
            "--for",
            "4h",
            "--json");
    assertThat(ended.status()).as(ended.err()).isZero();
    return stream(ended.json().path("outcomes"))
        .filter(one -> one.path("outcome").asString().equals(outcome))
        .map(one -> one.path("state").asString())
        .collect(Collectors.joining());
  }

  private static Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  @ParameterizedTest
  @CsvSource({"hospital, emergency-admission", "airport, boarding-pass", "town, help-sent"})
  void theGateStopsTheNewSensorUntilTheFallbackIsTried(String place, String outcome) {
    Path folder = Example.copyOf(place, desk).folder();
    Path file = folder.resolve("outcomes.yaml");

    assertThat(desk.sluice("check", "--outcomes", file.toString(), "--today", TODAY).status())
        .as("as it is")
        .isZero();
    assertThat(gate(folder).status()).as("a question").isZero();
    Ended stopped = gate(folder, "--gate");
    assertThat(stopped.status()).as(stopped.out() + stopped.err()).isEqualTo(1);
    assertThat(stopped.sentences())
        .contains("comes to hang on vendor new-edr alone, and nothing that was tried stands in");
    assertThat(state(folder, outcome)).as("the day itself").isEqualTo("lost");

    assertThat(drill(folder, outcome, "worked", "2026-11-10").status()).isZero();
    Ended through = gate(folder, "--gate");
    assertThat(through.status()).as(through.out()).isZero();
    assertThat(through.out()).startsWith("Nothing gets worse that a gate stops.");
    assertThat(state(folder, outcome)).as("the day with a fallback that holds").isEqualTo("held");

    assertThat(drill(folder, outcome, "did-not-work", "2026-11-20").status()).isZero();
    assertThat(gate(folder, "--gate").status()).as("the last drill counts").isEqualTo(1);
    assertThat(state(folder, outcome)).isEqualTo("lost");
  }

  @Test
  void buildServersAreTold() throws IOException {
    Path folder = Example.copyOf("hospital", desk).folder();
    Path junit = desk.home().resolve("results/impact.xml");
    Path quality = desk.home().resolve("results/quality.json");
    desk.with("GITLAB_CI", "true").with("CI_PROJECT_DIR", folder.toString());

    Ended ended = gate(folder, "--gate", "--json", "--junit", "" + junit, "--gitlab", "" + quality);

    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.json().path("stopped").asBoolean()).isTrue();
    assertThat(Files.readString(junit)).contains("name=\"emergency-admission\"", "<failure");
    JsonNode report = JsonMapper.shared().readTree(Files.readString(quality));
    assertThat(report.isArray()).isTrue();
    assertThat(stream(report).map(one -> one.path("fingerprint").asString()))
        .isNotEmpty()
        .doesNotHaveDuplicates()
        .allMatch(print -> print.matches("[0-9a-f]{64}"));
    JsonNode first = report.get(0);
    assertThat(first.path("severity").asString()).isEqualTo("blocker");
    assertThat(first.at("/location/path").asString()).isEqualTo("with-new-edr.yaml");
    assertThat(first.at("/location/lines/begin").asInt()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "impact vendor example-edr",
        "impact spof",
        "impact budget --harm 1",
        "impact replay",
        "impact report --out impact.html",
        "drill plan",
        "drill record admission --found worked --by me",
        "drill list"
      })
  void anInvalidFileIsWrongUseWithItsPlaces(String command) throws IOException {
    Path file = Files.writeString(desk.home().resolve("outcomes.yaml"), wrong());

    Ended ended = on(file, command.split(" "));

    isWrong(ended);
    assertThat(desk.home().toFile().list()).contains("outcomes.yaml");
    assertThat(desk.home().resolve("impact.html")).doesNotExist();
    assertThat(desk.home().resolve("drills.jsonl")).doesNotExist();
  }

  @Test
  void anInvalidFileIsNoChangeAndNoPolicy() throws IOException {
    Path file = Files.writeString(desk.home().resolve("outcomes.yaml"), wrong());

    isWrong(desk.sluice("check", "--outcomes", file.toString()));
    isWrong(desk.sluice("impact", "diff", file.toString(), file.toString(), "--gate"));
  }

  private static String wrong() {
    return """
        sluice-outcomes: 1
        outcomes:
          admission: { says: a patient is admitted, harm-after: 1 h, needs: [pcs] }
        sites: [Main Building]
        """;
  }

  private static void isWrong(Ended ended) {
    assertThat(ended.status()).as(ended.out()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .contains("outcomes.yaml:3:70: nothing is called \"pcs\"")
        .contains("outcomes.yaml:4:9: ");
  }

  @Test
  void questionsEndWithZeroWhateverTheyFind() {
    Path file = Example.copyOf("town", desk).folder().resolve("with-new-edr.yaml");

    Ended all = on(file, "impact", "replay", "--json");
    assertThat(all.status()).isZero();
    assertThat(all.json().path("incidents").size()).isGreaterThan(40);
    Ended one = on(file, "impact", "replay", "crowdstrike-channel-291", "--json");
    JsonNode felt = one.json().at("/incidents/0/felt/0");
    assertThat(felt.at("/failure/name").asString()).isEqualTo("new-edr");
    assertThat(stream(felt.path("outcomes")).map(outcome -> outcome.path("state").asString()))
        .contains("lost");

    Ended spof = on(file, "impact", "spof", "--pairs", "--json");
    assertThat(spof.status()).isZero();
    assertThat(spof.json().path("single").size()).isPositive();
    assertThat(spof.json().path("pairs-whole").asBoolean()).isTrue();
    assertThat(on(file, "impact", "release", "new-sensor@9.1").status()).isZero();
    assertThat(on(file, "impact", "budget").status()).isZero();
    Ended budget = on(file, "impact", "budget", "--harm", "1000");
    assertThat(budget.status()).as("a budget is a gate too").isEqualTo(1);
    assertThat(budget.sentences()).contains("do not fit", "this is lost:");
  }

  @Test
  void thePageStandsAlone() throws IOException {
    Path file = Example.copyOf("airport", desk).folder().resolve("outcomes.yaml");
    Path page = desk.home().resolve("pages/impact.html");

    assertThat(on(file, "impact", "report", "--out", page.toString()).status()).isZero();

    assertThat(Files.readString(page))
        .contains("<svg role=\"group\"", "a boarding pass is printed")
        .doesNotContain("<script", "http://", "https://");
  }

  @Test
  void manyWhoRecordADrillAtOnceLoseNothing() throws IOException {
    Path file = Example.copyOf("hospital", desk).folder().resolve("outcomes.yaml");
    List<Call> calls = new ArrayList<>();
    for (int ward = 1; ward <= 8; ward++) {
      calls.add(
          desk.startSluice(
              "drill",
              "record",
              "medication",
              "--found",
              "worked",
              "--by",
              "ward " + ward,
              "--file",
              file.toString(),
              "--today",
              TODAY));
    }
    calls.forEach(
        call -> {
          Ended ended = call.ended();
          assertThat(ended.status()).as(ended.err()).isZero();
        });

    assertThat(Files.readAllLines(file.resolveSibling("drills.jsonl"))).hasSize(8);
    assertThat(
            stream(on(file, "drill", "list", "--json").json().path("drills"))
                .map(drill -> drill.path("by").asString()))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(1, 8).mapToObj(ward -> "ward " + ward).toList());
  }
}
