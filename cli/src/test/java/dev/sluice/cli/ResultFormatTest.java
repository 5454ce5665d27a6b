package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.screen.Golden;
import dev.sluice.cli.screen.Reports;
import dev.sluice.proving.report.ProveReport;
import dev.sluice.proving.report.ResultJson;
import dev.sluice.trust.canonical.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Result format 1, as docs/formats/result.md promises it. */
class ResultFormatTest {
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
  void everyResultKeepsTheSchema(ProveReport report) {
    ResultSchema.RESULT.accepts(ResultJson.write(report));
  }

  @Test
  void aStoppedReleaseIsWrittenAsInFormat1() {
    String json = ResultJson.write(Reports.bad());

    Golden.check("format-1.result.json", json);
    assertThat(digest(json))
        .as("the golden file of a published format stays as it is")
        .isEqualTo("1fd61fc3dd848882a6c9d35e0fe78a182cdab7d528591951d1124658b823c89a");
  }

  @Test
  void whatIsKeptNamesFilesWithinItsFolder() {
    String json = ResultJson.kept(Reports.bad());

    ResultSchema.RESULT.accepts(json);
    assertThat(json)
        .contains("\"evidence\" : \".\"", ".failed.json\"", ".console.txt\"")
        .doesNotContain(String.valueOf(Reports.bad().evidence()));
  }

  @Test
  void negativeControlsAreWrittenAsInFormat1() {
    String json = AnswerJson.controls(Reports.showings());

    ResultSchema.CONTROLS.accepts(json);
    Golden.check("format-1.controls.json", json);
    assertThat(digest(json))
        .isEqualTo("f6142707645b351e1230252c559401bc90da7200a48ea4a0e7e6419d11181ee4");
  }

  @Test
  void theSchemaCanFail() {
    String json = ResultJson.write(Reports.bad());

    assertThat(ResultSchema.RESULT.isValid(json.replace("\"failed\"", "\"red\""))).isFalse();
    assertThat(
            ResultSchema.RESULT.isValid(json.replace("\"version\" : \"291\"", "\"version\" : 291")))
        .isFalse();
    assertThat(ResultSchema.RESULT.isValid(json.replace("\"hosts\"", "\"guests\""))).isFalse();
  }

  private static String digest(String text) {
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8)).hex();
  }
}
