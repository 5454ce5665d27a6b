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
}
