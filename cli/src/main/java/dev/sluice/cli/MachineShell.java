package dev.sluice.cli;

import dev.sluice.cli.screen.Plain;
import dev.sluice.proving.check.Outcome;
import dev.sluice.proving.check.Step;
import dev.sluice.proving.environment.RunningMachine;
import dev.sluice.proving.run.Held;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A held machine at somebody's terminal: each line typed is run on the machine, as root, by the
 * channel that the checks use; what its console says meanwhile is shown with a mark.
 */
final class MachineShell implements Held.Visitor {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final BufferedReader in;
  private final PrintStream out;
  private int consoleSeen;

  MachineShell(BufferedReader in, PrintStream out) {
    this.in = in;
    this.out = out;
  }

  @Override
  public void performed(Step step, Outcome outcome) {
    switch (outcome) {
      case Outcome.Passed _ -> out.println("● " + step.check());
      case Outcome.NotShown(var cause) ->
          out.println("▲ " + step.check() + ": " + Plain.of(cause.what()));
      case Outcome.Broken(var what) -> out.println("■ " + step.check() + ": " + Plain.of(what));
    }
  }

  @Override
  public void visit(RunningMachine machine) throws InterruptedException {
    showConsole(machine);
    out.println(
        "The machine is on. A line is run on it as root (each by itself: no cd, no variables from"
            + " one to the next); files of the prove lie in "
            + machine.inputs()
            + ". exit, or the end of input, switches it off.");
    try {
      @Nullable String line;
      while ((line = prompt()) != null && !line.strip().equals("exit")) {
        if (!line.isBlank() && !answered(machine, line)) {
          return;
        }
        showConsole(machine);
      }
    } catch (IOException e) {
      out.println("the terminal is gone: " + e.getMessage());
    }
  }

  private @Nullable String prompt() throws IOException {
    out.print("machine# ");
    out.flush();
    return in.readLine();
  }

  private boolean answered(RunningMachine machine, String line) throws InterruptedException {
    return switch (machine.run(line + "\n", LIMIT)) {
      case RunningMachine.Exited(var status, var output, var _) -> {
        output.lines().map(Plain::of).forEach(out::println);
        if (status != 0) {
          out.println("(exit status " + status + ")");
        }
        yield true;
      }
      case RunningMachine.Dead(var death) -> {
        showConsole(machine);
        out.println("The machine is gone: " + death.kind() + " " + Plain.of(death.detail()));
        yield false;
      }
    };
  }

  private void showConsole(RunningMachine machine) {
    String console = machine.console();
    String news = console.substring(Math.min(consoleSeen, console.length()));
    consoleSeen = console.length();
    news.lines().filter(l -> !l.isBlank()).forEach(l -> out.println("console| " + Plain.of(l)));
  }
}
