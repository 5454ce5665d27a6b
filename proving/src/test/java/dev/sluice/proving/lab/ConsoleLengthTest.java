package dev.sluice.proving.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proving.cause.Restored;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConsoleLengthTest {
  @Test
  void aConsoleReachesAsFarAsItsLastTimeStamp() {
    assertThat(ConsoleLength.of("[    1.310001] a\n[   12.401234] b\ninit: c\n"))
        .isEqualTo(Duration.ofMillis(12_401));
  }

  @Test
  void ofARestoredMachineOnlyTheRunCounts() {
    String restored = Restored.line(Duration.ofMillis(54_120));
    assertThat(ConsoleLength.of(restored + "[   55.401234] b\n"))
        .isEqualTo(Duration.ofMillis(1281));
    assertThat(ConsoleLength.of(restored)).isNull();
    assertThat(ConsoleLength.of(restored + "[    1.2345] from another boot\n")).isNull();
  }

  @Test
  void aConsoleWithoutTimesHasNoLength() {
    assertThat(ConsoleLength.of("init: starting\nnot at the start [ 1.000001]\n")).isNull();
    assertThat(ConsoleLength.of("")).isNull();
    assertThat(ConsoleLength.of("[99999999999999999.000000] x\n")).isNull();
  }
}
