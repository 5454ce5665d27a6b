package dev.sluice.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class SecretTest {
  private final RandomGenerator random =
      RandomGeneratorFactory.<RandomGenerator>of("L64X128MixRandom").create(7);

  @Test
  void aSecretIsReadAgainAndHasTheSameDigest() {
    Secret secret = Secret.from(random);
    assertThat(secret.reveal()).hasSize(47).startsWith("slt_");
    assertThat(Secret.of(secret.reveal()).orElseThrow().digest()).isEqualTo(secret.digest());
    assertThat(Secret.from(random).digest()).isNotEqualTo(secret.digest());
  }

  @Test
  void aLogNeverSeesIt() {
    Secret secret = Secret.from(random);
    assertThat("made " + secret).isEqualTo("made slt_…");
  }

  @Test
  void whatIsNoSecretIsNotLookedUp() {
    for (String text :
        new String[] {"", "slt_", "slt_short", "x".repeat(47), "slt_" + "é".repeat(43)}) {
      assertThat(Secret.of(text)).as(text).isEmpty();
    }
  }
}
