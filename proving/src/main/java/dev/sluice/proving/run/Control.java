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
  private @Nullable Thread ahead;
  private boolean givenUp;

  /**
   * A control run that has not begun.
   *
   * @param branch the legs that it may be asked for
   */
  Control(
      Equipment equipment,
      Course course,
      Course.Branch branch,
      String name,
      BootPermits permits,
      int rank) {
    this.attempt = new Attempt(equipment, course, name, 0, this::performed);
    attempt.preferShortExchanges();
    this.permits = permits;
    this.rank = rank;
    this.legs = branch.to();
    this.begun = branch.from();
    this.wanted = branch.from();
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

  /** Somebody will ask; from now on it is not given up. */
  void asked() {
    lock.lock();
    try {
      urgency = 0;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends what runs ahead of need, for a candidate that no longer needs it; it can be asked nothing
   * after that.
   *
   * @return whether it was given up; not when somebody has asked
   */
  boolean giveUp() {
    lock.lock();
    try {
      if (urgency == 0) {
        return false;
      }
      givenUp = true;
      if (ahead != null) {
        ahead.interrupt();
      } else {
        attempt.close();
      }
      return true;
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
          workOnPermit();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Performs the first leg ahead of need, beside the riskiest candidate, and then follows it. */
  void begin() throws InterruptedException {
    ahead(
        () -> {
          wanted = Math.max(wanted, begun + 1);
          if (isNeeded()) {
            workOnPermit();
          }
          whileIdle();
        });
  }

  /** Performs the legs up to one that the candidate has begun, where a core would be idle else. */
  void follow(int leg) throws InterruptedException {
    ahead(
        () -> {
          wanted = Math.max(wanted, leg + 1);
          whileIdle();
        });
  }

  private interface Work {
    void perform() throws InterruptedException;
  }

  /** For a thread that may be sent home; one that finds another at work leaves the rest to it. */
  private void ahead(Work work) throws InterruptedException {
    lock.lockInterruptibly();
    boolean alone = ahead == null;
    try {
      if (alone) {
        ahead = Thread.currentThread();
      }
      work.perform();
    } finally {
      if (alone) {
        ahead = null;
        if (givenUp) {
          attempt.close();
        }
      }
      lock.unlock();
    }
  }

  private void workOnPermit() throws InterruptedException {
    working = true; // nobody else may begin this leg while this thread waits for a core
    BootPermits.Claim claim = claim();
    lock.unlock();
    boolean allowed = false;
    try {
      permits.acquire(claim);
      allowed = true;
    } finally {
      lock.lock();
      if (!allowed) {
        working = false;
        changed.signalAll();
      }
    }
    work();
  }

  private void whileIdle() throws InterruptedException {
    while (isNeeded() && permits.tryAcquire()) {
      work();
    }
  }

  private boolean isNeeded() {
    return !working && !givenUp && begun < Math.min(wanted, legs) && end == null;
  }

  private BootPermits.Claim claim() {
    return new BootPermits.Claim(urgency, legs - begun, rank);
  }

  /**
   * Performs the next leg on the calling thread, which has a permit; the lock is given up
   * meanwhile.
   */
  private void work() throws InterruptedException {
    working = true;
    int leg = begun++;
    lock.unlock();
    Verdict.Ended ended = new Verdict.Ended.Broken("the control run was stopped");
    try {
      ended = attempt.perform(leg, false);
    } finally {
      permits.release();
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
