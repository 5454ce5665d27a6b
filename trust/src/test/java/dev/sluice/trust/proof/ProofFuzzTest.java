package dev.sluice.trust.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.trust.canonical.CanonicalJson;
import dev.sluice.trust.key.LabKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProofFuzzTest {
  private static final long SEED = 20_240_719;

  @TempDir private Path home;
  private LabKey key = LabKey.generate("replaced", new SecureRandom());
  private TrustedKeys trusted = TrustedKeys.anyOf(List.of());

  @BeforeEach
  void begin() throws IOException {
    key = GoldenKey.in(home);
    trusted = TrustedKeys.anyOf(List.of(key.publicKey()));
  }

  private static byte[] flipped(byte[] file, int bit) {
    byte[] altered = file.clone();
    altered[bit / 8] ^= (byte) (1 << (bit % 8));
    return altered;
  }

  @Test
  void noFlippedBitOfAnEnvelopeEverVerifies() {
    byte[] file = Proof.sign(Samples.passed(), key);
    String text = new String(file, UTF_8);
    // The key id and its name are the one part that is not signed: a hint, tried in ForgeryTest.
    int hintBegins = text.indexOf("\"keyid\":\"");
    int hintEnds = text.indexOf("\"sig\":\"");
    Random random = new Random(SEED);
    int tried = 0;
    while (tried < 1_200) {
      int bit = random.nextInt(file.length * 8);
      if (bit / 8 < hintBegins || hintEnds <= bit / 8) {
        assertThat(Proof.verify(flipped(file, bit), trusted))
            .as("seed %d, bit %d", SEED, bit)
            .isInstanceOf(Verification.Refused.class);
        tried++;
      }
    }
  }

  @Test
  void noDamagedEnvelopeEverVerifiesAsSomethingElseOrThrows() {
    byte[] file = Proof.sign(Samples.passed(), key);
    Random random = new Random(SEED);
    for (int round = 0; round < 1_000; round++) {
      switch (Proof.verify(damaged(file, random), trusted)) {
        case Verification.Refused(var reason) -> assertThat(reason).isNotBlank();
        // Only the hint was hit.
        case Verification.Verified verified ->
            assertThat(verified.statement())
                .as("seed %d, round %d", SEED, round)
                .isEqualTo(Samples.passed());
      }
    }
  }

  @Test
  void noDamagedStatementThatATrustedKeySignedMakesTheReaderThrow() {
    byte[] payload = CanonicalJson.write(StatementJson.write(Samples.passed()));
    Random random = new Random(SEED);
    int refused = 0;
    for (int round = 0; round < 800; round++) {
      byte[] file = Envelope.sign(Envelope.IN_TOTO, damaged(payload, random), List.of(key)).bytes();
      switch (Proof.verify(file, trusted)) {
        case Verification.Refused(var reason) -> {
          assertThat(reason).isNotBlank();
          refused++;
        }
        case Verification.Verified verified ->
            assertThat(verified.statement().run().passed()).containsAll(Statement.ALWAYS);
      }
    }
    assertThat(refused).as("the damage is real").isGreaterThan(500);
  }

  /** A few bits flipped, or a piece cut out, doubled, or put elsewhere. */
  private static byte[] damaged(byte[] file, RandomGenerator random) {
    int from = random.nextInt(file.length);
    int to = Math.min(file.length, from + 1 + random.nextInt(40));
    byte[] head = Arrays.copyOf(file, from);
    byte[] piece = Arrays.copyOfRange(file, from, to);
    byte[] tail = Arrays.copyOfRange(file, to, file.length);
    return switch (random.nextInt(4)) {
      case 0 -> {
        byte[] altered = file;
        for (int i = random.nextInt(1, 5); i > 0; i--) {
          altered = flipped(altered, random.nextInt(file.length * 8));
        }
        yield altered;
      }
      case 1 -> joined(head, tail);
      case 2 -> joined(head, piece, piece, tail);
      case 3 -> joined(piece, head, tail);
      default -> throw new IllegalStateException("four kinds of damage");
    };
  }

  private static byte[] joined(byte[]... parts) {
    byte[] whole = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, whole, at, part.length);
      at += part.length;
    }
    return whole;
  }
}
