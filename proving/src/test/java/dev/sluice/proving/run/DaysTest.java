package dev.sluice.proving.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.pipeline.CheckSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DaysTest {
  private static List<String> days(String now, @Nullable Duration validFor, LocalDate... more) {
    return Days.of(Instant.parse(now), new CheckSpec.SurvivesDates(validFor, List.of(more)))
        .stream()
        .map(day -> day.time() + " " + day.what())
        .toList();
  }

  @Test
  void theDaysComeInOrder() {
    assertThat(days("2026-11-25T12:00:00Z", Duration.ofDays(90)))
        .containsExactly(
            "2026-12-25T12:00:00Z a month on",
            "2027-01-01T00:00:30Z the coming new year",
            "2027-02-23T11:59:00Z the end of its validity",
            "2028-02-29T12:00:00Z a leap day",
            "2038-01-19T03:14:08Z beyond 32 bits of seconds");
  }

  @ParameterizedTest
  @CsvSource({
    "2024-02-28T00:00:00Z, 2024-02-29T12:00:00Z",
    "2024-02-29T00:00:00Z, 2028-02-29T12:00:00Z",
    "2096-03-01T00:00:00Z, 2104-02-29T12:00:00Z",
    "2099-01-01T00:00:00Z, 2104-02-29T12:00:00Z"
  })
  void theLeapDayIsTheNextOne(String now, String leapDay) {
    assertThat(days(now, null)).contains(leapDay + " a leap day");
  }

  @Test
  void whatIsPastIsLeftOut() {
    assertThat(days("2039-06-01T00:00:00Z", null)).noneMatch(day -> day.contains("32 bits"));
    assertThat(days("2026-11-25T12:00:00Z", null, LocalDate.of(2020, 1, 1)))
        .noneMatch(day -> day.contains("owner"));
  }

  @Test
  void aMomentThatIsTwoThingsComesOnce() {
    assertThat(days("2026-11-25T12:00:00Z", null, LocalDate.of(2028, 2, 29))).hasSize(4);
  }
}
