package dev.sluice.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FiguresTest {
  @Test
  void figuresCarryUnits() {
    assertThat(Figures.seconds(Duration.ofMillis(1449))).isEqualTo("1.4 s");
    assertThat(Figures.seconds(Duration.ofMillis(59_940))).isEqualTo("59.9 s");
    assertThat(Figures.seconds(Duration.ofMillis(59_960))).isEqualTo("1 m 00 s");
    assertThat(Figures.seconds(Duration.ofSeconds(125))).isEqualTo("2 m 05 s");
    assertThat(Figures.about(Duration.ofMillis(300))).isEqualTo("1 s");
    assertThat(Figures.about(Duration.ofMinutes(5))).isEqualTo("5 m");
    assertThat(Figures.bytes(999)).isEqualTo("999 B");
    assertThat(Figures.bytes(1100)).isEqualTo("1.1 kB");
    assertThat(Figures.bytes(4_294_967_296L)).isEqualTo("4.3 GB");
    assertThat(Figures.count(40_000, "host")).isEqualTo("40,000 hosts");
    assertThat(Figures.count(1, "host")).isEqualTo("1 host");
  }
}
