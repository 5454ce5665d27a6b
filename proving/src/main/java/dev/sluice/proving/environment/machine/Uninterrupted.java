package dev.sluice.proving.environment.machine;

import java.util.concurrent.atomic.AtomicReference;

/** What must be done to the end: a machine is switched off even when its run is stopped. */
final class Uninterrupted {
  private Uninterrupted() {}

  /** Something that waits. */
  interface Work {
    void run() throws InterruptedException;
  }

  /** On a thread that nobody else knows; an interrupt of the caller is kept for later. */
  static void run(Work work) {
    var failure = new AtomicReference<RuntimeException>();
    Thread worker =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    work.run();
                  } catch (InterruptedException e) {
                    failure.set(new IllegalStateException("nobody can interrupt this", e));
                  } catch (RuntimeException e) {
                    failure.set(e);
                  }
                });
    boolean interrupted = false;
    while (worker.isAlive()) {
      try {
        worker.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    RuntimeException broke = failure.get();
    if (broke != null) {
      throw broke;
    }
  }
}
