package dev.sluice.cli;

import dev.sluice.cli.screen.Plain;
import dev.sluice.model.Result;
import dev.sluice.proving.history.History;
import dev.sluice.proving.history.PastProve;
import dev.sluice.proving.history.PastRun;
import dev.sluice.proving.history.RunId;
import java.io.IOException;
import java.io.PrintStream;

/** The store of past runs, as commands use it: opened, asked, closed, and its remarks told. */
final class PastRuns {
  private final Program program;
  private final String command;

  /**
   * Nothing is opened yet.
   *
   * @param command as people call it; messages begin with it
   */
  PastRuns(Program program, String command) {
    this.program = program;
    this.command = command;
  }

  /** What is asked of the store. */
  interface Question<T> {
    T ask(History history) throws IOException;
  }

  <T> T ask(PrintStream err, Question<T> question) throws IOException {
    try (History history = History.in(program.folders().state())) {
      try {
        return question.ask(history);
      } finally {
        history.remarks().forEach(remark -> err.println(Plain.of(remark)));
      }
    }
  }

  /**
   * What an ID names.
   *
   * @param number of the run that was named; 0 when the whole prove was
   */
  record Named(PastProve prove, int number) {
    /** The run that was named; of a whole prove the one that decided it. */
    PastRun run() {
      if (number > 0) {
        return prove.runs().stream()
            .filter(run -> run.id().number() == number)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no run " + number));
      }
      return prove.runs().stream()
          .filter(run -> run.ending().result() == prove.result())
          .filter(run -> run.ending().result() != Result.PASSED)
          .findFirst()
          .orElseGet(prove.runs()::getFirst);
    }
  }

  /**
   * Finds what was typed.
   *
   * @throws Unusable when there is no such prove, or no such run in it
   */
  Named named(History history, String typed) {
    RunId.Typed id =
        RunId.typed(typed)
            .orElseThrow(
                () ->
                    new Unusable(
                        command + ": \"" + Plain.of(typed) + "\" is no ID of a run",
                        "  such as 8f3a-17.2, or 8f3a-17 for a whole prove; sluice runs lists them"));
    PastProve prove =
        history
            .prove(id.prove())
            .orElseThrow(
                () ->
                    new Unusable(
                        command + ": no prove " + id.prove() + " is remembered here",
                        "  sluice runs lists those that are"));
    boolean known =
        id.number() == 0 || prove.runs().stream().anyMatch(run -> run.id().number() == id.number());
    if (!known) {
      throw new Unusable(
          command + ": prove " + id.prove() + " made no run " + id.number(),
          "  sluice run show " + id.prove() + " lists those that it made");
    }
    return new Named(prove, id.number());
  }

  /** As {@link #named}, where a run is needed. */
  Named withRun(History history, String typed) {
    Named named = named(history, typed);
    if (named.prove().runs().isEmpty()) {
      throw new Unusable(command + ": no run of prove " + named.prove().id() + " came to a result");
    }
    return named;
  }
}
