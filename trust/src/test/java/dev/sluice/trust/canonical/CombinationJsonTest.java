package dev.sluice.trust.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Combination;
import dev.sluice.model.Digest;
import dev.sluice.model.Release;
import dev.sluice.model.Version;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CombinationJsonTest {
  /** SHA-256 of the golden file; a change of either is a new format. */
  private static final String GOLDEN_DIGEST =
      "1f9b0eb1a231e5c8c227f87892572fcefccc12dd44b5cc1db78ff935dd780b18";

  private static CombinationJson.Part part(String artifact, char digit) {
    return new CombinationJson.Part(
        new ArtifactName(artifact), new Digest(String.valueOf(digit).repeat(64)));
  }

  private static final CombinationJson SAMPLE =
      new CombinationJson(part("sensor", 'a'), List.of(part("geo", 'c'), part("channel", 'b')));

  private static byte[] golden() throws IOException {
    try (InputStream in =
        CombinationJsonTest.class.getResourceAsStream("/golden/combination.json")) {
      assertThat(in).as("the golden file").isNotNull();
      return in.readAllBytes();
    }
  }

  private static void assertRefused(String text, String why) {
    assertThatExceptionOfType(MalformedInput.class)
        .isThrownBy(() -> CombinationJson.read(text.getBytes(StandardCharsets.UTF_8)))
        .withMessageContaining(why);
  }

  @Test
  void theGoldenFileIsWrittenAndReadByteForByte() throws IOException, MalformedInput {
    assertThat(Sha256.of(golden()).hex()).isEqualTo(GOLDEN_DIGEST);
    assertThat(SAMPLE.bytes()).isEqualTo(golden());
    assertThat(SAMPLE.digest().hex()).isEqualTo(GOLDEN_DIGEST);
    assertThat(CombinationJson.read(golden())).isEqualTo(SAMPLE);
  }

  @Test
  void versionsAndSizesAreNotPartOfIt() {
    Release application =
        new Release(new ArtifactName("sensor"), new Version("7.15"), new Digest("a".repeat(64)), 1);
    Release renamed =
        new Release(application.artifact(), new Version("7.16"), application.digest(), 2);

    assertThat(CombinationJson.of(new Combination(application, List.of())))
        .isEqualTo(CombinationJson.of(new Combination(renamed, List.of())));
  }

  @Test
  void anArtifactThatAppearsTwiceIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CombinationJson(part("a", 'a'), List.of(part("a", 'b'))));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new CombinationJson(part("a", 'a'), List.of(part("b", 'b'), part("b", 'c'))));
  }

  @Test
  void anotherWritingOfTheSameCombinationIsRefused() {
    String a = "{\"artifact\":\"a\",\"sha256\":\"" + "a".repeat(64) + "\"}";
    String b = "{\"artifact\":\"b\",\"sha256\":\"" + "b".repeat(64) + "\"}";
    String c = "{\"artifact\":\"c\",\"sha256\":\"" + "c".repeat(64) + "\"}";

    assertRefused(
        "{\"application\":" + a + ",\"data\":[" + c + "," + b + "],\"format\":1}", "canonical");
    assertRefused("{\"application\":" + a + ",\"data\":[],\"format\":1}\n", "canonical");
    assertRefused("{\"data\":[],\"application\":" + a + ",\"format\":1}", "canonical");
    assertRefused("{\"application\":" + a + ",\"data\":[],\"extra\":1,\"format\":1}", "canonical");
    assertRefused("{\"application\":" + a + ",\"data\":[],\"format\":2}", "format 2");
    assertRefused("{\"application\":" + a + ",\"data\":[" + a + "],\"format\":1}", "twice");
    assertRefused("{\"application\":" + a + ",\"format\":1}", "\"data\" is missing");
    assertRefused("{\"application\":1,\"data\":[],\"format\":1}", "not an object");
    assertRefused(
        "{\"application\":" + a.replace("aaaa", "AAAA") + ",\"data\":[],\"format\":1}",
        "not an artifact with a SHA-256 digest");
    assertRefused("[]", "not an object");
  }
}
