package dev.sluice.server.road;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionOrderTest {
  @ParameterizedTest
  @CsvSource({
    "290, 291",
    "9, 10",
    "7.9, 7.16",
    "7.16, 7.16.1",
    "2026-11-24, 2026-11-25",
    "2026-11-25, 2026-11-25.1",
    "99999999999999999998, 99999999999999999999"
  })
  void numbersAreComparedAsNumbersPartByPart(String older, String newer) {
    assertThat(VersionOrder.isOlder(new Version(older), new Version(newer))).isTrue();
    assertThat(VersionOrder.isOlder(new Version(newer), new Version(older))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"9fceb02, a1b2c3d", "1.4, 1.4-rc1", "v2, 3", "290, b291"})
  void ofOtherVersionsNobodyKnowsWhichIsNewer(String one, String other) {
    assertThat(VersionOrder.compare(new Version(one), new Version(other))).isEmpty();
    assertThat(VersionOrder.isOlder(new Version(one), new Version(other))).isFalse();
  }

  @Test
  void leadingZeroesChangeNothing() {
    assertThat(VersionOrder.compare(new Version("007"), new Version("7"))).hasValue(0);
  }
}
