package dev.sluice.proving.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proving.check.Sections.Section;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SectionsTest {
  private static final String ANSWER =
      """
      sluice-begin 3 10.00
      sensor 7.15
      channel 291

      sluice-end 3 0 10.12
      sluice-begin 4 10.13

      sluice-end 4 7 10.50
      """;

  @TempDir private Path folder;

  @Test
  void eachQuestionHasItsOwnStatusOutputAndTime() {
    assertThat(Sections.read(3, ANSWER))
        .containsExactly(
            new Section(0, "sensor 7.15\nchannel 291\n\n", Duration.ofMillis(120)),
            new Section(7, "\n", Duration.ofMillis(370)));
  }

  /** However an answer is cut off, nothing is read that was not there whole. */
  @Test
  void whatIsCutOffIsNoSection() {
    List<Section> whole = Sections.read(3, ANSWER);
    int firstEnds = ANSWER.indexOf("sluice-begin 4");
    for (int length = 0; length < ANSWER.length(); length++) {
      List<Section> cut = Sections.read(3, ANSWER.substring(0, length));

      assertThat(cut.stream().map(Section::status))
          .containsExactlyElementsOf(
              whole.subList(0, cut.size()).stream().map(Section::status).toList());
      if (length < firstEnds - "10.12\n".length()) {
        assertThat(cut).isEmpty();
      }
    }
  }

  @Test
  void sectionsOfAnotherExchangeAreNone() {
    assertThat(Sections.read(0, ANSWER)).isEmpty();
    assertThat(Sections.read(4, ANSWER)).hasSize(1);
  }

  @Test
  void marksOfOtherNumbersAreOutput() {
    String said = "sluice-end 99 0 1\nsluice-begin 2 1\nsluice-end 2 0 1\n";

    assertThat(Sections.read(3, "sluice-begin 3 1\n" + said + "sluice-end 3 4 2\n"))
        .containsExactly(new Section(4, said, Duration.ofSeconds(1)));
  }

  @Test
  void anEndWithoutABeginningIsNone() {
    assertThat(Sections.read(3, "sluice-end 3 0 10.12\n")).isEmpty();
  }

  @Test
  void timesThatAreNoNumbersAreNoSection() {
    assertThat(Sections.read(3, "sluice-begin 3 1.2.3\nx\nsluice-end 3 0 2\n")).isEmpty();
    assertThat(Sections.read(3, "sluice-begin 3 1\nx\nsluice-end 3 0 ...\n")).isEmpty();
  }

  @Test
  void aClockThatWentBackGivesNoNegativeTime() {
    assertThat(Sections.read(3, "sluice-begin 3 9\nsluice-end 3 0 1\n"))
        .containsExactly(new Section(0, "", Duration.ZERO));
  }

  @Test
  void anUnfinishedQuestionIsShownWithWhatItPrintedLast() {
    assertThat(Sections.unfinished(ANSWER + "sluice-begin 5 11.00\nworking\n"))
        .isEqualTo("working\n");
    assertThat(Sections.unfinished("nothing begun\n")).isEqualTo("nothing begun\n");
    assertThat(Sections.unfinished("sluice-begin 5 11.0")).isEmpty();
  }

  @Test
  void theConsoleTellsWhatBeganLast() {
    assertThat(
            Sections.lastBegun(
                "[    1.0] boot\nsluice: step 3 boots\nsluice: step 4 healthy\nOops: \n"))
        .contains(4);
    assertThat(Sections.lastBegun("")).isEmpty();
    assertThat(Sections.lastBegun("app: sluice: step 9 x\n")).isEmpty();
  }

  /** The script in a real shell, with questions that exit, fail, print no line end or nothing. */
  @Test
  void whatAShellMakesOfTheScriptIsRead() throws Exception {
    String script =
        Sections.script(
                7,
                List.of("boots", "healthy", "own", "last"),
                List.of("printf 291", "exit 5", "cd /; v=1; false", "echo \"v=$v\"; pwd"),
                List.of(true, false, false, false))
            .replace("/dev/console", folder.resolve("console").toString());
    Process shell =
        new ProcessBuilder("sh", "-c", script)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    shell.waitFor();

    List<Section> sections = Sections.read(7, output);

    assertThat(sections).extracting(Section::status).containsExactly(0, 5, 1, 0);
    assertThat(sections.getFirst().output()).isEqualTo("291\n");
    // A question leaves neither variables nor its folder to the next.
    assertThat(sections.getLast().output()).isEqualTo("v=\n" + folder.toRealPath() + "\n\n");
    assertThat(folder.resolve("console")).hasContent("sluice: step 10 last");
  }

  @Test
  void nothingIsAskedAfterANeededQuestionThatFails() throws Exception {
    String script =
        Sections.script(
            0, List.of("updates", "boots"), List.of("exit 3", "echo more"), List.of(true, false));
    Process shell = new ProcessBuilder("sh", "-c", script).redirectErrorStream(true).start();

    String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(shell.waitFor()).isEqualTo(3);
    assertThat(Sections.read(0, output)).extracting(Section::status).containsExactly(3);
  }
}
