package dev.sluice.trust.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.trust.canonical.MalformedInput;
import dev.sluice.trust.key.LabKey;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a file claims, without a word about who signed it. */
class ClaimTest {
  private final LabKey stranger = LabKey.generate("stranger", new SecureRandom());

  @Test
  void aStrangersClaimCanBeCompared() throws MalformedInput {
    assertThat(Proof.unverified(Proof.sign(Samples.passed(), stranger)))
        .isEqualTo(Samples.passed());
    assertThat(Proof.unverified(Proof.sign(Samples.failed(), stranger)))
        .isEqualTo(Samples.failed());
  }

  @Test
  void whatIsNotSignedOrNoProofClaimsNothing() {
    byte[] other = Envelope.sign("text/plain", "{}".getBytes(UTF_8), List.of(stranger)).bytes();
    assertThatThrownBy(() -> Proof.unverified(other))
        .isInstanceOf(MalformedInput.class)
        .hasMessageContaining("text/plain");
    byte[] unsigned =
        new String(Proof.sign(Samples.passed(), stranger), UTF_8)
            .replaceFirst("\"signatures\":\\[.*]", "\"signatures\":[]")
            .getBytes(UTF_8);
    assertThatThrownBy(() -> Proof.unverified(unsigned))
        .isInstanceOf(MalformedInput.class)
        .hasMessage("it is not signed");
  }
}
