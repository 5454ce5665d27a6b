package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class ImpactTest {
  private static final Path EXAMPLES = Path.of(System.getProperty("sluice.root", ".."), "examples");
  private static final Path HOSPITAL = EXAMPLES.resolve("hospital/outcomes.yaml");
  private static final String TODAY = "2026-11-25";

  @TempDir private Path home;

  private Shell shell() {
    return new Shell(home);
  }

  private Shell.Ended diff(String place, Object... more) {
    Object[] words = {
      "impact",
      "diff",
      EXAMPLES.resolve(place).resolve("outcomes.yaml"),
      EXAMPLES.resolve(place).resolve("with-new-edr.yaml"),
      "--today",
      TODAY
    };
    Object[] all = new Object[words.length + more.length];
    System.arraycopy(words, 0, all, 0, words.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return shell().run(all);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hospital", "airport", "town"})
  void theGateStopsTheNewSensorAndItsFileIsGoodBefore(String place) {
    assertThat(
            shell()
                .run(
                    "check",
                    "--outcomes",
                    EXAMPLES.resolve(place).resolve("outcomes.yaml"),
                    "--today",
                    TODAY)
                .status())
        .isZero();
    assertThat(diff(place).status()).as("without the gate it only shows").isZero();
    Shell.Ended ended = diff(place, "--gate");
    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.out()).contains("comes to hang", "new-edr");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hospital", "airport", "town"})
  void theGateLetsNothingWorseThrough(String place) {
    Path file = EXAMPLES.resolve(place).resolve("outcomes.yaml");

    assertThat(shell().run("impact", "diff", file, file, "--gate", "--today", TODAY).status())
        .isZero();
  }

  @Test
  void aDrillOfThisAutumnLetsTheHospitalsChangeThrough() throws IOException {
    Path old = drilled("outcomes.yaml");
    Path fresh = drilled("with-new-edr.yaml");

    assertThat(shell().run("impact", "diff", old, fresh, "--gate", "--today", TODAY).status())
        .isZero();
  }

  private Path drilled(String name) throws IOException {
    String text = Files.readString(EXAMPLES.resolve("hospital").resolve(name));
    return Files.writeString(home.resolve(name), text.replace("2025-09-14", "2026-11-10"));
  }

  @Test
  void whatIsStoppedIsSaidToBuildServers() throws IOException {
    Path junit = home.resolve("out/impact.xml");
    Object[] words = {
      "impact",
      "diff",
      HOSPITAL,
      HOSPITAL.resolveSibling("with-new-edr.yaml"),
      "--gate",
      "--today",
      TODAY,
      "--junit",
      junit
    };
    Shell.Ended github =
        new Shell(Map.of("HOME", home.toString(), "GITHUB_ACTIONS", "true")).run(words);

    assertThat(github.out())
        .containsPattern("::error file=.*with-new-edr.yaml,line=[0-9]+,title=sluice impact::");
    assertThat(Files.readString(junit))
        .contains(
            "<testcase classname=\"impact\" name=\"emergency-admission\"", "<failure message=");
    assertThat(new Shell(Map.of("HOME", home.toString(), "GITLAB_CI", "true")).run(words).out())
        .containsPattern("ERROR.*with-new-edr.yaml:[0-9]+:");
  }

  @Test
  void aQuestionExitsZeroWhateverItFinds() {
    Shell.Ended ended =
        shell()
            .run(
                "impact",
                "vendor",
                "os-vendor",
                "--file",
                HOSPITAL,
                "--today",
                TODAY,
                "--from",
                "13:00");

    assertThat(ended.status()).isZero();
    assertThat(ended.out())
        .startsWith("If vendor os-vendor fails:\n")
        .contains("held", "until 01:00 the next day", "First");
  }

  @Test
  void anInvalidFileIsWrongUseWithPlaceAndWayOut() throws IOException {
    Path file =
        Files.writeString(
            home.resolve("outcomes.yaml"),
            "sluice-outcomes: 1\noutcomes:\n  a: { says: a, harm-after: 1 h, needs: [b] }\n");
    Shell.Ended ended = shell().run("impact", "spof", "--file", file);

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err()).contains("outcomes.yaml:3:42: nothing is called \"b\"");
  }

  @Test
  void aNameThatIsNotThereOffersTheNearest() {
    Shell.Ended ended = shell().run("impact", "vendor", "os-vendr", "--file", HOSPITAL);

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err()).contains("did you mean os-vendor?");
    assertThat(shell().run("impact", "vendor", "network", "--file", HOSPITAL).err())
        .contains("it is a service");
  }

  @Test
  void moreHarmThanTheNarrowestMarginIsNoAndNamesTheOutcome() {
    assertThat(shell().run("impact", "budget", "--harm", "1", "--file", HOSPITAL).status())
        .isZero();
    Shell.Ended ended = shell().run("impact", "budget", "--harm", "2", "--file", HOSPITAL);
    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.out()).contains("records-servers");
  }

  @Test
  void theStarterIsValidAndItsPolicyHolds() {
    Path file = home.resolve("outcomes.yaml");
    assertThat(shell().run("init", "--outcomes", "--file", file).status()).isZero();

    Shell.Ended ended = shell().run("check", "--outcomes", file, "--today", TODAY);
    assertThat(ended.out()).contains("is valid: 1 outcome");
  }

  @Test
  void largeCutSetsAreAskedOfOneOutcomeAndRefusedWithoutIt() {
    assertThat(shell().run("impact", "spof", "--order", "3", "--file", HOSPITAL).status())
        .isEqualTo(2);
    assertThat(
            shell()
                .run("impact", "spof", "--order", "3", "--outcome", "call-help", "--file", HOSPITAL)
                .out())
        .startsWith("8 minimal cut sets of at most 3 failures.");
  }

  @Test
  void theAnswerAsJsonIsThatOfTheFormat() throws IOException {
    Shell.Ended ended =
        shell()
            .run(
                "impact",
                "vendor",
                "new-edr",
                "--for",
                "6h",
                "--json",
                "--today",
                TODAY,
                "--file",
                HOSPITAL.resolveSibling("with-new-edr.yaml"));
    String actual = ended.out().replaceFirst("\"file\" : \"[^\"]*\"", "\"file\" : \"FILE\"");
    Path golden =
        Path.of(System.getProperty("sluice.root", ".."))
            .resolve("cli/src/test/resources/dev/sluice/cli/format-1.impact.json");
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(golden, actual);
    }
    try (InputStream in = ImpactTest.class.getResourceAsStream("format-1.impact.json")) {
      assertThat(actual)
          .as("docs/formats/impact.md")
          .isEqualTo(
              Boolean.getBoolean("golden.write")
                  ? actual
                  : new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void whatHappenedElsewhereIsReplayedWithItsSources() {
    Shell.Ended ended =
        shell()
            .run(
                "impact",
                "replay",
                "crowdstrike-channel-291",
                "--today",
                TODAY,
                "--file",
                HOSPITAL.resolveSibling("with-new-edr.yaml"));

    assertThat(ended.status()).isZero();
    assertThat(ended.out())
        .startsWith("2024-07-19, CrowdStrike")
        .contains("https://", "If vendor new-edr fails for 10 d:");
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(home.resolve(name), content);
  }

  private Path admission(String needs, String more) throws IOException {
    return file(
        "outcomes.yaml",
        """
        sluice-outcomes: 1
        outcomes:
          admission: { says: a patient is admitted, harm-after: 1 h, needs: %s }
        %s"""
            .formatted(needs, more));
  }

  @Test
  void cutSetsBeyondTheStatedOrderOrBoundAreRefusedAndNotCutShort() throws IOException {
    Shell.Ended order =
        shell().run("impact", "spof", "--order", "7", "--outcome", "call-help", "--file", HOSPITAL);
    assertThat(order.status()).isEqualTo(2);
    assertThat(order.err()).contains("is 1 to 6");

    // All but two of twelve, of which each needs all but two of twelve again.
    String choice =
        IntStream.range(0, 12)
            .mapToObj(
                i ->
                    "{ at-least: 10, of: [%s] }"
                        .formatted(
                            IntStream.range(12 * i, 12 * i + 12)
                                .mapToObj(s -> "s" + s)
                                .collect(Collectors.joining(", "))))
            .collect(Collectors.joining(", "));
    String services =
        IntStream.range(0, 144)
            .mapToObj("  s%d: { needs: [] }\n"::formatted)
            .collect(Collectors.joining());
    Path file = admission("{ at-least: 11, of: [%s] }".formatted(choice), "services:\n" + services);

    Shell.Ended bound =
        shell().run("impact", "spof", "--order", "6", "--outcome", "admission", "--file", file);
    assertThat(bound.status()).isEqualTo(2);
    assertThat(bound.out()).isEmpty();
    assertThat(bound.err()).contains("refused, nothing is known: more than 20,000 sets");
    assertThat(
            shell()
                .run("impact", "spof", "--order", "3", "--outcome", "admission", "--file", file)
                .status())
        .as("a lower order is answered")
        .isZero();
  }

  @Test
  void cutSetsSayWhatIsNotKnown() throws IOException {
    Path file = admission("[a]", "services: { a: {} }\n");

    assertThat(
            shell()
                .run("impact", "spof", "--order", "2", "--outcome", "admission", "--file", file)
                .out())
        .contains("Not known, so there may be more", "a: what it hangs on");
  }

  @Test
  void aGroupWithoutANumberOfHostsMayHaveOneAndIsNotTakenForSafe() throws IOException {
    Path file = admission("[pcs]", "groups: { pcs: { runs: [] }, kiosks: { runs: [] } }\n");

    Shell.Ended ended = shell().run("impact", "budget", "--harm", "5", "--file", file);
    assertThat(ended.status()).isEqualTo(3);
    assertThat(ended.out())
        .contains("one host may be too many: how many hosts there are in pcs.")
        .doesNotContain("kiosks");
    assertThat(shell().run("impact", "budget", "--harm", "5", "--file", file, "--json").out())
        .contains("\"fits\" : null", "\"not-known\" : [ \"pcs\" ]");
    assertThat(shell().run("impact", "budget", "--file", file).status()).isZero();
  }

  @Test
  void aReleaseThatNobodyRunsIsNotCalledSafeWithoutAWord() throws IOException {
    Path file =
        admission(
            "[pcs]",
            "groups: { pcs: { hosts: 3, runs: [sensor@7.15] } }\nartifacts: { sensor: own }\n");

    Shell.Ended next = shell().run("impact", "release", "sensor@7.16", "--file", file);
    assertThat(next.status()).isZero();
    assertThat(next.err())
        .contains("no group is written down to run release sensor 7.16", "sensor@7.15");
    assertThat(shell().run("impact", "release", "sensor@7.16", "--file", file, "--json").out())
        .contains("\"runs-somewhere\" : false");
    assertThat(shell().run("impact", "release", "sensor@7.15", "--file", file).err()).isEmpty();
  }

  @Test
  void mistakesInBothFilesOfAChangeComeAtOnce() throws IOException {
    Path old = file("old.yaml", "sluice-outcomes: 1\n");
    Path fresh = file("new.yaml", "sluice-outcomes: 2\n");

    Shell.Ended ended = shell().run("impact", "diff", old, fresh, "--gate");

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err()).contains("old.yaml:1:", "new.yaml:1:");
  }

  @Test
  void gitlabIsToldWhatIsStoppedAtItsLine() throws IOException {
    Path fresh = HOSPITAL.resolveSibling("with-new-edr.yaml");
    Path report = home.resolve("out/quality.json");
    var gitlab =
        new Shell(
            Map.of(
                "HOME",
                home.toString(),
                "GITLAB_CI",
                "true",
                "CI_PROJECT_DIR",
                EXAMPLES.toAbsolutePath().normalize().toString()));

    gitlab.run("impact", "diff", HOSPITAL, fresh, "--today", TODAY, "--gitlab", report);

    var first = JsonMapper.shared().readTree(Files.readString(report)).get(0);
    assertThat(first.path("description").asString()).contains("comes to hang on");
    assertThat(first.path("check_name").asString()).isEqualTo("sluice-impact-alone");
    assertThat(first.path("severity").asString()).isEqualTo("blocker");
    assertThat(first.at("/location/path").asString()).isEqualTo("hospital/with-new-edr.yaml");
    assertThat(first.at("/location/lines/begin").asInt()).isEqualTo(7);

    gitlab.run("impact", "diff", HOSPITAL, HOSPITAL, "--today", TODAY, "--gitlab", report);
    assertThat(Files.readString(report)).isEqualToIgnoringWhitespace("[]");
  }

  @Test
  void noResultReplacesTheFileItIsOf() throws IOException {
    Path file = admission("[]", "");
    String before = Files.readString(file);

    for (String option : List.of("--junit", "--gitlab")) {
      assertThat(shell().run("impact", "diff", file, file, option, file).status()).isEqualTo(2);
    }
    assertThat(Files.readString(file)).isEqualTo(before);
  }
}
