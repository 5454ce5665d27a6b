package dev.sluice.trust.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Digest;
import dev.sluice.trust.canonical.Sha256;
import dev.sluice.trust.key.LabKey;
import dev.sluice.trust.key.LabPublicKey;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProvenanceTest {
  private static final byte[] CONTENT = "channel 291".getBytes(UTF_8);
  private static final String SLSA = "https://slsa.dev/provenance/v1";

  private final LabKey build = LabKey.generate("build", new SecureRandom());
  private final LabKey stranger = LabKey.generate("stranger", new SecureRandom());

  /** The content, said to be so large. */
  private static Provenance.Content held(long size) {
    return new Provenance.Content() {
      @Override
      public Digest digest() {
        return Sha256.of(CONTENT);
      }

      @Override
      public long size() {
        return size;
      }

      @Override
      public byte[] bytes() {
        return CONTENT.clone();
      }
    };
  }

  private static Provenance.Verified verify(byte[] file, LabKey... keys) throws IOException {
    List<LabPublicKey> trusted = List.of(keys).stream().map(LabKey::publicKey).toList();
    return Provenance.verify(file, held(CONTENT.length), trusted);
  }

  private static String refusal(Provenance.Verified verified) {
    return switch (verified) {
      case Provenance.Unknown(var reason) -> reason;
      case Provenance.Known known -> throw new AssertionError("believed: " + known);
    };
  }

  private static byte[] statement(String type, byte[] content, LabKey key) {
    String json =
        """
        {"_type": "https://in-toto.io/Statement/v1",
         "subject": [{"name": "other", "digest": {"sha256": "%s"}},
                     {"name": "channel.bin", "digest": {"sha512": "00", "sha256": "%s"}}],
         "predicateType": "%s", "predicate": {"buildDefinition": {"x": 1.5}}}"""
            .formatted("0".repeat(64), Sha256.of(content).hex(), SLSA);
    return Envelope.sign(type, json.getBytes(UTF_8), List.of(key)).bytes();
  }

  @Test
  void aStatementOfTheContentByAListedKeyIsBelieved() throws IOException {
    assertThat(verify(statement(Envelope.IN_TOTO, CONTENT, build), stranger, build))
        .isEqualTo(new Provenance.Known(build.publicKey(), SLSA));
  }

  @Test
  void aStatementByAnyOtherKeyIsNot() throws IOException {
    assertThat(refusal(verify(statement(Envelope.IN_TOTO, CONTENT, stranger), build)))
        .isEqualTo("no listed key signed the statement");
    assertThat(refusal(verify(statement(Envelope.IN_TOTO, CONTENT, build))))
        .isEqualTo("no listed key signed the statement");
  }

  @Test
  void aStatementOfOtherContentIsNot() throws IOException {
    byte[] other = "channel 290".getBytes(UTF_8);

    assertThat(refusal(verify(statement(Envelope.IN_TOTO, other, build), build)))
        .isEqualTo("the statement is of other content");
  }

  @Test
  void whatWasSignedAsSomethingElseIsNoStatement() throws IOException {
    assertThat(refusal(verify(statement("text/plain", CONTENT, build), build)))
        .contains("\"text/plain\"")
        .contains("no in-toto statement");
  }

  @Test
  void aDetachedSignatureIsBelievedRawAndInBase64() throws IOException {
    byte[] signature = build.sign(CONTENT);
    var known = new Provenance.Known(build.publicKey(), null);

    assertThat(verify(signature, build)).isEqualTo(known);
    assertThat(
            verify((Base64.getEncoder().encodeToString(signature) + "\n").getBytes(UTF_8), build))
        .isEqualTo(known);
    assertThat(refusal(verify(signature, stranger)))
        .isEqualTo("no listed key made this signature of this content");
  }

  @Test
  void aDetachedSignatureOfLargeContentIsRefusedBeforeTheContentIsRead() throws IOException {
    Provenance.Verified verified =
        Provenance.verify(
            build.sign(CONTENT), held(Provenance.MOST_SIGNED + 1), List.of(build.publicKey()));

    assertThat(refusal(verified)).contains("up to 64 MiB");
  }

  @Test
  void noDamagedStatementIsBelievedOrThrows() throws IOException {
    byte[] good = statement(Envelope.IN_TOTO, CONTENT, build);
    Random random = new Random(20261125);
    for (int i = 0; i < 2_000; i++) {
      byte[] damaged = good.clone();
      int at = random.nextInt(damaged.length - 1);
      damaged[at] ^= (byte) (1 << random.nextInt(8));

      assertThat(isHarmless(damaged, good) || verify(damaged, build) instanceof Provenance.Unknown)
          .as("flipped a bit of byte %d", at)
          .isTrue();
    }
  }

  /** The key's name is a hint and is not signed; all else is. */
  private boolean isHarmless(byte[] damaged, byte[] good) {
    String hint = build.publicKey().id().hex();
    int from = new String(good, UTF_8).indexOf("\"keyid\":\"");
    int to = from + "\"keyid\":\"".length() + hint.length() + 1;
    for (int i = 0; i < good.length; i++) {
      if (good[i] != damaged[i] && (i < from || i >= to)) {
        return false;
      }
    }
    return true;
  }
}
