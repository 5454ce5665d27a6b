package dev.sluice.trust.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.trust.canonical.Sha256;
import dev.sluice.trust.key.LabKey;
import dev.sluice.trust.key.LabPublicKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files of proof format 1 as releases wrote them; the first release knew no bounds that were not
 * set. They stay as they are for as long as any release reads format 1; another writing of new
 * proofs is another format with files of its own.
 */
class GoldenProofTest {
  @TempDir private Path home;

  private LabPublicKey goldenKey() throws IOException {
    return GoldenKey.in(home).publicKey();
  }

  private Verification verify(byte[] file) throws IOException {
    return Proof.verify(file, TrustedKeys.anyOf(List.of(goldenKey())));
  }

  private static byte[] golden(String name, String digest) throws IOException {
    byte[] file = GoldenKey.resource(name);
    assertThat(Sha256.of(file).hex()).as("SHA-256 of " + name).isEqualTo(digest);
    return file;
  }

  private static byte[] proof() throws IOException {
    return golden(
        "format-1.proof.json", "99ef1f5c891389bc44094beacf41bc6548c69de15f9951e368b682c64aa76a39");
  }

  private static byte[] oneWay() throws IOException {
    return golden(
        "format-1.one-way.proof.json",
        "f37a70de1349cc6a6ab664c0cea9767a23708146e7aed0373df69e6fe459395c");
  }

  private static byte[] failed() throws IOException {
    return golden(
        "format-1.failed.json", "21e4c6bba3d941809589836026e0bcdf0895e24c40633b4ef891185d49a23432");
  }

  private static byte[] sandboxed() throws IOException {
    return golden(
        "format-1.sandbox.proof.json",
        "19252c6daf0832314ddca772d613f92082aeace1a93bc847ee4b6fd573fc7e1e");
  }

  @Test
  void aProofThatSaysWhatWasNotBoundedIsRead() throws IOException {
    assertThat(verify(sandboxed()))
        .isEqualTo(new Verification.Verified(Samples.sandboxed(), List.of(goldenKey()), Set.of()));
  }

  @Test
  void aProofOfFormat1IsRead() throws IOException {
    assertThat(verify(proof()))
        .isEqualTo(new Verification.Verified(Samples.passed(), List.of(goldenKey()), Set.of()));
    assertThat(verify(oneWay()))
        .isEqualTo(new Verification.Verified(Samples.oneWay(), List.of(goldenKey()), Set.of()));
  }

  @Test
  void aFailedRunOfFormat1IsRefusedAsProof() throws IOException {
    assertThat(verify(failed()))
        .isEqualTo(
            new Verification.Refused(
                "this is a signed statement of a failed run, not a proof (failed: boots)"));
  }

  @Test
  void thisReleaseStillWritesFormat1ByteForByte() throws IOException {
    LabKey key = GoldenKey.in(home);

    assertThat(Proof.sign(Samples.passed(), key)).isEqualTo(proof());
    assertThat(Proof.sign(Samples.oneWay(), key)).isEqualTo(oneWay());
    assertThat(Proof.sign(Samples.failed(), key)).isEqualTo(failed());
    assertThat(Proof.sign(Samples.sandboxed(), key)).isEqualTo(sandboxed());
  }
}
