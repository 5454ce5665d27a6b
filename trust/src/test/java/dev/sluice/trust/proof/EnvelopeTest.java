package dev.sluice.trust.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EnvelopeTest {
  @Test
  void thePreAuthenticationEncodingIsThatOfTheDsseExample() {
    assertThat(
            new String(
                Envelope.preAuthenticationEncoding(
                    "http://example.com/HelloWorld", "hello world".getBytes(UTF_8)),
                UTF_8))
        .isEqualTo("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
  }

  @Test
  void lengthsAreBytesAndNotCharacters() {
    assertThat(
            new String(
                Envelope.preAuthenticationEncoding("ü", "ß\uD83D\uDE00".getBytes(UTF_8)), UTF_8))
        .isEqualTo("DSSEv1 2 ü 6 ß\uD83D\uDE00");
  }
}
