package dev.sluice.model.pipeline;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.sluice.model.file.Problem;
import dev.sluice.model.file.ProblemReport;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that were made to hurt. */
final class BoundsTest {
  private static List<Problem> problems(byte[] content) {
    return switch (PipelineFile.parse("sluice.yaml", content)) {
      case PipelineFile.Invalid(var problems) -> problems;
      case PipelineFile.Valid _ -> throw new AssertionError("valid");
    };
  }

  private static List<Problem> problems(String content) {
    return problems(content.getBytes(UTF_8));
  }

  @Test
  void anAliasBombIsRefusedAtItsFirstAnchor() {
    String bomb =
        "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
            + IntStream.range(1, 26)
                .mapToObj(
                    i -> {
                      String inner = "*" + (char) ('a' + i - 1);
                      String ten = String.join(", ", Collections.nCopies(10, inner));
                      return "%c: &%c [%s]".formatted('a' + i, 'a' + i, ten);
                    })
                .collect(Collectors.joining("\n"));

    assertThat(problems(bomb))
        .anySatisfy(
            problem -> {
              assertThat(problem.message()).isEqualTo("anchor &a");
              assertThat(problem.line()).isEqualTo(1);
              assertThat(problem.column()).isEqualTo(4);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- ", "? "})
  void deepNestingIsRefusedWhereItGetsTooDeep(String opening) {
    List<Problem> problems = problems(opening.repeat(5_000));

    assertThat(problems).hasSize(1);
    assertThat(problems.getFirst().message()).isEqualTo("nested more than 50 deep");
    assertThat(problems.getFirst().column())
        .isBetween(49 * opening.length() + 1, 50 * opening.length() + 1);
  }

  @Test
  void aFileOverOneMebibyteIsRefusedUnread() {
    List<Problem> problems = problems(new byte[2 << 20]);

    assertThat(ProblemReport.of(problems))
        .isEqualTo(
            """
            sluice.yaml:1:1: the file has 2,097,152 bytes
                1 |
                  | ^
                  | a pipeline file has at most 1 MiB (1,048,576 bytes)
            1 problem, nothing was run.
            """);
  }

  @Test
  void aFileOfExactlyOneMebibyteIsRead() {
    String example = Golden.text(Golden.repository().resolve(ValidFiles.EXAMPLE));
    String padded = example + "#".repeat(PipelineFile.MAX_BYTES - example.length());

    assertThat(PipelineFile.parse("sluice.yaml", padded.getBytes(UTF_8)))
        .isInstanceOf(PipelineFile.Valid.class);
  }

  @Test
  void bytesThatAreNotUtf8AreRefusedWhereTheyStand() {
    List<Problem> problems = problems("sluice: 1\nproduct: caf\u00e9\n".getBytes(ISO_8859_1));

    assertThat(problems).hasSize(1);
    assertThat(problems.getFirst().message()).isEqualTo("byte 22 is not UTF-8");
    assertThat(problems.getFirst().line()).isEqualTo(2);
    assertThat(problems.getFirst().column()).isEqualTo(13);
  }

  @Test
  void ofALongLineOnlyThePartAroundTheMistakeIsShown() {
    String line = "sluice: 1\nproduct: " + "x".repeat(900_000) + "\n";

    String report = ProblemReport.of(problems(line));

    assertThat(report.lines()).allSatisfy(shown -> assertThat(shown).hasSizeLessThan(140));
    assertThat(report).contains("product: xxx").contains("…");
  }

  @Test
  void aFloodOfMistakesIsCutAndCounted() {
    String report = ProblemReport.of(problems("- \n".repeat(100) + "a: *b\n"));
    assertThat(report.lines().count()).isLessThan(20);

    String flood = "sluice: 1\n" + "skip: 1\n".repeat(9_000);
    assertThat(ProblemReport.of(problems(flood)))
        .endsWith("… and 950 more\n1,000 problems, nothing was run.\n");
  }

  @Test
  void aFileOfVeryManyValuesIsRefusedWhereItGetsTooMuch() {
    List<Problem> problems = problems("a: [" + "b, ".repeat(300_000) + "]");

    assertThat(problems).hasSize(1);
    assertThat(problems.getFirst().message()).isEqualTo("more than 20,000 keys and values");
  }

  @Test
  void aFileMadeToBeSlowIsJudgedInSeconds() {
    String controls =
        IntStream.range(0, 1_500)
            .mapToObj("      - {release: 1, file: f%1$d, goes-red: x%1$d}"::formatted)
            .collect(Collectors.joining("\n"));
    String checks =
        IntStream.range(0, 1_500)
            .mapToObj("    - {command: [a], name: y%d}"::formatted)
            .collect(Collectors.joining("\n"));
    String slow =
        "sluice: 1\nartifacts:\n  a:\n    kind: data\n    known-bad:\n%s\nsuites:\n  smoke:\n%s\n"
            .formatted(controls, checks);

    assertThat(assertTimeoutPreemptively(Duration.ofSeconds(30), () -> problems(slow)))
        .hasSize(1_000);
  }

  @Test
  void aTerminalNeverGetsControlCharacters() {
    List<String> attacks =
        List.of(
            "sluice: 1\nproduct: \"\\e]0;owned\\a\\e[2J\"\n",
            "sluice: 1\nproduct: \u001b[31mred\n",
            "sluice: 1\n\"\\e[2J\": x\n",
            "sluice: 1\nproduct: a\u202eb\n",
            "sluice: 1\nproduct: a\u2028b\u200bc\u0085d\n",
            "sluice: 1\nproduct: x\nartifacts: { a: { kind: \"\\x9b31m\" } }\n",
            "sluice: &\u200b 1\n",
            "sluice: !<\u200b> 1\n",
            "%\u0007 a\n---\n",
            "a: \u0000\n");

    assertThat(attacks)
        .allSatisfy(
            attack ->
                assertThat(
                        ProblemReport.of(
                            switch (PipelineFile.parse("a\u001b[2J.yaml", attack.getBytes(UTF_8))) {
                              case PipelineFile.Invalid(var problems) -> problems;
                              case PipelineFile.Valid _ -> List.<Problem>of();
                            }))
                    .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\n]]")
                    .contains("^"));
  }
}
