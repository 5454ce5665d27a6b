package dev.sluice.proving.run;

import dev.sluice.proving.cause.Cause;
import dev.sluice.proving.cause.Deaths;
import dev.sluice.proving.check.Memory;
import dev.sluice.proving.check.Outcome;
import dev.sluice.proving.check.Performer;
import dev.sluice.proving.check.Step;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.environment.Machine;
import dev.sluice.proving.environment.RunningMachine;
import dev.sluice.proving.workplace.WorkplaceException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Legs of a course, one after the other, each on the disk of the one before or on a fresh machine.
 * Used by the candidate's run and by the control run alike, so that both are treated the same. For
 * one thread.
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
  private final SequencedMap<String, Cause> alsoNotShown = new LinkedHashMap<>();
  private final Memory memory = new Memory();
  private @Nullable Machine machine;
  private int machines;
  private String check;
  private @Nullable String decided;
  private boolean shortExchanges;
  private boolean lost;

  /**
   * An attempt that has not begun.
   *
   * @param name for files and processes
   * @param machines how many machines the go has had before this attempt's first
   */
  Attempt(Equipment equipment, Course course, String name, int machines, Listener listener) {
    this.equipment = equipment;
    this.machines = machines;
    this.course = course;
    this.name = name;
    this.listener = listener;
    this.check = course.checkNames().getFirst();
  }

  /** For a control run, whose outcomes somebody waits for one by one. */
  void preferShortExchanges() {
    shortExchanges = true;
  }

  /**
   * Performs one leg; legs must be performed in order, and none after one that did not end well,
   * unless {@link #canGoOn}.
   *
   * @param persist whether to go on after a check that is not shown, to see what else is not
   */
  Verdict.Ended perform(int index, boolean persist) throws InterruptedException {
    Course.Leg leg = course.legs().get(index);
    if (decided == null) {
      check = leg.steps().getFirst().check();
    }
    try (RunningMachine running = on(leg)) {
      Performer performer =
          new Performer(
              running,
              equipment.subject(),
              memory,
              equipment.environment().deadline(),
              (i, step, outcome, spent) -> performed(index, i, step, outcome, spent));
      if (shortExchanges) {
        performer.preferShortExchanges();
      }
      Outcome outcome = performer.perform(leg.steps(), persist);
      lost = performer.isLost();
      if (!course.isDiskNeededAfter(index)
          || lost
          || (!persist && !(outcome instanceof Outcome.Passed))) {
        return ended(outcome, leg);
      }
      // The control has to come through this too before it can be the candidate's fault.
      Outcome off = switchOff(running);
      lost = !(off instanceof Outcome.Passed);
      performed(index, leg.steps().size(), leg.steps().getLast(), off, Duration.ZERO);
      return ended(outcome instanceof Outcome.Passed ? off : outcome, leg);
    } catch (EnvironmentException | WorkplaceException e) {
      lost = true;
      return new Verdict.Ended.Broken(String.valueOf(e.getMessage()));
    }
  }

  private void performed(int leg, int index, Step step, Outcome outcome, Duration spent) {
    took.merge(step.check(), spent, Duration::plus);
    if (decided == null) {
      check = step.check();
      decided = outcome instanceof Outcome.Passed ? null : check;
      listener.performed(leg, index, step, outcome);
    } else if (outcome instanceof Outcome.NotShown(var cause) && !step.check().equals(decided)) {
      alsoNotShown.putIfAbsent(step.check(), cause);
    }
  }

  /** Whether another leg can be performed: the machine is not lost. */
  boolean canGoOn() {
    return !lost;
  }

  private static Verdict.Ended ended(Outcome outcome, Course.Leg leg) {
    return switch (outcome) {
      case Outcome.Passed _ -> new Verdict.Ended.Well();
      case Outcome.NotShown(var cause) ->
          new Verdict.Ended.NotShown(
              leg.when() == null
                  ? cause
                  : new Cause(cause.code(), leg.when() + ", " + cause.what(), cause.evidence()));
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

  /** The machine that a leg is performed on, switched on. */
  RunningMachine on(Course.Leg leg) throws InterruptedException {
    return switch (leg.start()) {
      case Course.Start.SameDisk() -> prepared(same(), leg).boot();
      case Course.Start.Fresh() -> prepared(fresh(), leg).boot();
      case Course.Start.Prepared state -> {
        Machine.Begun begun = fresh().begin(new KnownGood(state, equipment.subject()));
        memory.begin(begun.notes());
        yield begun.machine();
      }
    };
  }

  private Machine same() {
    if (machine == null) {
      throw new IllegalStateException("a course does not begin on the disk of the leg before");
    }
    return machine;
  }

  private Machine fresh() {
    if (machine != null) {
      machine.close();
    }
    Machine on =
        equipment.environment().create(name + (machines == 0 ? "" : ".machine-" + machines));
    machines++;
    machine = on;
    return on;
  }

  private Machine prepared(Machine on, Course.Leg leg) throws InterruptedException {
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

  /** How long each check took that was begun so far. */
  SequencedMap<String, Duration> took() {
    return took;
  }

  /** The check that decided, or the one that is in progress. */
  String check() {
    return check;
  }

  /** Checks not shown after the one that decided. */
  SequencedMap<String, Cause> alsoNotShown() {
    return alsoNotShown;
  }

  /** Gives the machine back before its time; no leg can be performed after it. */
  void giveBack() {
    Machine made = machine;
    machine = null;
    if (made != null) {
      made.close();
    }
  }

  @Override
  public void close() {
    giveBack();
  }
}
