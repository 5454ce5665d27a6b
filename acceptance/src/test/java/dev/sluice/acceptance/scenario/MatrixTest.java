package dev.sluice.acceptance.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** The outage in miniature: the channel file as it should have been, and as it was. */
@Tag("vm")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MatrixTest {
  private final Example example = Example.itself();
  private final Desk desk = Desk.open();
  private final Path fixedOut = desk.home().resolve("fixed");
  private final Path badOut = desk.home().resolve("bad");
  private Ended fixed;
  private Ended bad;

  @BeforeAll
  void prove() {
    fixed =
        desk.sluice(
            "prove",
            "channel",
            "291",
            example.channel("291-fixed"),
            "--json",
            "--pipeline",
            example.pipeline(),
            "--out",
            fixedOut.toString(),
            "--junit",
            desk.home().resolve("fixed.xml").toString());
    bad =
        desk.sluice(
            "prove",
            "channel",
            "291",
            example.channel("291-bad"),
            "--keep-going",
            "--pipeline",
            example.pipeline(),
            "--out",
            badOut.toString(),
            "--junit",
            desk.home().resolve("bad.xml").toString());
  }

  @AfterAll
  void close() {
    desk.close();
  }

  @Test
  void aGoodChannelPassesWithEveryReleaseThatHostsRun() {
    assertThat(fixed.status()).as(fixed.err()).isZero();
    assertThat(Result.of(fixed).runs())
        .extracting(
            run -> run.at("/combination/application/version").asString(),
            run -> run.path("result").asString())
        .containsExactlyInAnyOrder(
            tuple("7.11", "passed"), tuple("7.15", "passed"), tuple("7.16", "passed"));
  }

  @Test
  void theMostExposedCombinationComesFirst() {
    assertThat(Result.of(fixed).runs().getFirst().at("/combination/application/version").asString())
        .isEqualTo("7.15");
  }

  @Test
  void everyCombinationIsBootedThreeTimes() {
    assertThat(Result.of(fixed).runs())
        .allSatisfy(run -> assertThat(run.path("consoles").size()).isEqualTo(3));
  }

  @Test
  void everyCheckIsMadeInItsOrder() {
    assertThat(Result.of(fixed).runs())
        .allSatisfy(
            run ->
                assertThat(Result.checks(run))
                    .containsExactly(
                        "format passed",
                        "boots passed",
                        "healthy passed",
                        "catches passed",
                        "leaves-alone passed",
                        "stays-within passed",
                        "survives-reboot passed",
                        "reverts passed",
                        "updates passed"));
  }

  @Test
  void aPassGivesAProofForEachCombination() {
    assertThat(proofs())
        .extracting(proof -> String.valueOf(proof.getFileName()))
        .containsExactly(
            "sensor-7.11.proof.json", "sensor-7.15.proof.json", "sensor-7.16.proof.json");
  }

  @Test
  void aProofIsAcceptedWithTheFilesThatWereProven() {
    assertThat(List.of("7.11", "7.15", "7.16"))
        .allSatisfy(release -> assertThat(verify(release, release, "291-fixed").status()).isZero());
  }

  @Test
  void aProofIsRefusedForAnotherChannelFile() {
    assertThat(verify("7.15", "7.15", "291-bad").status()).isEqualTo(1);
  }

  @Test
  void aProofIsRefusedForAnotherSensor() {
    assertThat(verify("7.15", "7.16", "291-fixed").status()).isEqualTo(1);
  }

  @Test
  void aProofIsRefusedWhereTheLabsKeyIsNotTrusted() {
    try (Desk elsewhere = Desk.open()) {
      assertThat(elsewhere.sluice("proof", "verify", proof("7.15")).status()).isEqualTo(1);
    }
  }

  @Test
  void aProofIsAcceptedElsewhereWithTheLabsPublicKey() {
    Path key = Trees.files(desk.home().resolve(".local/share/sluice/keys"), ".pub").getFirst();
    try (Desk elsewhere = Desk.open()) {
      assertThat(
              elsewhere.sluice("proof", "verify", proof("7.15"), "--key", key.toString()).status())
          .isZero();
    }
  }

  @Test
  void theFirstProveSaysThatItMadeALabKey() {
    assertThat(fixed.err()).contains("made a lab key").contains("~/.local/share/sluice/keys");
  }

  @Test
  void theLabKeyIsItsOwnersAlone() throws IOException {
    Path key = Trees.files(desk.home().resolve(".local/share/sluice/keys"), ".key").getFirst();
    assertThat(Files.getPosixFilePermissions(key))
        .isEqualTo(java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void theResultIsKeptAsItIsPrintedWithPathsWithinItsFolder() {
    assertThat(Result.in(fixedOut)).isEqualTo(Result.of(fixed).kept());
  }

  @Test
  void aPassFollowsThePublishedSchema() {
    assertThat(Result.schemaProblems(fixed.out())).isEmpty();
  }

  @Test
  void aFailureFollowsThePublishedSchema() throws IOException {
    assertThat(
            Result.schemaProblems(Files.readString(Trees.files(badOut, "/result.json").getFirst())))
        .isEmpty();
  }

  @Test
  void theResultNamesFilesThatAreThere() {
    for (JsonNode run : Result.of(fixed).runs()) {
      assertThat(run.path("consoles").valueStream().map(c -> Path.of(c.asString())))
          .allSatisfy(console -> assertThat(console).isRegularFile());
      assertThat(Path.of(run.path("proof").asString())).isRegularFile();
    }
  }

  @Test
  void jUnitReadersSeeEveryCheckOfAPass() throws Exception {
    assertThat(testCases("fixed.xml")).isEqualTo(27);
  }

  @Test
  void theBadChannelIsStopped() {
    assertThat(bad.status()).as(bad.err()).isEqualTo(1);
  }

  @Test
  void theReasonIsTheKernelsPanicInPlainWords() {
    assertThat(bad.sentences())
        .containsPattern(
            "channel 291 was stopped: with sensor 7\\.15 the kernel panicked [0-9.]+ s into the boot,"
                + " while sensor\\.ko was loading \\(page fault in evaluate\\)\\."
                + " It boots with channel 290\\.");
  }

  @Test
  void theConsoleLinesThatShowItAreShown() {
    assertThat(bad.out())
        .contains("BUG: unable to handle page fault", "RIP: 0010:evaluate", "Kernel panic");
  }

  @Test
  void aReleaseThatKeepsItsOldChannelIsNotInForce() {
    JsonNode run = Result.in(badOut).with("7.16");
    assertThat(run.path("result").asString()).isEqualTo("failed");
    assertThat(Result.checks(run)).contains("boots failed");
    assertThat(
            run.path("checks").valueStream().filter(c -> c.path("name").asString().equals("boots")))
        .extracting(c -> c.path("code").asString())
        .containsExactly("not-in-force");
  }

  @Test
  void aFailureGivesNoProof() {
    assertThat(Trees.files(badOut, ".proof.json")).isEmpty();
  }

  @Test
  void aStatementOfFailureIsSignedAndKept() {
    assertThat(Trees.files(badOut, ".failed.json")).hasSize(3);
  }

  @Test
  void aStatementOfFailureIsNoProof() {
    Ended verified =
        desk.sluice(
            "proof",
            "verify",
            Trees.files(badOut, "sensor-7.15.failed.json").getFirst().toString());
    assertThat(verified.status()).isEqualTo(1);
    assertThat(verified.sentences()).contains("a signed statement of a failed run, not a proof");
  }

  @Test
  void jUnitReadersSeeEachFailedRun() throws Exception {
    String xml = Files.readString(desk.home().resolve("bad.xml"));
    assertThat(xml)
        .containsPattern("<testcase [^>]*sensor 7\\.15[^>]* name=\"boots\"[^>]*>\\s*<failure");
    assertThat(xml)
        .containsPattern("<testcase [^>]*sensor 7\\.16[^>]* name=\"boots\"[^>]*>\\s*<failure");
    assertThat(xml)
        .containsPattern("<testcase [^>]*sensor 7\\.11[^>]* name=\"boots\"[^>]*>\\s*<failure");
    assertThat(testCases("bad.xml")).isPositive();
  }

  @Test
  void theFirstFailureStopsTheRest() {
    Ended stopped =
        desk.sluice(
            "prove",
            "channel",
            "291",
            example.channel("291-bad"),
            "--json",
            "--pipeline",
            example.pipeline(),
            "--out",
            desk.home().resolve("stopped").toString());
    assertThat(stopped.status()).isEqualTo(1);
    assertThat(Result.of(stopped).runs())
        .extracting(run -> run.path("result").asString())
        .containsExactly("failed", "not-run", "not-run");
  }

  private int testCases(String file) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(desk.home().resolve(file).toFile())
        .getElementsByTagName("testcase")
        .getLength();
  }

  private List<Path> proofs() {
    return Trees.files(fixedOut, ".proof.json");
  }

  private String proof(String release) {
    return Trees.files(fixedOut, "sensor-" + release + ".proof.json").getFirst().toString();
  }

  private Ended verify(String release, String sensor, String channel) {
    return desk.sluice(
        "proof",
        "verify",
        proof(release),
        "--artifact",
        "sensor=" + example.sensor(sensor),
        "--artifact",
        "channel=" + example.channel(channel));
  }
}
