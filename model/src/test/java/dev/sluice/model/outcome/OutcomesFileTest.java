package dev.sluice.model.outcome;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.sluice.model.file.Explanation;
import dev.sluice.model.file.FileText;
import dev.sluice.model.file.Key;
import dev.sluice.model.file.Problem;
import dev.sluice.model.file.ProblemReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.json.JsonMapper;

class OutcomesFileTest {
  private static final Path ROOT = root();
  private static final Path ERRORS = ROOT.resolve("model/src/test/resources/outcomes/errors");
  private static final String RESOURCES = "model/src/main/resources/dev/sluice/model/outcome/";
  private static final String GOLDEN = "model/src/test/resources/outcomes/format-1.yaml";

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    return folder.endsWith("model") ? folder.resolveSibling(".").normalize() : folder;
  }

  static Stream<String> validFiles() {
    return Stream.of(
        RESOURCES + "starter.yaml",
        GOLDEN,
        "examples/hospital/outcomes.yaml",
        "examples/hospital/with-new-edr.yaml",
        "examples/airport/outcomes.yaml",
        "examples/airport/with-new-edr.yaml",
        "examples/town/outcomes.yaml",
        "examples/town/with-new-edr.yaml");
  }

  private static List<Problem> problems(String name, byte[] file) {
    return switch (OutcomesFile.parse(name, file)) {
      case FileText.Read<Outcomes> _ -> List.of();
      case FileText.Refused<Outcomes>(var problems) -> problems;
    };
  }

  @ParameterizedTest
  @MethodSource("validFiles")
  void everyShippedFileIsRightForParserAndSchema(String file) throws IOException {
    byte[] content = Files.readAllBytes(ROOT.resolve(file));

    assertThat(ProblemReport.of(problems(file, content))).isEqualTo(ProblemReport.of(List.of()));
    assertThat(mistakes(content)).isEmpty();
  }

  static List<Path> faultyFiles() throws IOException {
    try (Stream<Path> files = Files.list(ERRORS)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("faultyFiles")
  void everyMistakeIsReportedWithItsPlaceAndTheWayOut(Path file) throws IOException {
    List<Problem> problems = problems("outcomes.yaml", Files.readAllBytes(file));

    assertThat(problems).isNotEmpty();
    assertThat(problems)
        .filteredOn(problem -> problem.key() != null)
        .allSatisfy(
            problem ->
                assertThat(
                        Explanation.of(String.valueOf(problem.key()), List.of(OutcomesFile.KIND)))
                    .isInstanceOf(Explanation.Found.class));
    golden(
        file.resolveSibling(file.getFileName().toString().replace(".yaml", ".txt")),
        ProblemReport.of(problems));
  }

  @Test
  void theSchemaIsMadeFromTheTableOfKeys() throws IOException {
    golden(ROOT.resolve(RESOURCES + "outcomes.schema.json"), OutcomesSchema.text());
  }

  @Test
  void theManualIsMadeFromTheTableOfKeys() throws IOException {
    golden(ROOT.resolve("docs/outcomes-file.md"), OutcomesManual.text());
  }

  @Test
  void noKeyIsDescribedTwiceAndEachIsShownInItsExample() {
    List<Key> keys = OutcomesFile.KIND.keys().all();
    assertThat(keys).extracting(Key::path).doesNotHaveDuplicates();
    assertThat(keys).allSatisfy(key -> assertThat(key.example()).startsWith(key.name() + ":"));
  }

  @Test
  void theGoldenFileUsesEveryKeyAndIsReadAsItAlwaysWas() throws IOException {
    Path file = ROOT.resolve(GOLDEN);
    String text = Files.readString(file);
    assertThat(OutcomesFile.KIND.keys().all())
        .allSatisfy(key -> assertThat(text).containsPattern("(?m)(^|[ {])" + key.name() + ":"));
    if (OutcomesFile.parse("format-1.yaml", text.getBytes(UTF_8))
        instanceof FileText.Read<Outcomes>(var outcomes)) {
      golden(
          file.resolveSibling("format-1.txt"), outcomes.toString().replace("], ", "],\n") + "\n");
    }
  }

  @Test
  void theSameContentMayStandInAPipelineFile() throws IOException {
    String own = Files.readString(ROOT.resolve(RESOURCES + "starter.yaml"));
    String within = "sluice: 1\noutcomes:\n" + own.indent(2);

    assertThat(value(within)).isEqualTo(value(own));
  }

  private static Outcomes value(String text) {
    return switch (OutcomesFile.parse("f", text.getBytes(UTF_8))) {
      // Lines differ, and nothing else may.
      case FileText.Read<Outcomes>(var outcomes) ->
          outcomes.withEach(
              one ->
                  new Outcome(
                      one.name(),
                      one.says(),
                      one.who(),
                      one.people(),
                      one.harmAfter(),
                      one.needs(),
                      one.ways(),
                      1));
      case FileText.Refused<Outcomes>(var problems) ->
          throw new AssertionError(ProblemReport.of(problems));
    };
  }

  @Test
  void aSmallClinicFitsOnOneScreen() throws IOException {
    assertThat(Files.readAllLines(ROOT.resolve(RESOURCES + "starter.yaml")))
        .hasSizeLessThanOrEqualTo(40)
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(110));
  }

  private List<String> mistakes(byte[] yaml) throws IOException {
    Object value =
        new Load(LoadSettings.builder().setSchema(new CoreSchema()).build())
            .loadFromString(new String(yaml, UTF_8));
    String json = JsonMapper.builder().build().writeValueAsString(plain(value));
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(
            Files.readString(ROOT.resolve(RESOURCES + "outcomes.schema.json")), InputFormat.JSON)
        .validate(json, InputFormat.JSON)
        .stream()
        .map(Object::toString)
        .toList();
  }

  private static @Nullable Object plain(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, inner) -> copy.put(String.valueOf(key), plain(inner)));
        yield copy;
      }
      case List<?> list -> list.stream().map(OutcomesFileTest::plain).toList();
      case null, default -> value;
    };
  }

  private static void golden(Path file, String actual) throws IOException {
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(file, actual);
    }
    assertThat(Files.exists(file) ? Files.readString(file) : "")
        .as(
            "%s: when the new text is right, write it with"
                + " mvn -Dfast -pl model test -Dgolden.write=true and review the difference",
            ROOT.relativize(file))
        .isEqualTo(actual);
  }
}
