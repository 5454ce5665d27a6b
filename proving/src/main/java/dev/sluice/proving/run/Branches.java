package dev.sluice.proving.run;

import dev.sluice.model.Result;
import dev.sluice.proving.cause.Cause;
import dev.sluice.proving.check.Outcome;
import dev.sluice.proving.check.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One go at a course: its trunk leg by leg, then the other branches beside each other. What is told
 * of it does not depend on which of them is faster: the first in the course's order that does not
 * end well decides.
 */
final class Branches implements AutoCloseable {
  private final List<Branch> branches = new ArrayList<>();
  private final boolean beside;
  private int deciding;

  /** Performs one leg of a go. */
  interface Walk {
    Verdict.Ended perform(Attempt attempt, int leg) throws InterruptedException;
  }

  /** A branch's own attempt, and how far it came. */
  private static final class Branch {
    private final Attempt attempt;
    private final Course.Branch legs;
    private Verdict.Ended end = new Verdict.Ended.Well();
    private int leg;
    private int step;

    Branch(Job job, String name, int number, Course.Branch legs, Attempt.Listener listener) {
      this.legs = legs;
      this.leg = legs.from();
      this.attempt =
          new Attempt(
              job.equipment(),
              job.course(),
              name,
              number,
              new Attempt.Listener() {
                @Override
                public void performed(int leg, int step, Step what, Outcome outcome) {
                  Branch.this.leg = leg;
                  Branch.this.step = step;
                  listener.performed(leg, step, what, outcome);
                }
              });
    }

    Verdict.Ended perform(Walk walk, boolean persist) throws InterruptedException {
      for (int next = legs.from(); next < legs.to(); next++) {
        boolean well = end instanceof Verdict.Ended.Well;
        if (!well && !(persist && attempt.canGoOn())) {
          break;
        }
        Verdict.Ended ended = walk.perform(attempt, next);
        end = well ? ended : end;
      }
      return end;
    }
  }

  /**
   * A go that has not begun.
   *
   * @param name for files and processes
   * @param listener told from several threads
   */
  Branches(Job job, String name, Attempt.Listener listener) {
    this.beside = !job.equipment().environment().isSingle();
    for (Course.Branch legs : job.course().branches()) {
      branches.add(new Branch(job, name, branches.size(), legs, listener));
    }
  }

  /**
   * Performs the course until a leg does not end well.
   *
   * @param persist whether to go on then where a machine can
   */
  Verdict.Ended perform(Walk walk, boolean persist) throws InterruptedException {
    Branch trunk = branches.getFirst();
    Verdict.Ended first = trunk.perform(walk, persist);
    if (!(first instanceof Verdict.Ended.Well) && !(persist && trunk.attempt.canGoOn())) {
      return first;
    }
    List<Branch> others = branches.subList(1, branches.size());
    if (beside) {
      besideEachOther(others, walk, persist);
    } else {
      for (Branch branch : others) {
        if (!(branch.perform(walk, persist) instanceof Verdict.Ended.Well) && !persist) {
          break;
        }
      }
    }
    while (deciding < branches.size() - 1
        && branches.get(deciding).end instanceof Verdict.Ended.Well) {
      deciding++;
    }
    return branches.get(deciding).end;
  }

  private static void besideEachOther(List<Branch> branches, Walk walk, boolean persist)
      throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        List<Future<Verdict.Ended>> ends = new ArrayList<>();
        for (Branch branch : branches) {
          ends.add(threads.submit(() -> branch.perform(walk, persist)));
        }
        for (Future<Verdict.Ended> end : ends) {
          if (!(end.get() instanceof Verdict.Ended.Well) && !persist) {
            break;
          }
        }
      } catch (ExecutionException e) {
        if (e.getCause() instanceof InterruptedException) {
          throw new InterruptedException("stopped");
        }
        throw new IllegalStateException("a leg broke: " + e.getCause(), e.getCause());
      } finally {
        threads.shutdownNow();
      }
    }
  }

  /** The legs of the branch that decides. */
  Course.Branch branch() {
    return branches.get(deciding).legs;
  }

  /** The leg at which the deciding branch is. */
  int leg() {
    return branches.get(deciding).leg;
  }

  int step() {
    return branches.get(deciding).step;
  }

  /**
   * Every check begun so far. The first that is not passed is the one that decided, with the result
   * and cause given; what else was not shown comes after it.
   */
  List<CheckResult> checks(Result last, @Nullable Cause cause) {
    SequencedMap<String, Duration> times = new LinkedHashMap<>();
    SequencedMap<String, Cause> alsoNotShown = new LinkedHashMap<>();
    String decided = branches.get(deciding).attempt.check();
    for (Branch branch : branches) {
      branch.attempt.took().forEach((name, time) -> times.merge(name, time, Duration::plus));
      if (branch.end instanceof Verdict.Ended.NotShown(var why)) {
        alsoNotShown.putIfAbsent(branch.attempt.check(), why);
      }
      branch.attempt.alsoNotShown().forEach(alsoNotShown::putIfAbsent);
    }
    alsoNotShown.remove(decided);
    List<CheckResult> after = new ArrayList<>();
    if (last != Result.PASSED) {
      after.add(new CheckResult(decided, last, removed(times, decided), cause));
      alsoNotShown.forEach(
          (name, why) -> after.add(new CheckResult(name, last, removed(times, name), why)));
    }
    List<CheckResult> checks = new ArrayList<>();
    times.forEach((name, time) -> checks.add(new CheckResult(name, Result.PASSED, time, null)));
    checks.addAll(after);
    return checks;
  }

  private static Duration removed(SequencedMap<String, Duration> times, String name) {
    Duration time = times.remove(name);
    return time == null ? Duration.ZERO : time;
  }

  /** Gives the machines back before their time; no leg can be performed after it. */
  void giveBack() {
    branches.forEach(branch -> branch.attempt.giveBack());
  }

  @Override
  public void close() {
    giveBack();
  }
}
