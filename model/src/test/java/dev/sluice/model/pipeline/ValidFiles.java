package dev.sluice.model.pipeline;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The valid pipeline files of the repository, relative to it. */
final class ValidFiles {
  static final String EXAMPLE = "examples/kernel-sensor/sluice.yaml";
  static final String STARTER = "model/src/main/resources/dev/sluice/model/pipeline/starter.yaml";
  static final String FORMAT_1 = "model/src/test/resources/pipeline/format-1.yaml";

  static final String FORMAT_1_ENVIRONMENTS =
      "model/src/test/resources/pipeline/format-1-environments.yaml";
  static final String FORMAT_1_DELIVERY =
      "model/src/test/resources/pipeline/format-1-delivery.yaml";
  static final String FORMAT_1_LABS = "model/src/test/resources/pipeline/format-1-labs.yaml";
  static final List<String> GOLDEN =
      List.of(FORMAT_1, FORMAT_1_ENVIRONMENTS, FORMAT_1_DELIVERY, FORMAT_1_LABS);

  private ValidFiles() {}

  static Stream<String> all() {
    Stream<Path> examples =
        Golden.files(Golden.repository().resolve("examples"), "").stream()
            .filter(Files::isDirectory)
            .flatMap(folder -> Golden.files(folder, ".yaml").stream())
            .filter(file -> Golden.text(file).contains("sluice: 1\n"));
    return Stream.concat(
        Stream.concat(Stream.of(STARTER), GOLDEN.stream()),
        examples.map(file -> Golden.repository().relativize(file).toString()));
  }
}
