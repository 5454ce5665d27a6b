package dev.sluice.model.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.file.Key;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema for editors and the parser are two descriptions of one format. */
final class SchemaTest {
  private static final String EXCUSE = "# schema: accepts because ";
  private static final Schema SCHEMA = new Schema();

  @Test
  void theSchemaHasExactlyTheKeysOfTheTable() {
    assertThat(SCHEMA.keys().keySet())
        .containsExactlyInAnyOrderElementsOf(Keys.all().stream().map(Key::path).toList());
  }

  @Test
  void theSchemaDescribesEachKeyInTheWordsOfTheTable() {
    Map<String, String> meanings =
        Keys.all().stream().collect(Collectors.toMap(Key::path, Key::meaning));
    assertThat(SCHEMA.keys()).as("description in " + Schema.FILE).isEqualTo(meanings);
  }

  @ParameterizedTest
  @MethodSource("dev.sluice.model.pipeline.ErrorFixturesTest#fixtures")
  void everyFaultyFileIsJudgedAlikeOrSaysWhyASchemaCannot(String fixture) {
    byte[] content = Golden.bytes(ErrorFixturesTest.file(fixture));
    List<String> mistakes = SCHEMA.mistakes(content);
    boolean excused = new String(content, StandardCharsets.UTF_8).contains(EXCUSE);
    assertThat(mistakes.isEmpty())
        .as("%s: schema says %s; a file it accepts begins with '%s…'", fixture, mistakes, EXCUSE)
        .isEqualTo(excused);
  }

  static Stream<String> validFiles() {
    return ValidFiles.all();
  }

  @ParameterizedTest
  @MethodSource("validFiles")
  void everyShippedFileIsRightForBoth(String file) {
    byte[] content = Golden.bytes(Golden.repository().resolve(file));
    assertThat(SCHEMA.mistakes(content)).isEmpty();
    assertThat(PipelineFile.parse(file, content)).isInstanceOf(PipelineFile.Valid.class);
  }
}
