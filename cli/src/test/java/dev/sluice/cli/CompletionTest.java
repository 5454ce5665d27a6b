package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {
  @TempDir private Path home;

  @Test
  void bashCompletesCommandsAndOptions() throws IOException, InterruptedException {
    Shell.Ended ended = new Shell(home).run("completion", "bash");
    assertThat(ended.status()).isZero();
    Path script = Files.writeString(home.resolve("sluice.bash"), ended.out());

    assertThat(completions(script, "sluice pr")).contains("prove", "proof");
    assertThat(completions(script, "sluice keys ")).contains("new", "list");
    assertThat(completions(script, "sluice prove --neg")).contains("--negative-controls");
  }

  @Test
  void zshIsToldToUseTheSame() {
    Shell.Ended ended = new Shell(home).run("completion", "zsh");

    assertThat(ended.status()).isZero();
    assertThat(ended.out()).contains("bashcompinit", "_complete_sluice");
  }

  @Test
  void anotherShellIsWrongUse() {
    Shell.Ended ended = new Shell(home).run("completion", "fish");

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err()).contains("bash", "zsh");
  }

  private String completions(Path script, String typed) throws IOException, InterruptedException {
    Process bash =
        new ProcessBuilder(
                "bash",
                "-c",
                "source \"$1\"; COMP_WORDS=($2); [[ $2 == *' ' ]] && COMP_WORDS+=('');"
                    + " COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _complete_sluice;"
                    + " echo \"${COMPREPLY[@]}\"",
                "bash",
                script.toString(),
                typed)
            .redirectErrorStream(true)
            .start();
    String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    bash.waitFor();
    return out;
  }
}
