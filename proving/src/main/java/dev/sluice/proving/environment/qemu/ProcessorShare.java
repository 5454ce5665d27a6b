package dev.sluice.proving.environment.qemu;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How much of one of the host's processors a machine got lately. A guest that spins takes all it
 * can get; one that was given little and complains of a standstill was kept waiting. Safe for
 * several threads.
 */
final class ProcessorShare {
  /** What a Linux kernel waits before it complains: twice its watchdog's threshold of 10 s. */
  static final Duration WINDOW = Duration.ofSeconds(20);

  /** Below it a machine counts as starved; a machine that spins beside one other gets more. */
  private static final double STARVED = 0.5;

  private final LongSupplier nanos;
  private final Supplier<Optional<Duration>> used;
  private final Deque<Sample> samples = new ArrayDeque<>();

  private record Sample(long nanos, Duration used) {}

  /**
   * Of a machine that was switched on now.
   *
   * @param used processor time since then; empty where the host does not say
   */
  ProcessorShare(LongSupplier nanos, Supplier<Optional<Duration>> used) {
    this.nanos = nanos;
    this.used = used;
    sample();
  }

  /** To be called every second or so. */
  synchronized void sample() {
    long now = nanos.getAsLong();
    used.get().ifPresent(so -> samples.addLast(new Sample(now, so)));
    while (samples.size() > 1 && now - samples.getFirst().nanos > 2 * WINDOW.toNanos()) {
      samples.removeFirst();
    }
  }

  /** Hands on its share, 0 to 1, if in the last {@link #WINDOW} it got too little to judge by. */
  synchronized void ifStarved(DoubleConsumer then) {
    sample();
    if (samples.isEmpty()) {
      return;
    }
    Sample last = samples.getLast();
    Sample first =
        samples.stream()
            .filter(s -> last.nanos - s.nanos <= WINDOW.toNanos())
            .findFirst()
            .orElse(last);
    long wall = last.nanos - first.nanos;
    double share = wall == 0 ? 1 : (double) last.used.minus(first.used).toNanos() / wall;
    if (share < STARVED) {
      then.accept(share);
    }
  }
}
