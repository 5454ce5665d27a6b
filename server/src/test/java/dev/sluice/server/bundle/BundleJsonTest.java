package dev.sluice.server.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.Digest;
import dev.sluice.server.event.ProductName;
import dev.sluice.trust.canonical.MalformedInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleJsonTest {
  private static final Digest A = new Digest("a".repeat(64));
  private static final Digest B = new Digest("b".repeat(64));

  private static final Bundle GOLDEN =
      new Bundle(
          new ProductName("kernel-sensor"),
          List.of(
              new Bundle.File("tools/parse-channel", B, 700, true),
              new Bundle.File("sluice.yaml", A, 1234, false),
              new Bundle.File("roots/appliance/bin/sensor", B, 700, true)),
          List.of(new Bundle.Link("roots/appliance/sbin", "/bin")),
          List.of("roots/appliance/var"),
          List.of("lab/id_ed25519"));

  @Test
  void aBundleHasTheWritingOfTheGoldenFile() throws IOException, MalformedInput {
    byte[] golden = golden();
    assertThat(new String(BundleJson.bytes(GOLDEN), StandardCharsets.UTF_8))
        .isEqualTo(new String(golden, StandardCharsets.UTF_8));
    assertThat(BundleJson.read(golden)).isEqualTo(GOLDEN);
    assertThat(BundleJson.digest(GOLDEN).hex())
        .isEqualTo("9a6b6665e090f138cfdc855876596bc9afa21db22f2688a00517d1c6ed3cb8b9");
  }

  @Test
  void everyOtherWritingOfTheSameIsRefused() throws IOException {
    String golden = new String(golden(), StandardCharsets.UTF_8);
    for (String other :
        List.of(
            golden + "\n",
            golden.replace(":", ": "),
            golden
                .replace("\"format\":1,", "")
                .replace("{\"elsewhere", "{\"format\":1,\"elsewhere"),
            golden.replace("\"format\":1", "\"format\":1,\"more\":1"),
            golden.replace("\"executable\":true,", "\"executable\":true,\"mode\":7,"))) {
      assertThat(other).isNotEqualTo(golden);
      assertRefused(other, "canonical");
    }
  }

  @Test
  void whatIsNoBundleIsRefusedBySentence() throws IOException {
    String golden = new String(golden(), StandardCharsets.UTF_8);
    assertRefused(golden.replace("\"format\":1", "\"format\":2"), "format 2");
    assertRefused(golden.replace("\"sluice.yaml\"", "\"other.yaml\""), "no sluice.yaml");
    assertRefused(golden.replace("\"size\":1234", "\"size\":-1"), "a size");
    assertRefused(golden.replace("\"size\":1234", "\"size\":1.5"), "whole number");
    assertRefused(golden.replace("\"size\":1234", "\"size\":\"1234\""), "whole number");
    assertRefused(golden.replace("aaaa", "AAAA"), "SHA-256");
    assertRefused(golden.replace("\"executable\":false", "\"executable\":0"), "executable");
    assertRefused(golden.replace("kernel-sensor", "Kernel Sensor"), "product's name");
    assertRefused(golden.replace("[\"lab/id_ed25519\"]", "[7]"), "else than text");
    assertRefused(golden.replace("\"links\":", "\"leaps\":"), "links");
    assertRefused("[]", "not an object");
    assertRefused("", "no JSON");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/passwd",
        "../up",
        "a/../../b",
        "a/./b",
        "a//b",
        "a/",
        "a\\\\b",
        "line\\nbreak",
        "\\u202egnp.exe",
        "",
        " "
      })
  void aPathThatLeavesTheFolderOrCannotBeShownIsRefused(String path) throws IOException {
    String golden = new String(golden(), StandardCharsets.UTF_8);
    assertRefused(golden.replace("tools/parse-channel", path), "");
    assertRefused(golden.replace("lab/id_ed25519", path), "");
    assertRefused(golden.replace("roots/appliance/var", path), "");
    assertRefused(golden.replace("roots/appliance/sbin", path), "");
  }

  @Test
  void longPartsAreRefused() {
    assertThat(BundlePath.problem("a".repeat(255))).isNull();
    assertThat(BundlePath.problem("a".repeat(256))).contains("255 bytes");
    assertThat(BundlePath.problem("é".repeat(128))).contains("255 bytes");
  }

  @Test
  void nothingLiesBeneathAFileALinkOrASecret() {
    assertThatThrownBy(() -> bundle("a", "a/b")).hasMessageContaining("a/b lies in it");
    assertThatThrownBy(
            () ->
                new Bundle(
                    new ProductName("p"),
                    List.of(file("sluice.yaml"), file("roots/l/etc/passwd")),
                    List.of(new Bundle.Link("roots/l", "/")),
                    List.of(),
                    List.of()))
        .hasMessageContaining("roots/l is no folder");
    assertThatThrownBy(
            () ->
                new Bundle(
                    new ProductName("p"), List.of(file("sluice.yaml"), file("k/x")), List.of("k")))
        .hasMessageContaining("k is no folder");
    assertThatThrownBy(() -> bundle("a", "a")).hasMessageContaining("twice");
    // A dash sorts before the slash: neighbours in order are not all that has to be compared.
    assertThatThrownBy(() -> bundle("a", "a-b", "a/b")).hasMessageContaining("a/b lies in it");
  }

  @Test
  void namesThatDifferInCaseAloneAreTwoFiles() {
    assertThat(bundle("samples/A", "samples/a").files()).hasSize(3);
  }

  @Test
  void oneDigestHasOneSize() {
    assertThatThrownBy(
            () ->
                new Bundle(
                    new ProductName("p"),
                    List.of(
                        new Bundle.File("sluice.yaml", A, 1, false),
                        new Bundle.File("b", A, 2, false)),
                    List.of()))
        .hasMessageContaining("another size");
  }

  @Test
  void boundsHold() throws IOException {
    List<Bundle.File> many = new ArrayList<>(List.of(file("sluice.yaml")));
    for (int i = 0; i < Bundle.MOST_ENTRIES; i++) {
      many.add(file("f" + i));
    }
    assertThatThrownBy(() -> new Bundle(new ProductName("p"), many, List.of()))
        .hasMessageContaining("at most 20000");
    many.removeLast();
    byte[] largest = BundleJson.bytes(new Bundle(new ProductName("p"), many, List.of()));
    assertThat(largest.length).isLessThan(BundleJson.LIMIT);
    assertThatThrownBy(() -> BundleJson.read(golden(), 2_000))
        .isInstanceOf(MalformedInput.class)
        .hasMessageContaining("2634 bytes together, and 2000 are allowed");
    assertThatThrownBy(() -> BundleJson.read(new byte[BundleJson.LIMIT + 1]))
        .hasMessageContaining("more than");
  }

  @Test
  void noCorruptedManifestIsReadAsAnotherBundle() throws IOException {
    byte[] golden = golden();
    Random random = new Random(291);
    for (int round = 0; round < 20_000; round++) {
      byte[] broken = golden.clone();
      int changes = 1 + random.nextInt(3);
      for (int i = 0; i < changes; i++) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
      }
      if (random.nextInt(4) == 0) {
        broken = Arrays.copyOf(broken, random.nextInt(broken.length));
      }
      try {
        assertThat(BundleJson.bytes(BundleJson.read(broken))).isEqualTo(broken);
      } catch (MalformedInput e) {
        assertThat(e.sentence()).isNotBlank();
      }
    }
  }

  private static byte[] golden() throws IOException {
    try (InputStream in = BundleJsonTest.class.getResourceAsStream("/golden/bundle.json")) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }

  private static Bundle.File file(String path) {
    return new Bundle.File(path, A, 1, false);
  }

  private static Bundle bundle(String... paths) {
    List<Bundle.File> files = new ArrayList<>(List.of(file("sluice.yaml")));
    for (String path : paths) {
      files.add(file(path));
    }
    return new Bundle(new ProductName("p"), files, List.of());
  }

  private static void assertRefused(String text, String why) {
    assertThatThrownBy(() -> BundleJson.read(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(MalformedInput.class)
        .hasMessageContaining(why);
  }
}
