package dev.sluice.model.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.file.Problem;
import dev.sluice.model.file.ProblemReport;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ErrorFixturesTest {
  static Stream<String> fixtures() {
    return Golden.files(Golden.resource("errors"), ".yaml").stream()
        .map(file -> file.getFileName().toString().replace(".yaml", ""));
  }

  static Path file(String fixture) {
    return Golden.resource("errors").resolve(fixture + ".yaml");
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void everyMistakeIsReportedWithItsPlaceAndTheWayOut(String fixture) {
    var parsed = PipelineFile.parse("sluice.yaml", Golden.bytes(file(fixture)));
    List<Problem> problems =
        switch (parsed) {
          case PipelineFile.Invalid(var found) -> found;
          case PipelineFile.Valid _ -> List.of();
        };
    assertThat(problems).isNotEmpty();
    Golden.compare(Golden.resource("errors").resolve(fixture + ".txt"), ProblemReport.of(problems));
  }

  @Test
  void everyExpectedTextHasItsFixture() {
    assertThat(fixtures().count()).isGreaterThanOrEqualTo(30);
    assertThat(
            Golden.files(Golden.resource("errors"), ".txt").stream()
                .map(file -> file.getFileName().toString().replace(".txt", "")))
        .containsExactlyElementsOf(fixtures().toList());
  }
}
