package dev.sluice.proving.run;

import dev.sluice.proving.check.Memory;
import dev.sluice.proving.check.Outcome;
import dev.sluice.proving.check.Performer;
import dev.sluice.proving.check.Step;
import dev.sluice.proving.environment.RunningMachine;

/** A machine as a run's first leg leaves it, kept on for somebody to look at. */
public final class Held {
  private Held() {}

  /** Who looks at it. */
  public interface Visitor {
    /** A step of the leg was performed. */
    void performed(Step step, Outcome outcome);

    /** The machine is the visitor's until this returns; it may have died on the way. */
    void visit(RunningMachine machine) throws InterruptedException;
  }

  /** Performs the first leg whole, whatever is not shown, and hands the machine over. */
  public static void hold(Job job, Visitor visitor) throws InterruptedException {
    Course.Leg leg = job.course().legs().getFirst();
    Equipment equipment = job.equipment();
    try (Attempt attempt = new Attempt(equipment, job.course(), job.name(), 0, (_, _, _, _) -> {});
        RunningMachine running = attempt.on(leg)) {
      new Performer(
              running,
              equipment.subject(),
              new Memory(),
              equipment.environment().deadline(),
              (_, step, outcome, _) -> visitor.performed(step, outcome))
          .perform(leg.steps(), true);
      visitor.visit(running);
    }
  }
}
