package dev.sluice.server.runner;

import dev.sluice.server.wire.Assignment;
import dev.sluice.server.wire.RunResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a runner told. */
class Heard implements RunnerNotes {
  private final List<String> all = new ArrayList<>();

  synchronized List<String> all() {
    return List.copyOf(all);
  }

  @Override
  public synchronized void claimed(Assignment assignment) {
    all.add("claimed " + assignment.run());
  }

  @Override
  public synchronized void said(Assignment assignment, String line) {
    all.add(assignment.run() + ": " + line);
  }

  @Override
  public synchronized void ended(Assignment assignment, RunResult result, boolean taken) {
    all.add("ended " + assignment.run() + " " + result.result() + (taken ? "" : ", too late"));
  }

  @Override
  public synchronized void lost(Assignment assignment) {
    all.add("lost " + assignment.run());
  }

  @Override
  public synchronized void away(String reason, Duration pause) {
    all.add("away " + pause.toMillis());
  }

  @Override
  public synchronized void refused(String sentence) {
    all.add("refused: " + sentence);
  }
}
