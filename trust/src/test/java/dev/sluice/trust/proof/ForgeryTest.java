package dev.sluice.trust.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.trust.canonical.CanonicalJson;
import dev.sluice.trust.key.LabKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is not a proof, however near, is refused with the sentence that says why. */
class ForgeryTest {
  private final LabKey key = LabKey.generate("lab", new SecureRandom());
  private final LabKey stranger = LabKey.generate("stranger", new SecureRandom());
  private final String payload =
      new String(CanonicalJson.write(StatementJson.write(Samples.passed())), UTF_8);
  private final String envelope = new String(Proof.sign(Samples.passed(), key), UTF_8);

  private String refusal(byte[] file) {
    return switch (Proof.verify(file, TrustedKeys.anyOf(List.of(key.publicKey())))) {
      case Verification.Refused(var reason) -> reason;
      case Verification.Verified verified ->
          throw new AssertionError("verified, though it must not: " + verified);
    };
  }

  private String refusal(String file) {
    return refusal(file.getBytes(UTF_8));
  }

  /** Signed by the trusted key, as a thief of it or a faulty lab would. */
  private String refusalOfSigned(String payloadType, String payload) {
    return refusal(Envelope.sign(payloadType, payload.getBytes(UTF_8), List.of(key)).bytes());
  }

  private String refusalOfStatement(String from, String to) {
    assertThat(payload).contains(from);
    return refusalOfSigned(Envelope.IN_TOTO, payload.replace(from, to));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private static String replaced(String text, String from, String to) {
    assertThat(text).contains(from);
    return text.replace(from, to);
  }

  @Test
  void anAlteredPayloadTypeKeyOrSignatureIsRefused() {
    String unsigned = "no trusted key signed these bytes: they were altered, or signed by a key";

    String otherPayload = base64(payload.replace("7.15", "7.16"));
    assertThat(refusal(replaced(envelope, base64(payload), otherPayload))).startsWith(unsigned);
    assertThat(refusal(replaced(envelope, "application/vnd.in-toto+json", "application/json")))
        .startsWith(unsigned);
    assertThat(refusal(Proof.sign(Samples.passed(), stranger))).startsWith(unsigned);
    String strangersUnderOurName =
        new String(Proof.sign(Samples.passed(), stranger), UTF_8)
            .replace(stranger.id().hex(), key.id().hex());
    assertThat(refusal(strangersUnderOurName)).startsWith(unsigned);
    int at = envelope.indexOf("\"sig\":\"") + 10;
    char other = envelope.charAt(at) == 'A' ? 'B' : 'A';
    assertThat(refusal(envelope.substring(0, at) + other + envelope.substring(at + 1)))
        .startsWith(unsigned);
    assertThat(refusal(envelope.replaceFirst("\"sig\":\"[^\"]*\"", "\"sig\":\"\"")))
        .startsWith(unsigned);
    assertThat(refusal(envelope.replaceFirst("\\[\\{\"keyid.*\\}\\]", "[]")))
        .isEqualTo("it is not signed");
  }

  @Test
  void theKeyIdIsOnlyAHint() {
    TrustedKeys trusted = TrustedKeys.anyOf(List.of(stranger.publicKey(), key.publicKey()));
    String misleading = replaced(envelope, key.id().hex(), stranger.id().hex());
    String silent = envelope.replaceFirst("\"keyid\":\"[^\"]*\",", "");

    for (String file : List.of(misleading, silent)) {
      assertThat(Proof.verify(file.getBytes(UTF_8), trusted))
          .isInstanceOfSatisfying(
              Verification.Verified.class,
              verified -> assertThat(verified.signedBy()).containsExactly(key.publicKey()));
    }
  }

  @Test
  void aKeyInTheEnvelopeIsNotTrusted() {
    String file = new String(Proof.sign(Samples.passed(), stranger), UTF_8);
    String pem = base64(new String(stranger.publicKey().pem(), UTF_8));

    assertThat(refusal(file.replace("\"keyid\"", "\"cert\":\"" + pem + "\",\"keyid\"")))
        .startsWith("no trusted key signed these bytes");
  }

  @Test
  void whatATrustedKeySignedAsSomethingElseIsNoProof() {
    assertThat(refusalOfSigned("application/vnd.evil\u202e+json", payload))
        .isEqualTo(
            "a trusted key signed it, but as \"application/vnd.evil?+json\", which is not a"
                + " proof");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Statement/v1|Statement/v0.1|not a proof: field \"_type\" is",
        "test-result/v0.1|test-result/v0.2|not a proof: field \"predicateType\" is",
        "in-toto.io/attestation/test-result/v0.1|slsa.dev/provenance/v1|field \"predicateType\" is",
        "\"sluiceProofFormat\":1|\"sluiceProofFormat\":2|proof format 2 is not known here; 1 is",
        "\"sluiceProofFormat\":1|\"x\":1|field \"sluiceProofFormat\" is missing",
        "\"result\":\"PASSED\"|\"result\":\"WARNED\"|its result is \"WARNED\", neither PASSED nor",
        "\"result\":\"PASSED\"|\"result\":\"passed\"|its result is \"passed\", neither PASSED nor",
        "\"result\":\"PASSED\"|\"result\":true|field \"result\" is not text",
        "\"failedTests\":[]|\"failedTests\":[\"catches\"]|its failed checks are [catches]",
        "\"warnedTests\":[]|\"warnedTests\":[\"x\"]|checks that only warned are not known",
        "[\"boots\",|[|without the check boots",
        "\"reverts\",|``|without the check reverts",
        "\"reverts\"|\"recovers-forward\"|without the check reverts",
        "[\"boots\",|[\"boots\",\"boots\",|a check is listed twice",
        "[\"boots\",|[7,\"boots\",|lists something other than text",
        "\"name\":\"combination.json\"|\"name\":\"sensor\"|known here is combination.json",
        "\"kind\":\"data\"|\"kind\":\"other\"|subject is not the combination of the parts",
        "\"kind\":\"suite\"|\"kind\":\"other\"|has 0 descriptors of kind suite, not one",
        "\"kind\":\"environment\"|\"kind\":\"pipeline\"|descriptors of kind environment, not one",
        "\"kind\":\"data\"|\"kind\":\"application\"|has 3 descriptors of kind application, not one",
        "\"name\":\"geo\"|\"name\":\"channel\"|a data artifact appears twice",
        "\"name\":\"geo\"|\"name\":\"sensor\"|an artifact appears twice",
        "\"name\":\"geo\"|\"name\":\"Geo\\u001b\"|not an artifact name: Geo?",
        "\"stands-for\":{\"os\":\"debian\",\"version\":\"12\"}|\"stands-for\":{}|stands for nothing",
        "\"stands-for\":{\"os\":\"debian\",|\"stands-for\":{\"os\":1,|field \"os\" is not text",
        "\"last-red\":\"never\"|\"last-red\":\"soon\"|\"soon\" is not a time in UTC",
        "\"size\":4096|\"size\":-1|negative size",
        "\"size\":4096|\"size\":4096.5|field \"size\" is not a whole number",
        "\"format\":1,\"kind\":\"pipeline\"|\"format\":0,\"kind\":\"pipeline\"|pipeline file format 0",
        "\"format\":1,\"kind\":\"pipeline\"|\"format\":4294967297,\"kind\":\"pipeline\"|4294967297",
        "dddddddd\"|DDDDDDDD\"|not a SHA-256 digest",
        "\"result\":\"PASSED\"|\"result\":\"FAILED\",\"result\":\"PASSED\"|uplicate"
      })
  void aStatementThatIsNoProofIsRefusedEvenWhenATrustedKeySignedIt(
      String from, String to, String why) {
    assertThat(refusalOfStatement(from, to)).contains(why);
  }

  @Test
  void aStatementOfTwoSubjectsOrNoneIsRefused() {
    String subject = payload.substring(payload.indexOf("\"subject\":[") + 11, payload.length() - 2);

    assertThat(refusalOfStatement("[" + subject + "]", "[" + subject + "," + subject + "]"))
        .isEqualTo("not a proof: it has 2 subjects; a proof has one, the combination");
    assertThat(refusalOfStatement("[" + subject + "]", "[]"))
        .isEqualTo("not a proof: it has 0 subjects; a proof has one, the combination");
  }

  @Test
  void theSubjectMustBeTheCombinationOfTheListedParts() {
    assertThat(refusalOfStatement("bbbbbbbb\"", "bbbbbbb9\""))
        .isEqualTo("not a proof: its subject is not the combination of the parts that it lists");
  }

  @Test
  void fieldsThatNobodyKnowsChangeNothing() {
    String extended =
        payload
            .replace("\"result\":", "\"later\":{\"x\":[0.5,null]},\"result\":")
            .replace("\"kind\":\"suite\"", "\"kind\":\"suite\",\"later\":1e300")
            .replace(
                "\"configuration\":[",
                "\"configuration\":[{\"uri\":\"https://example.org\",\"annotations\":{}},");

    assertThat(
            Proof.verify(
                Envelope.sign(Envelope.IN_TOTO, extended.getBytes(UTF_8), List.of(key)).bytes(),
                TrustedKeys.anyOf(List.of(key.publicKey()))))
        .isInstanceOfSatisfying(
            Verification.Verified.class,
            verified -> assertThat(verified.statement()).isEqualTo(Samples.passed()));
  }

  @Test
  void onlyOneWritingOfBase64IsTaken() {
    String standard = base64(payload + " ");
    byte[] file =
        Envelope.sign(Envelope.IN_TOTO, (payload + " ").getBytes(UTF_8), List.of(key)).bytes();
    String signed = new String(file, UTF_8);
    assertThat(standard).endsWith("=");

    for (String field : List.of("payload", "sig")) {
      String value = signed.replaceFirst(".*\"" + field + "\":\"([^\"]*)\".*\n", "$1");
      String urlSafe = value.replace('+', '-').replace('/', '_');
      List<String> variants =
          List.of(
              urlSafe.equals(value) ? "-" + value.substring(1) : urlSafe,
              value.replace("=", ""),
              value + "=",
              value.substring(0, 4) + "\\n" + value.substring(4),
              value + " ",
              strayBits(value));
      for (String variant : variants) {
        assertThat(refusal(signed.replace(value, variant)))
            .as("%s as %s", field, variant)
            .isEqualTo(
                "not a proof: field \"" + field + "\" is not standard base64 with its padding");
      }
    }
  }

  /** The same bytes to a lenient decoder: the last digit's unused bits are set. */
  private static String strayBits(String base64) {
    String digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    int last = base64.indexOf('=') - 1;
    char stray = digits.charAt(digits.indexOf(base64.charAt(last)) | 1);
    assertThat(
            Base64.getDecoder()
                .decode(base64.substring(0, last) + stray + base64.substring(last + 1)))
        .isEqualTo(Base64.getDecoder().decode(base64));
    return base64.substring(0, last) + stray + base64.substring(last + 1);
  }

  @Test
  void aDuplicateFieldOfTheEnvelopeIsRefused() {
    assertThat(refusal(envelope.replaceFirst("\\{", "{\"payload\":\"e30=\",")))
        .startsWith("not a proof: not JSON as it is read here")
        .contains("uplicate");
  }

  @Test
  void whatIsNoEnvelopeAtAllIsRefused() {
    assertThat(refusal("")).isEqualTo("not a proof: there is no JSON in it");
    assertThat(refusal("[]")).isEqualTo("not a proof: the JSON value is not an object");
    assertThat(refusal("{}")).isEqualTo("not a proof: field \"signatures\" is missing");
    assertThat(refusal("{\"signatures\":[7]}"))
        .isEqualTo("not a proof: a signature is not an object");
    assertThat(refusal(new byte[] {0x1f, (byte) 0x8b, 0, 0}))
        .isEqualTo("not a proof: it is not UTF-8 text");
    assertThat(refusal(payload)).isEqualTo("not a proof: field \"signatures\" is missing");
  }

  @Test
  void aSignedPayloadThatIsNoStatementIsRefused() {
    assertThat(refusalOfSigned(Envelope.IN_TOTO, "")).startsWith("not a proof: ");
    assertThat(refusalOfSigned(Envelope.IN_TOTO, "[]")).startsWith("not a proof: ");
    assertThat(refusalOfSigned(Envelope.IN_TOTO, "[".repeat(100_000))).contains("nest");
    assertThat(refusalOfSigned(Envelope.IN_TOTO, payload + "{}")).contains("something follows");
  }

  @Test
  void aHugeFileIsRefusedUnread(@TempDir Path home) throws Exception {
    byte[] huge = new byte[Proof.LIMIT + 1];
    Arrays.fill(huge, (byte) '[');
    assertThat(refusal(huge))
        .isEqualTo("not a proof: 1048577 bytes are more than the 1048576 allowed");

    Path file = home.resolve("huge.proof.json");
    Files.write(file, new byte[3 * Proof.LIMIT]);
    assertThat(Proof.load(file)).hasSize(Proof.LIMIT + 1);
  }

  @Test
  void moreSignaturesThanAnyoneMakesAreRefusedUnread() {
    String one = envelope.substring(envelope.indexOf("[{\"keyid") + 1, envelope.lastIndexOf("]}"));
    String many = String.join(",", Collections.nCopies(17, one));

    assertThat(refusal(replaced(envelope, one, many)))
        .isEqualTo("not a proof: it has 17 signatures, more than the 16 that are looked at");
  }
}
