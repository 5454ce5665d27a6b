package dev.sluice.cli;

import dev.sluice.server.runner.RunnerLoop;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Runner loops, each on a thread of its own, ended together. */
final class RunnerFarm {
  private static final Duration MOST = Duration.ofSeconds(30);

  private final List<RunnerLoop> loops = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  void add(RunnerLoop loop) {
    loops.add(loop);
  }

  /**
   * Runs until the first loop ends, and then ends the others; Ctrl-C ends them all.
   *
   * @param err for what is to be said of having been stopped
   */
  RunnerLoop.End run(boolean once, PrintStream err) throws InterruptedException {
    BlockingQueue<RunnerLoop.End> ends = new LinkedBlockingQueue<>();
    for (RunnerLoop loop : loops) {
      threads.add(
          Thread.ofPlatform()
              .name("place " + (threads.size() + 1))
              .start(() -> ends.add(loop.run(once))));
    }
    var hook =
        new Thread(
            () -> {
              boolean ended = stop();
              err.println(
                  ended
                      ? "stopped: runs under way were given back"
                      : "stopped: a run did not end within "
                          + MOST.toSeconds()
                          + " s; what it left is cleared away by the next one");
            },
            "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    RunnerLoop.End first = ends.take();
    if (first == RunnerLoop.End.STOPPED) {
      // Only the hook stops loops; the program ends when it has.
      hook.join();
      return first;
    }
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
      stop();
    } catch (IllegalStateException _) {
      // The program ends already, by the hook.
    }
    return first;
  }

  private boolean stop() {
    loops.forEach(RunnerLoop::stop);
    long until = System.nanoTime() + MOST.toNanos();
    try {
      for (Thread thread : threads) {
        thread.join(Duration.ofNanos(Math.max(1, until - System.nanoTime())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return threads.stream().noneMatch(Thread::isAlive);
  }
}
