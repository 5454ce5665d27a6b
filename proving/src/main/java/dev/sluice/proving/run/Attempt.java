package dev.sluice.proving.run;

import dev.sluice.model.Result;
import dev.sluice.proving.cause.Cause;
import dev.sluice.proving.cause.Deaths;
import dev.sluice.proving.check.Outcome;
import dev.sluice.proving.check.Performer;
import dev.sluice.proving.check.Step;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.environment.Machine;
import dev.sluice.proving.environment.RunningMachine;
import dev.sluice.proving.workplace.WorkplaceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * One go at a course on a fresh machine, boot by boot. Used by the candidate's run and by the
 * control run alike, so that both are treated the same. For one thread.
 */
final class Attempt implements AutoCloseable {
  /** Told of every step's outcome; switching off counts as one step more, after a leg's last. */
  interface Listener {
    void performed(int leg, int step, Step what, Outcome outcome);
  }

  private final Equipment equipment;
  private final Course course;
  private final String name;
  private final Listener listener;
  private final SequencedMap<String, Duration> took = new LinkedHashMap<>();
  private @Nullable Machine machine;
  private int machines;
  private String check;

  Attempt(Equipment equipment, Course course, String name, Listener listener) {
    this.equipment = equipment;
    this.course = course;
    this.name = name;
    this.listener = listener;
    this.check = course.checkNames().getFirst();
  }

  /**
   * Performs one leg; legs must be performed in order, and none after one that did not end well.
   *
   * @param last whether no leg follows, so that the disk need not survive
   */
  Verdict.Ended perform(int index, boolean last) throws InterruptedException {
    Course.Leg leg = course.legs().get(index);
    check = leg.steps().getFirst().check();
    try {
      Machine on = prepare(leg);
      try (RunningMachine running = on.boot()) {
        Performer performer =
            new Performer(
                running,
                equipment.inForce(),
                equipment.how(),
                equipment.environment().deadline(),
                (i, step, outcome, spent) -> {
                  check = step.check();
                  took.merge(check, spent, Duration::plus);
                  listener.performed(index, i, step, outcome);
                });
        Outcome outcome = performer.perform(leg.steps());
        if (!(outcome instanceof Outcome.Passed)) {
          return ended(outcome);
        }
        if (last) {
          return new Verdict.Ended.Well();
        }
        // The control has to come through this too before it can be the candidate's fault.
        Outcome off = switchOff(running);
        listener.performed(index, leg.steps().size(), leg.steps().getLast(), off);
        return ended(off);
      }
    } catch (EnvironmentException | WorkplaceException e) {
      return new Verdict.Ended.Broken(String.valueOf(e.getMessage()));
    }
  }

  private static Verdict.Ended ended(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Passed _ -> new Verdict.Ended.Well();
      case Outcome.NotShown(var cause) -> new Verdict.Ended.NotShown(cause);
      case Outcome.Broken(var what) -> new Verdict.Ended.Broken(what);
    };
  }

  private static Outcome switchOff(RunningMachine running) throws InterruptedException {
    return switch (running.powerOff()) {
      case RunningMachine.Off _ -> new Outcome.Passed();
      case RunningMachine.Dead(var death) ->
          death.isInfrastructure()
              ? new Outcome.Broken("the machine ended while shutting down: " + death.detail())
              : new Outcome.NotShown(Deaths.cause(death, running.console(), "while shutting down"));
    };
  }

  private Machine prepare(Course.Leg leg) throws InterruptedException {
    Machine on = machine;
    if (on == null || leg.fresh()) {
      if (on != null) {
        on.close();
      }
      on = equipment.environment().create(name + (machines == 0 ? "" : ".machine-" + machines));
      machines++;
      machine = on;
    }
    for (Course.Placing placing : leg.placings()) {
      switch (placing) {
        case Course.Placing.Put(var release) ->
            on.place(known(equipment.files(), release), known(equipment.at(), release.artifact()));
        case Course.Placing.Take(var artifact) -> on.remove(known(equipment.at(), artifact));
      }
    }
    return on;
  }

  private static <K, V> V known(Map<K, V> map, K key) {
    V value = map.get(key);
    if (value == null) {
      throw new IllegalStateException("nothing known of " + key);
    }
    return value;
  }

  /** Every check begun so far: all passed but the last, whose result and cause are given. */
  List<CheckResult> checks(Result last, @Nullable Cause cause) {
    List<CheckResult> checks = new ArrayList<>();
    for (Map.Entry<String, Duration> entry : took.entrySet()) {
      checks.add(new CheckResult(entry.getKey(), Result.PASSED, entry.getValue(), null));
    }
    if (last != Result.PASSED) {
      boolean timed = !checks.isEmpty() && checks.getLast().name().equals(check);
      Duration spent = timed ? checks.removeLast().took() : Duration.ZERO;
      checks.add(new CheckResult(check, last, spent, cause));
    }
    return checks;
  }

  @Override
  public void close() {
    if (machine != null) {
      machine.close();
    }
  }
}
