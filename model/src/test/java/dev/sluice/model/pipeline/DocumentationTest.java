package dev.sluice.model.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.file.NodeReader;
import dev.sluice.model.file.ProblemReport;
import dev.sluice.model.file.Quoted;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class DocumentationTest {
  // Keys may be added to the file and then this changes; what stands there stays and means the
  // same.
  private static final Map<String, String> FORMAT_1_FILES =
      Map.of(
          "format-1.yaml",
          "0283ad0bad9eeaff0f6fad4868f492242cd08257c8b80643cda337008a8fc4ef",
          "format-1-environments.yaml",
          "60b9884c4934e39b9cfe7add51e865697458cb450a42d1450aaed7182b4f8aa3",
          "format-1-delivery.yaml",
          "abeb069bf82765b20ee751b17f8be9e77c50fca2f64c2ebd790c5b0f24b8f222",
          "format-1-labs.yaml",
          "c7ff6302e32081c5a8f3aaf1285c3b180f3d4e034862652d63181071389b7838");

  private static final Path FORMAT_PAGE =
      Golden.repository().resolve("docs/formats/pipeline-file.md");

  @Test
  void theManualIsMadeFromTheTableOfKeys() {
    String example = Golden.text(Golden.repository().resolve(ValidFiles.EXAMPLE));

    Golden.compare(Golden.repository().resolve("docs/pipeline-file.md"), ManualPage.text(example));
  }

  static Stream<String> formatOneFiles() {
    return FORMAT_1_FILES.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("formatOneFiles")
  void formatOneIsReadAsItAlwaysWas(String name) {
    byte[] file = Golden.bytes(Golden.resource(name));
    String meaning =
        switch (PipelineFile.parse(name, file)) {
          case PipelineFile.Valid(var pipeline) -> pipeline.toString();
          case PipelineFile.Invalid(var problems) -> ProblemReport.of(problems);
        };

    assertThat(digest(file)).as("the golden file itself").isEqualTo(FORMAT_1_FILES.get(name));
    Golden.compare(
        Golden.resource(name.replace(".yaml", ".txt")), meaning.replace("], ", "],\n") + "\n");
  }

  @Test
  void thePageOfTheFormatNamesItsVersionBoundsAndGoldenFile() {
    assertThat(Golden.text(FORMAT_PAGE))
        .contains("version " + PipelineFile.FORMAT)
        .contains(Quoted.count(PipelineFile.MAX_BYTES) + " bytes")
        .contains(NodeReader.MAX_DEPTH + " levels")
        .contains("keys and values | " + Quoted.count(PipelineFile.MAX_VALUES))
        .contains("4,096 characters")
        .contains(FORMAT_1_FILES.keySet())
        .contains(FORMAT_1_FILES.values());
  }

  private static String digest(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
