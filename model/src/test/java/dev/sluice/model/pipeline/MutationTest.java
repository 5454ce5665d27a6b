package dev.sluice.model.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.file.Problem;
import dev.sluice.model.file.ProblemReport;
import dev.sluice.model.file.SourceText;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever happens to a file on its way, the answer is a pipeline or problems that lie inside it.
 */
final class MutationTest {
  private static final int ROUNDS = 1_500;
  private static final List<String> SHRAPNEL =
      List.of(
          "&a ", "*a", "!!int ", "? ", "- ", ": ", "{", "}", "[", "]", "|\n", ">\n", "%", "'", "\"",
          "\t", "\r", "---\n", "...\n", "#", "<<: ", "\u0000", "\ufeff", "\u2028", "0x1F", "~",
          "\\");

  @ParameterizedTest
  @ValueSource(
      strings = {
        ValidFiles.EXAMPLE,
        ValidFiles.STARTER,
        ValidFiles.FORMAT_1,
        ValidFiles.FORMAT_1_ENVIRONMENTS
      })
  void aDamagedFileIsStillJudged(String file) {
    byte[] sound = Golden.bytes(Golden.repository().resolve(file));
    for (int seed = 0; seed < ROUNDS; seed++) {
      byte[] damaged = sound;
      var random = new Random(seed);
      for (int times = random.nextInt(4); times >= 0; times--) {
        damaged = damage(damaged, random);
      }
      judge(damaged, file + " with seed " + seed);
    }
  }

  private static byte[] damage(byte[] content, Random random) {
    if (content.length == 0) {
      return content;
    }
    int at = random.nextInt(content.length);
    return switch (random.nextInt(7)) {
      case 0 -> Arrays.copyOf(content, at);
      case 1 -> {
        byte[] copy = content.clone();
        copy[at] = (byte) random.nextInt(256);
        yield copy;
      }
      case 2 -> replace(content, at, Math.min(content.length, at + 1 + random.nextInt(8)), "");
      case 3 -> replace(content, at, at, SHRAPNEL.get(random.nextInt(SHRAPNEL.size())));
      case 4 -> moved(content, random);
      case 5 -> replace(content, at, at, new String(content, UTF_8).substring(0, at / 4));
      default -> replace(content, at, at, " ".repeat(1 + random.nextInt(3)));
    };
  }

  private static byte[] replace(byte[] content, int from, int to, String by) {
    var out = new ByteArrayOutputStream();
    out.write(content, 0, from);
    out.writeBytes(by.getBytes(UTF_8));
    out.write(content, to, content.length - to);
    return out.toByteArray();
  }

  /** Two lines change places, or one is lost or comes twice. */
  private static byte[] moved(byte[] content, Random random) {
    List<String> lines = new ArrayList<>(Arrays.asList(new String(content, UTF_8).split("\n", -1)));
    int one = random.nextInt(lines.size());
    int other = random.nextInt(lines.size());
    switch (random.nextInt(3)) {
      case 0 -> Collections.swap(lines, one, other);
      case 1 -> lines.remove(one);
      default -> lines.add(other, lines.get(one));
    }
    return String.join("\n", lines).getBytes(UTF_8);
  }

  private static void judge(byte[] content, String which) {
    PipelineFile.Parsed parsed;
    try {
      parsed = PipelineFile.parse("sluice.yaml", content);
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError(which + ":\n" + new String(content, UTF_8), e);
    }
    if (!(parsed instanceof PipelineFile.Invalid(var problems))) {
      return;
    }
    List<String> lines = SourceText.decode(content).lines();
    for (Problem problem : problems) {
      assertThat(problem.line()).as(which).isBetween(1, lines.size());
      String line = lines.get(problem.line() - 1);
      assertThat(problem.sourceLine()).as(which).isEqualTo(line);
      int width = line.codePointCount(0, line.length());
      assertThat(problem.column()).as(which).isBetween(1, width + 1);
      assertThat(problem.column() + problem.length()).as(which).isLessThanOrEqualTo(width + 1);
    }
    assertThat(ProblemReport.of(problems)).as(which).contains("^");
  }
}
