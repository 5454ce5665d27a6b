package dev.sluice.proving.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a real shell makes of our quoting. */
class QuotingTest {
  private static List<String> throughShell(List<String> words) throws Exception {
    String script = "printf '%s\\0' " + Quoting.posix(words);
    Process shell = new ProcessBuilder("sh", "-c", script).start();
    byte[] output = shell.getInputStream().readAllBytes();
    assertThat(shell.waitFor()).isZero();
    return split(output);
  }

  private static List<String> split(byte[] output) throws IOException {
    String text = new String(output, StandardCharsets.UTF_8);
    List<String> words = new ArrayList<>(List.of(text.split("\0", -1)));
    words.removeLast();
    return words;
  }

  @Test
  void theShellSeesEveryWordAsItIs() throws Exception {
    List<String> words =
        List.of(
            "plain",
            "",
            "two words",
            "it's",
            "''",
            "'",
            "\"$HOME\"",
            "`id`",
            "$(id)",
            "a\\b\\",
            "-n",
            "*",
            "a;b|c&d>e",
            "new\nline",
            "tab\t",
            "#no comment",
            "~",
            "{a,b}",
            "übergröße 日本",
            "!history",
            "=(x)");

    assertThat(throughShell(words)).isEqualTo(words);
  }

  @Test
  void twoThousandRandomWordsArriveAsTheyAre() throws Exception {
    Random random = new Random(11);
    String alphabet = "ab '\"\\$`*?[]{}()<>|&;!#~=%\n\t-é";
    List<String> words = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      words.add(
          random
              .ints(random.nextInt(8), 0, alphabet.length())
              .mapToObj(c -> alphabet.substring(c, c + 1))
              .collect(Collectors.joining()));
    }

    assertThat(throughShell(words)).isEqualTo(words);
  }

  @Test
  void theShellSeesWordsOfOtherShellsAsTheyAre() throws Exception {
    List<String> words =
        List.of("%PATH%", "^", "\u2018curly\u2019", "\u201cquotes\u201d", "`n", "@(1)", "--", "-");

    assertThat(throughShell(words)).isEqualTo(words);
  }

  /**
   * What PowerShell's grammar says of single-quoted strings, written down: no PowerShell was run.
   * Nothing but the five single quotes means anything inside them.
   */
  @Test
  void forPowerShellSingleQuotesOfAnyKindAreDoubled() {
    assertThat(Quoting.powerShell("")).isEqualTo("''");
    assertThat(Quoting.powerShell("plain")).isEqualTo("'plain'");
    assertThat(Quoting.powerShell("it's")).isEqualTo("'it''s'");
    assertThat(Quoting.powerShell("''")).isEqualTo("''''''");
    assertThat(Quoting.powerShell("\u2018a\u2019 \u201ab\u201b"))
        .isEqualTo("'\u2018\u2018a\u2019\u2019 \u201a\u201ab\u201b\u201b'");
    assertThat(Quoting.powerShell("$env:X `n $(id) @(1) %X% \u201cd\u201d \"d\" -x \\ ; | & \n"))
        .isEqualTo("'$env:X `n $(id) @(1) %X% \u201cd\u201d \"d\" -x \\ ; | & \n'");
    assertThat(Quoting.powerShellWords(List.of("C:/a b/x.exe", "", "-n", "o'x")))
        .isEqualTo("'C:/a b/x.exe' '' '-n' 'o''x'");
  }

  @Test
  void twoThousandRandomWordsReadBackAsPowerShellReadsThem() {
    Random random = new Random(12);
    String alphabet = "ab '\"\\$`%@(){};|&\n-\u2018\u2019\u201a\u201b\u201c\u201d\u201e";
    for (int i = 0; i < 2000; i++) {
      String word =
          random
              .ints(random.nextInt(8), 0, alphabet.length())
              .mapToObj(c -> alphabet.substring(c, c + 1))
              .collect(Collectors.joining());

      assertThat(asPowerShellReads(Quoting.powerShell(word) + " tail")).isEqualTo(word);
    }
  }

  /** A verbatim string by its grammar: any single quote ends it unless another one follows. */
  private static String asPowerShellReads(String text) {
    String quotes = "'\u2018\u2019\u201a\u201b";
    assertThat(quotes).contains(text.substring(0, 1));
    var read = new StringBuilder();
    for (int i = 1; i < text.length(); i++) {
      if (quotes.indexOf(text.charAt(i)) < 0) {
        read.append(text.charAt(i));
      } else if (quotes.indexOf(text.charAt(i + 1)) >= 0) {
        read.append(text.charAt(++i));
      } else {
        assertThat(text.substring(i + 1)).as("what follows the string").isEqualTo(" tail");
        return read.toString();
      }
    }
    throw new AssertionError("the string never ends: " + text);
  }
}
