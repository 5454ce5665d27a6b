package dev.sluice.proving.run;

import dev.sluice.model.Combination;
import dev.sluice.model.Result;
import dev.sluice.proving.cause.Cause;
import dev.sluice.proving.check.Outcome;
import dev.sluice.proving.check.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Makes the runs of a plan: each run on a thread of its own, each boot when a core is free for it,
 * and a control run beside the riskiest. For one prove.
 */
public final class Runner implements AutoCloseable {
  private static final int ATTEMPTS = 2;

  /** Of a control run that any run may ask. */
  private static final int SHARED = -1;

  private final int cores;
  private final RunWatcher watcher;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final BootPermits permits;
  private final Map<ControlKey, Control> controls = new HashMap<>();
  private int controlsMade;
  private final Map<String, Semaphore> turns = new HashMap<>();
  private volatile boolean persist;
  private volatile boolean stopped;

  private record ControlKey(
      String environment, Combination lastKnownGood, int attempt, int run, int from) {}

  /**
   * A runner with nothing to do yet.
   *
   * @param cores boots at once, at least 1
   */
  public Runner(int cores, RunWatcher watcher) {
    this.cores = cores;
    this.watcher = watcher;
    this.permits = new BootPermits(cores);
  }

  /** What to do after the first failure. */
  public enum AfterFailure {
    STOP,
    /** The other runs are made. */
    OTHERS,
    /** The other runs are made, and the failed one goes on where its machine can. */
    KEEP_GOING
  }

  /**
   * Makes the runs.
   *
   * @param jobs most at risk first
   * @return one report a job, in the same order
   */
  public List<RunReport> run(List<Job> jobs, AfterFailure afterFailure)
      throws InterruptedException {
    persist = afterFailure == AfterFailure.KEEP_GOING;
    List<Future<RunReport>> futures = new ArrayList<>();
    var finished = new ExecutorCompletionService<RunReport>(threads);
    for (int i = 0; i < jobs.size(); i++) {
      int rank = i;
      futures.add(finished.submit(() -> make(jobs.get(rank), rank)));
    }
    long single = jobs.stream().filter(Runner::isSingle).count();
    long places =
        jobs.stream()
            .filter(Runner::isSingle)
            .map(j -> j.planned().environment())
            .distinct()
            .count();
    int claims = (int) (jobs.size() - single + places) + beginControl(jobs);
    permits.openWhenWaiting(claims);
    for (int i = 0; i < jobs.size(); i++) {
      if (failed(finished.take()) && afterFailure == AfterFailure.STOP) {
        futures.forEach(future -> future.cancel(true));
        break;
      }
    }
    List<RunReport> reports = new ArrayList<>();
    for (int i = 0; i < jobs.size(); i++) {
      reports.add(collect(futures.get(i), jobs.get(i)));
    }
    return reports;
  }

  /** Starts the riskiest combination's control run when there is a core for it. */
  private int beginControl(List<Job> jobs) {
    if (jobs.isEmpty() || !hasControlBeside(jobs.getFirst())) {
      return 0;
    }
    Optional<Control> control = control(jobs.getFirst(), trunk(jobs.getFirst()), 0, 0);
    control.ifPresent(c -> beside(c::begin));
    return control.isPresent() ? 1 : 0;
  }

  private boolean hasControlBeside(Job riskiest) {
    return cores >= 2 && !isSingle(riskiest);
  }

  /**
   * The first cold boot with a candidate is where most bad ones die, and whoever waits for that
   * verdict waits for the control run's boot too. After it, a core is better left to good releases.
   */
  private void followWithControl(Job riskiest, int leg) {
    if (riskiest.course().isFirstColdBoot(leg) && hasControlBeside(riskiest)) {
      control(riskiest, trunk(riskiest), 0, 0)
          .ifPresent(control -> beside(() -> control.follow(leg)));
    }
  }

  private static Course.Branch trunk(Job job) {
    return job.course().branches().getFirst();
  }

  private interface Work {
    void perform() throws InterruptedException;
  }

  private void beside(Work work) {
    var _ =
        threads.submit(
            () -> {
              work.perform();
              return null;
            });
  }

  private static boolean failed(Future<RunReport> future) throws InterruptedException {
    try {
      return future.get() instanceof RunReport.Finished f && f.result() == Result.FAILED;
    } catch (ExecutionException | CancellationException e) {
      return false; // collect() reports it
    }
  }

  private RunReport collect(Future<RunReport> future, Job job) throws InterruptedException {
    try {
      return future.get();
    } catch (CancellationException e) {
      return new RunReport.NotRun(job.planned(), "stopped after the first failure");
    } catch (ExecutionException e) {
      throw new IllegalStateException("a run broke: " + e.getCause(), e.getCause());
    }
  }

  private RunReport make(Job job, int rank) throws InterruptedException {
    Optional<Semaphore> turn = turn(job);
    if (turn.isPresent()) {
      turn.get().acquire();
    }
    try {
      RunReport report = attempts(job, rank);
      watcher.ended(report);
      return report;
    } finally {
      turn.ifPresent(Semaphore::release);
    }
  }

  private static boolean isSingle(Job job) {
    return job.equipment().environment().isSingle();
  }

  /** Where there is one machine, a run has it from its first boot to the end of its control run. */
  private synchronized Optional<Semaphore> turn(Job job) {
    return isSingle(job)
        ? Optional.of(
            turns.computeIfAbsent(job.planned().environment(), _ -> new Semaphore(1, true)))
        : Optional.empty();
  }

  private RunReport attempts(Job job, int rank) throws InterruptedException {
    long from = System.nanoTime();
    for (int number = 0; number < ATTEMPTS; number++) {
      if (stopped) {
        // What broke because it was stopped looks like infrastructure's fault, and is none.
        throw new InterruptedException("stopped");
      }
      String name = job.name() + (number == 0 ? "" : ".retry");
      try (Branches go = new Branches(job, name, progress(job, rank))) {
        Verdict.Ended end = go.perform((attempt, leg) -> perform(job, attempt, leg, rank), persist);
        Verdict.Control control =
            end instanceof Verdict.Ended.NotShown
                ? askControl(job, go, number, rank)
                : new Verdict.Control.Absent();
        Duration took = Duration.ofNanos(System.nanoTime() - from);
        switch (Verdict.of(end, control, number == ATTEMPTS - 1)) {
          case Verdict.Passed _ -> {
            return finished(job, go, Result.PASSED, null, took, number, control);
          }
          case Verdict.Failed(var cause) -> {
            return finished(job, go, Result.FAILED, cause, took, number, control);
          }
          case Verdict.CouldNotTell(var cause) -> {
            return finished(job, go, Result.COULD_NOT_TELL, cause, took, number, control);
          }
          case Verdict.Retry(var because) ->
              watcher.phase(job.planned(), "again on a fresh machine: " + because);
        }
      }
    }
    throw new IllegalStateException("the last attempt never asks for another");
  }

  private static RunReport finished(
      Job job,
      Branches go,
      Result result,
      @Nullable Cause cause,
      Duration took,
      int number,
      Verdict.Control control) {
    List<CheckResult> checks = new ArrayList<>(job.before());
    checks.addAll(go.checks(result, cause));
    return new RunReport.Finished(
        job.planned(),
        result,
        checks,
        job.checkCount(),
        took,
        number > 0,
        control instanceof Verdict.Control.Passed);
  }

  private Verdict.Ended perform(Job job, Attempt attempt, int leg, int rank)
      throws InterruptedException {
    List<Course.Leg> legs = job.course().legs();
    permits.acquire(new BootPermits.Claim(1, legs.size() - leg, rank));
    try {
      watcher.phase(job.planned(), legs.get(leg).title());
      if (rank == 0) {
        followWithControl(job, leg);
      }
      return attempt.perform(leg, persist);
    } finally {
      permits.release();
    }
  }

  private Verdict.Control askControl(Job job, Branches go, int attempt, int rank)
      throws InterruptedException {
    Optional<Control> control = askedControl(job, go.branch(), attempt, rank);
    if (control.isEmpty()) {
      return new Verdict.Control.Absent();
    }
    watcher.phase(job.planned(), "control run");
    Verdict.Control verdict = control.get().reach(go.leg(), go.step());
    if (isSingle(job)) {
      control.get().close();
    }
    return verdict;
  }

  private synchronized Optional<Control> askedControl(
      Job job, Course.Branch branch, int attempt, int rank) {
    Optional<Control> control = control(job, branch, attempt, rank);
    control.ifPresent(Control::asked);
    return control;
  }

  /**
   * A candidate that came up no longer needs one beside it; what it fails later asks for another.
   */
  private synchronized void giveUpControl() {
    controls.values().removeIf(Control::giveUp);
  }

  private synchronized Optional<Control> control(
      Job job, Course.Branch branch, int attempt, int rank) {
    Course course = job.controlCourse();
    Combination lastKnownGood = job.planned().lastKnownGood();
    if (course == null || lastKnownGood == null) {
      return Optional.empty();
    }
    // Where there is one machine, a control run ends with the run that asked for it.
    int run = isSingle(job) ? rank : SHARED;
    var key =
        new ControlKey(job.planned().environment(), lastKnownGood, attempt, run, branch.from());
    return Optional.of(
        controls.computeIfAbsent(
            key,
            _ ->
                new Control(
                    job.equipment(),
                    course,
                    branch,
                    "control-" + controlsMade++ + "." + job.name(),
                    permits,
                    rank)));
  }

  /** Tells the watcher which checks are done. */
  private Attempt.Listener progress(Job job, int rank) {
    List<String> names = List.copyOf(job.course().checkNames());
    return (leg, step, what, outcome) -> {
      boolean ofCheck = step < job.course().legs().get(leg).steps().size();
      if (ofCheck && outcome instanceof Outcome.Passed) {
        watcher.checkPassed(
            job.planned(),
            what.check(),
            job.before().size() + names.indexOf(what.check()) + 1,
            job.checkCount());
      }
      boolean cameUp = what instanceof Step.Reach && outcome instanceof Outcome.Passed;
      if (rank == 0 && cameUp && job.course().isFirstColdBoot(leg)) {
        giveUpControl();
      }
    };
  }

  /** Stops whatever still runs. */
  @Override
  public void close() {
    stopped = true;
    threads.shutdownNow();
    threads.close();
    List<Control> made;
    synchronized (this) {
      made = List.copyOf(controls.values());
    }
    made.forEach(Control::close);
  }
}
