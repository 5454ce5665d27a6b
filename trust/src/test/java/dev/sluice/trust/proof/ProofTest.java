package dev.sluice.trust.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Digest;
import dev.sluice.model.Result;
import dev.sluice.trust.key.LabKey;
import dev.sluice.trust.key.LabPublicKey;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProofTest {
  private static final ArtifactName SENSOR = new ArtifactName("sensor");
  private static final ArtifactName CHANNEL = new ArtifactName("channel");

  private final LabKey key = LabKey.generate("lab", new SecureRandom());
  private final LabKey other = LabKey.generate("other", new SecureRandom());

  private static TrustedKeys trusting(LabKey... keys) {
    return TrustedKeys.anyOf(List.of(keys).stream().map(LabKey::publicKey).toList());
  }

  private static String refusal(Verification verification) {
    return switch (verification) {
      case Verification.Refused(var reason) -> reason;
      case Verification.Verified verified ->
          throw new AssertionError("verified, though it must not: " + verified);
    };
  }

  @Test
  void aSignedStatementOfAPassedRunComesBackWhole() {
    byte[] file = Proof.sign(Samples.passed(), key);

    assertThat(Proof.verify(file, trusting(other, key)))
        .isEqualTo(new Verification.Verified(Samples.passed(), List.of(key.publicKey()), Set.of()));
  }

  @Test
  void theSameStatementAndKeyGiveTheSameBytes() {
    assertThat(Proof.sign(Samples.passed(), key)).isEqualTo(Proof.sign(Samples.passed(), key));
  }

  @Test
  void aFailedRunIsSignedEvidenceAndNoProof() {
    byte[] file = Proof.sign(Samples.failed(), key);

    assertThat(refusal(Proof.verify(file, trusting(key))))
        .isEqualTo("this is a signed statement of a failed run, not a proof (failed: boots)");
    assertThat(refusal(Proof.verify(file, trusting(other)))).startsWith("no trusted key signed");
  }

  @Test
  void aOneWayReleaseSaysThatItRecoveredForwardInsteadOfReverting() {
    Statement statement = Samples.oneWay();
    byte[] file = Proof.sign(statement, key);

    assertThat(Proof.verify(file, trusting(key)))
        .isInstanceOfSatisfying(
            Verification.Verified.class,
            verified -> assertThat(verified.statement()).isEqualTo(statement));
  }

  @Test
  void aPassedRunWithoutABuiltInCheckCannotBeStated() {
    for (String missing : List.of("boots", "updates", "healthy", "reverts")) {
      List<String> passed = Samples.PASSED.stream().filter(c -> !c.equals(missing)).toList();
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  Samples.statement(
                      new Statement.Run(Result.PASSED, Samples.ENDED, passed, List.of()), Set.of()))
          .withMessageContaining(missing);
    }
  }

  @Test
  void ofARunThatCouldNotTellNothingIsStated() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Statement.Run(
                    Result.COULD_NOT_TELL, Samples.ENDED, List.of(), List.of("boots")));
  }

  @Test
  void filesThatWereProvenAreFoundEqualAndNamed() {
    byte[] file = Proof.sign(Samples.passed(), key);
    Map<ArtifactName, Digest> held =
        Map.of(SENSOR, Samples.digest('a'), CHANNEL, Samples.digest('b'));

    assertThat(Proof.verify(file, trusting(key), held))
        .isInstanceOfSatisfying(
            Verification.Verified.class,
            verified -> assertThat(verified.compared()).containsExactlyInAnyOrder(SENSOR, CHANNEL));
  }

  @Test
  void anotherFileThanTheProvenOneIsRefusedByName() {
    byte[] file = Proof.sign(Samples.passed(), key);

    assertThat(refusal(Proof.verify(file, trusting(key), Map.of(CHANNEL, Samples.digest('9')))))
        .isEqualTo(
            "the file given for channel is not the channel 291 that was proven: its SHA-256 is"
                + " 999999…99, not bbbbbb…bb");
    assertThat(
            refusal(
                Proof.verify(
                    file, trusting(key), Map.of(new ArtifactName("rules"), Samples.digest('b')))))
        .isEqualTo(
            "the proof is for sensor 7.15 + channel 291 + geo 2026.1 and says nothing of rules");
  }

  @Test
  void theThresholdCountsKeysAndNotSignatures() {
    List<LabPublicKey> both = List.of(key.publicKey(), other.publicKey());
    TrustedKeys two = new TrustedKeys(both, 2);

    assertThat(Proof.verify(Proof.sign(Samples.passed(), List.of(key, other)), two))
        .isInstanceOf(Verification.Verified.class);
    assertThat(refusal(Proof.verify(Proof.sign(Samples.passed(), List.of(key, key)), two)))
        .isEqualTo("2 trusted keys must sign it; only " + key + " did");
    TrustedKeys oneKeyTwice = new TrustedKeys(List.of(key.publicKey(), key.publicKey()), 2);
    assertThat(refusal(Proof.verify(Proof.sign(Samples.passed(), List.of(key, key)), oneKeyTwice)))
        .startsWith("2 trusted keys must sign it");
  }

  @Test
  void withoutAnyTrustedKeyEverythingIsRefused() {
    assertThat(refusal(Proof.verify(Proof.sign(Samples.passed(), key), trusting())))
        .isEqualTo("no key is trusted, so nothing can be verified");
  }
}
