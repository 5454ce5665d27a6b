package dev.sluice.proving.run;

import dev.sluice.proving.check.Outcome;
import dev.sluice.proving.check.Step;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The control run: the last known good on the same kind of machine, as far as anybody asks. Its
 * outcomes are kept, so several failing candidates with one last known good share one control run
 * within a prove. Safe for several threads.
 */
final class Control {
  private record At(int leg, int step) {}

  private final Attempt attempt;
  private final BootPermits permits;
  private final int rank;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<At, Outcome> outcomes = new HashMap<>();
  private final int legs;
  private int wanted;
  private int urgency = 1;
  private int begun;
  private Verdict.@Nullable Ended end;
  private boolean working;

  Control(Equipment equipment, Course course, String name, BootPermits permits, int rank) {
    this.attempt = new Attempt(equipment, course, name, 0, this::performed);
    attempt.preferShortExchanges();
    this.permits = permits;
    this.rank = rank;
    this.legs = course.legs().size();
  }

  private void performed(int leg, int step, Step what, Outcome outcome) {
    lock.lock();
    try {
      outcomes.put(new At(leg, step), outcome);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for how the control does at one step; drives the control as far as needed. */
  Verdict.Control reach(int leg, int step) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      urgency = 0;
      wanted = Math.max(wanted, leg + 1);
      while (true) {
        Outcome outcome = outcomes.get(new At(leg, step));
        if (outcome != null) {
          return switch (outcome) {
            case Outcome.Passed _ -> new Verdict.Control.Passed();
            case Outcome.NotShown(var cause) -> new Verdict.Control.NotShown(cause);
            case Outcome.Broken(var what) -> new Verdict.Control.Broken(what);
          };
        }
        switch (end) {
          case null -> {}
          case Verdict.Ended.NotShown(var cause) -> {
            return new Verdict.Control.NotShown(cause);
          }
          case Verdict.Ended.Broken(var what) -> {
            return new Verdict.Control.Broken(what);
          }
          case Verdict.Ended.Well _ ->
              throw new IllegalStateException("the control run has no step " + leg + "." + step);
        }
        if (working) {
          changed.await();
        } else {
          work();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Runs the first boot ahead of need, beside the riskiest candidate. */
  void begin() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      wanted = Math.max(wanted, 1);
      if (!working && begun < wanted && end == null) {
        work();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Performs the next leg on the calling thread, with the lock given up meanwhile. */
  private void work() throws InterruptedException {
    working = true;
    int leg = begun++;
    int at = urgency;
    lock.unlock();
    Verdict.Ended ended = new Verdict.Ended.Broken("the control run was stopped");
    try {
      permits.acquire(new BootPermits.Claim(at, legs - leg, rank));
      try {
        ended = attempt.perform(leg, false);
      } finally {
        permits.release();
      }
    } finally {
      lock.lock();
      working = false;
      if (!(ended instanceof Verdict.Ended.Well) || leg == legs - 1) {
        end = ended;
      }
      changed.signalAll();
    }
  }

  void close() {
    attempt.close();
  }
}
