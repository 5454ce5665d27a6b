package dev.sluice.trust.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.InvalidKeySpecException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Ed25519Test {
  private static final HexFormat HEX = HexFormat.of();

  /** RFC 8410: what stands before the 32 bytes of a private key in PKCS#8. */
  static final String PKCS8_PREFIX = "302e020100300506032b657004220420";

  @ParameterizedTest
  @CsvSource({
    // RFC 8032, 7.1: secret key, public key, message, signature of tests 1 to 3.
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
        + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,"
        + "'',"
        + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9"
        + "b46bd25bf5f0595bbe24655141438e7a100b",
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
        + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,"
        + "72,"
        + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f1"
        + "1d8c387b2eaeb4302aeeb00d291612bb0c00",
    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
        + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,"
        + "af82,"
        + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984d"
        + "c6594a7c15e9716ed28dc027beceea1ec40a"
  })
  void theVectorsOfTheRfcHold(String secret, String publicKey, String message, String signature)
      throws InvalidKeySpecException {
    KeyPair pair = Ed25519.pairOf(HEX.parseHex(PKCS8_PREFIX + secret));
    byte[] raw = Ed25519.rawOf(pair.getPublic().getEncoded());
    byte[] signed = HEX.parseHex(message);

    assertThat(HEX.formatHex(raw)).isEqualTo(publicKey);
    assertThat(HEX.formatHex(Ed25519.sign(pair.getPrivate(), signed))).isEqualTo(signature);
    assertThat(Ed25519.verifies(raw, signed, HEX.parseHex(signature))).isTrue();
    byte[] altered = HEX.parseHex(message + "00");
    assertThat(Ed25519.verifies(raw, altered, HEX.parseHex(signature))).isFalse();
  }

  @Test
  void aSecondWritingOfTheSameSignatureIsNoSignature() throws InvalidKeySpecException {
    // Adding the group's order to S gives an equation that still holds; RFC 8032, 5.1.7 forbids it.
    BigInteger order =
        BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
    KeyPair pair = Ed25519.pairOf(HEX.parseHex(PKCS8_PREFIX + "11".repeat(32)));
    byte[] raw = Ed25519.rawOf(pair.getPublic().getEncoded());
    byte[] message = {1, 2, 3};
    byte[] signature = Ed25519.sign(pair.getPrivate(), message);
    byte[] s = reversed(Arrays.copyOfRange(signature, 32, 64));
    byte[] larger = reversed(new BigInteger(1, s).add(order).toByteArray());
    byte[] malleable = Arrays.copyOf(signature, 64);
    Arrays.fill(malleable, 32, 64, (byte) 0);
    System.arraycopy(larger, 0, malleable, 32, Math.min(32, larger.length));

    assertThat(Ed25519.verifies(raw, message, signature)).isTrue();
    assertThat(Ed25519.verifies(raw, message, malleable)).isFalse();
  }

  @Test
  void signaturesOfAnotherLengthAndKeysThatAreNoPointVerifyNothing() {
    byte[] noPoint = HEX.parseHex("02" + "00".repeat(31));
    byte[] message = {1};

    assertThat(Ed25519.verifies(noPoint, message, new byte[64])).isFalse();
    for (int length : new int[] {0, 1, 63, 65, 1000}) {
      assertThat(Ed25519.verifies(new byte[32], message, new byte[length])).isFalse();
    }
  }

  @Test
  void keysOfOtherKindsAreRefused() throws Exception {
    KeyPair ec = KeyPairGenerator.getInstance("EC").generateKeyPair();
    KeyPair ed448 = KeyPairGenerator.getInstance("Ed448").generateKeyPair();
    KeyPair x25519 = KeyPairGenerator.getInstance("X25519").generateKeyPair();

    for (KeyPair pair : new KeyPair[] {ec, ed448, x25519}) {
      assertThatExceptionOfType(InvalidKeySpecException.class)
          .isThrownBy(() -> Ed25519.pairOf(pair.getPrivate().getEncoded()));
      assertThatExceptionOfType(InvalidKeySpecException.class)
          .isThrownBy(() -> Ed25519.rawOf(pair.getPublic().getEncoded()));
    }
    assertThatExceptionOfType(InvalidKeySpecException.class)
        .isThrownBy(() -> Ed25519.pairOf(HEX.parseHex(PKCS8_PREFIX + "11".repeat(31))));
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }
}
