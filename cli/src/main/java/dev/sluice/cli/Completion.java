package dev.sluice.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice completion}. */
@Command(
    name = "completion",
    sortOptions = false,
    description = {"Print a script that completes commands in a shell."},
    footer = {
      "Examples:",
      "  source <(sluice completion bash)     in this shell",
      "  sluice completion bash > ~/.local/share/bash-completion/completions/sluice",
      "  source <(sluice completion zsh)      in ~/.zshrc, after compinit"
    })
final class Completion implements Callable<Integer> {
  private final Program program;

  /** Shells that are known. */
  enum Shell {
    BASH,
    ZSH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(index = "0", paramLabel = "SHELL", description = "One of ${COMPLETION-CANDIDATES}.")
  private Shell shell = Shell.BASH;

  @Mixin private Common common = new Common();

  Completion(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    // picocli's script serves zsh too, by way of its bashcompinit.
    String script = AutoComplete.bash("sluice", Sluice.commandLine(program));
    String first = shell == Shell.ZSH ? "# For zsh, after compinit.\n" : "";
    program.printer(common).out().print(first + script);
    return Exit.DONE;
  }
}
