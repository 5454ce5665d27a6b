package dev.sluice.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proving.report.ProveReport;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProveScreenTest {
  private static final ProveScreen.Call CALL =
      new ProveScreen.Call("sluice prove channel 291 channels/291.bin", false);

  private static List<String> screen(ProveReport report, ProveScreen.Call call, boolean colour) {
    List<String> lines =
        new ArrayList<>(ProveScreen.header(report.candidate(), Reports.plan(), colour));
    lines.addAll(ProveScreen.result(report, call, colour));
    return lines;
  }

  private static List<String> screen(ProveReport report) {
    return screen(report, CALL, false);
  }

  @Test
  void aGoodReleaseSaysWhatItCoversAndHowToCheckTheProof() {
    Golden.check("fixed.txt", screen(Reports.fixed()));
  }

  @Test
  void aStoppedReleaseSaysWhyWithTheConsoleLinesThatShowIt() {
    Golden.check("bad.txt", screen(Reports.bad()));
  }

  @Test
  void aCombinationThatPassedBesideAFailedOneKeepsItsProof() {
    var call = new ProveScreen.Call(CALL.again(), true);
    Golden.check("bad-kept-going.txt", screen(Reports.badKeptGoing(), call, false));
  }

  @Test
  void couldNotTellSaysSoAndHowToTryAgain() {
    Golden.check("could-not-tell.txt", screen(Reports.couldNotTell()));
  }

  @Test
  void aSuiteThatLetAKnownBadReleaseThroughGivesNoProof() {
    Golden.check("withheld.txt", screen(Reports.withheld()));
  }

  @Test
  void anEnvironmentThatHadToTryTwiceTooOftenGivesNoProofAndNamesTheWayOut() {
    Golden.check("flaky.txt", screen(Reports.flaky()));
  }

  @Test
  void whatTheTimeBoxLeftOutIsShownAndNotCovered() {
    Golden.check("time-boxed.txt", screen(Reports.timeBoxed()));
  }

  @Test
  void aGuestCannotWriteOnTheTerminal() {
    Golden.check("hostile.txt", screen(Reports.hostile()));
  }

  static Stream<ProveReport> reports() {
    return Stream.of(
        Reports.fixed(),
        Reports.bad(),
        Reports.badKeptGoing(),
        Reports.couldNotTell(),
        Reports.withheld(),
        Reports.timeBoxed(),
        Reports.flaky(),
        Reports.hostile());
  }

  @ParameterizedTest
  @MethodSource("reports")
  void everyLineButPathsAndCommandsFitsEightyColumns(ProveReport report) {
    assertThat(screen(report))
        .filteredOn(line -> !line.contains("sluice p") && !line.contains("out/"))
        .allSatisfy(line -> assertThat(Plain.width(line)).as(line).isLessThanOrEqualTo(80));
  }

  @ParameterizedTest
  @MethodSource("reports")
  void nothingButPrintableCharactersComesOut(ProveReport report) {
    assertThat(screen(report))
        .allSatisfy(
            line ->
                assertThat(line.codePoints())
                    .noneMatch(Character::isISOControl)
                    .noneMatch(c -> Character.getType(c) == Character.FORMAT));
  }

  @ParameterizedTest
  @MethodSource("reports")
  void colourChangesNoWord(ProveReport report) {
    List<String> coloured = screen(report, CALL, true);

    assertThat(coloured).isNotEqualTo(screen(report));
    assertThat(coloured.stream().map(line -> line.replaceAll("\u001b\\[[0-9]*m", "")).toList())
        .isEqualTo(screen(report));
  }
}
