package dev.sluice.proving.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunIdTest {
  @Test
  void aRunOrItsProveCanBeTyped() {
    assertThat(RunId.typed("8f3a-17.2")).contains(new RunId.Typed("8f3a-17", 2));
    assertThat(RunId.typed("8f3a-17")).contains(new RunId.Typed("8f3a-17", 0));
    assertThat(new RunId("8f3a-17", 2)).hasToString("8f3a-17.2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "8f3a",
        "8f3a-0",
        "8f3a-1.0",
        "8F3A-1",
        "../8f3a-1",
        "8f3a-1.1.1",
        "8f3a-99999999"
      })
  void whatIsNoNameIsNone(String typed) {
    assertThat(RunId.typed(typed)).isEmpty();
  }
}
