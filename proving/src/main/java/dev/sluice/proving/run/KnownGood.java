package dev.sluice.proving.run;

import dev.sluice.proving.check.Memory;
import dev.sluice.proving.check.Outcome;
import dev.sluice.proving.check.Performer;
import dev.sluice.proving.check.Subject;
import dev.sluice.proving.environment.Beginning;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.environment.RunningMachine;
import java.time.Duration;

/** The state that a leg begins in, made with the same verbs as everything else. */
record KnownGood(Course.Start.Prepared state, Subject subject) implements Beginning {
  @Override
  public String identity() {
    return String.join(
        "\n",
        state.identity(),
        subject.inForce().words().toString(),
        String.valueOf(state.vital()),
        subject.health().units().toString(),
        subject.health().settle().toString());
  }

  @Override
  public String bring(RunningMachine machine, Duration limit) throws InterruptedException {
    if (state.steps().isEmpty()) {
      return "";
    }
    Performer performer = new Performer(machine, subject, new Memory(), limit, (_, _, _, _) -> {});
    switch (performer.perform(state.steps(), false)) {
      case Outcome.Passed _ -> {}
      case Outcome.NotShown(var cause) ->
          throw new EnvironmentException(
              "the machine was not brought to the last known good: " + cause.what());
      case Outcome.Broken(var what) -> throw new EnvironmentException(what);
    }
    return performer.state(state.healthy(), state.vital());
  }
}
