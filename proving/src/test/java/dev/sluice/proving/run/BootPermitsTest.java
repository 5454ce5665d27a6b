package dev.sluice.proving.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BootPermitsTest {
  /** Threads that claim, hold and release; who holds a permit is known at every moment. */
  private static final class Claimants {
    private final BootPermits permits;
    private final List<String> served = new ArrayList<>();
    private final Map<String, Thread> threads = new TreeMap<>();
    private final List<String> holding = new ArrayList<>();
    private final List<String> toRelease = new ArrayList<>();
    private int mostHolding;

    Claimants(BootPermits permits) {
      this.permits = permits;
    }

    void claim(String who, int urgency, int remaining, int rank) {
      threads.put(
          who,
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      hold(who, new BootPermits.Claim(urgency, remaining, rank));
                    } catch (InterruptedException e) {
                      return; // gave up, as it was told to
                    }
                  }));
    }

    private void hold(String who, BootPermits.Claim claim) throws InterruptedException {
      permits.acquire(claim);
      try {
        synchronized (this) {
          served.add(who);
          holding.add(who);
          mostHolding = Math.max(mostHolding, holding.size());
          notifyAll();
          while (!toRelease.contains(who)) {
            wait();
          }
        }
      } finally {
        synchronized (this) {
          holding.remove(who);
        }
        permits.release();
      }
    }

    synchronized void awaitServed(int count) throws InterruptedException {
      while (served.size() < count) {
        wait();
      }
    }

    synchronized void release(String who) {
      toRelease.add(who);
      notifyAll();
    }

    synchronized List<String> served() {
      return List.copyOf(served);
    }

    synchronized List<String> holding() {
      return List.copyOf(holding);
    }

    void interrupt(String who) throws InterruptedException {
      Thread thread = threads.get(who);
      if (thread == null) {
        throw new IllegalArgumentException(who);
      }
      thread.interrupt();
      thread.join();
    }

    /** Releases one holder after another until this many were served. */
    void drain(int count) throws InterruptedException {
      for (int i = 1; i <= count; i++) {
        awaitServed(i);
        release(served().get(i - 1));
      }
      for (Thread thread : threads.values()) {
        thread.join();
      }
    }
  }

  @Test
  void nothingIsHandedOutBeforeSoManyWait() throws InterruptedException {
    BootPermits permits = new BootPermits(4);
    Claimants claimants = new Claimants(permits);
    claimants.claim("first", 1, 3, 0);
    claimants.claim("second", 1, 3, 1);
    Thread opening =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    permits.openWhenWaiting(3);
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                });

    assertThat(claimants.served()).isEmpty();
    claimants.claim("third", 1, 3, 2);
    opening.join();

    claimants.drain(3);
    assertThat(claimants.served()).containsExactlyInAnyOrder("first", "second", "third");
  }

  /** All wait before the first is served, so that only their claims decide. */
  private static List<String> order(List<Runnable> claims, Claimants claimants)
      throws InterruptedException {
    claims.forEach(Runnable::run);
    claimants.permits.openWhenWaiting(claims.size());
    claimants.drain(claims.size());
    return claimants.served();
  }

  @Test
  void theMoreUrgentComesFirstThenTheLongerRunThenTheRiskier() throws InterruptedException {
    Claimants claimants = new Claimants(new BootPermits(1));

    List<String> order =
        order(
            List.of(
                () -> claimants.claim("last boot of the riskiest", 1, 1, 0),
                () -> claimants.claim("first boot of the third", 1, 3, 2),
                () -> claimants.claim("first boot of the second", 1, 3, 1),
                () -> claimants.claim("control that somebody waits for", 0, 1, 9)),
            claimants);

    assertThat(order)
        .containsExactly(
            "control that somebody waits for",
            "first boot of the second",
            "first boot of the third",
            "last boot of the riskiest");
  }

  @Test
  void aClaimThatGivesUpLosesNoPermit() throws InterruptedException {
    BootPermits permits = new BootPermits(1);
    Claimants claimants = new Claimants(permits);
    claimants.claim("holder", 1, 3, 0);
    permits.openWhenWaiting(1);
    claimants.awaitServed(1);
    claimants.claim("gives up", 0, 3, 0);
    claimants.claim("stays", 1, 3, 1);

    claimants.interrupt("gives up");
    claimants.release("holder");
    claimants.awaitServed(2);

    assertThat(claimants.served()).containsExactly("holder", "stays");
    claimants.release("stays");
  }

  @Test
  void aHolderThatIsInterruptedGivesItsPermitBack() throws InterruptedException {
    BootPermits permits = new BootPermits(1);
    Claimants claimants = new Claimants(permits);
    claimants.claim("holder", 1, 3, 0);
    permits.openWhenWaiting(1);
    claimants.awaitServed(1);

    claimants.interrupt("holder");
    claimants.claim("next", 1, 3, 1);
    claimants.awaitServed(2);

    assertThat(claimants.holding()).containsExactly("next");
    claimants.release("next");
  }

  /** Claims, releases and interrupts in two hundred orders: never over, and none lost. */
  @Test
  void whateverComesAndGoesThePermitsAreAllThereInTheEnd() throws InterruptedException {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      int cores = 1 + random.nextInt(3);
      BootPermits permits = new BootPermits(cores);
      Claimants claimants = new Claimants(permits);
      claimants.claim("0", 1, 1, 0);
      permits.openWhenWaiting(1);
      List<String> known = new ArrayList<>(List.of("0"));
      for (int i = 1; i < 15; i++) {
        String one = known.get(random.nextInt(known.size()));
        switch (random.nextInt(3)) {
          case 0 -> claimants.release(one);
          case 1 -> claimants.interrupt(one);
          default -> {
            String who = Integer.toString(i);
            known.add(who);
            claimants.claim(who, random.nextInt(2), random.nextInt(3), random.nextInt(3));
          }
        }
      }
      for (String one : known) {
        claimants.release(one);
      }
      for (Thread thread : claimants.threads.values()) {
        thread.join();
      }

      assertThat(claimants.mostHolding).as("seed %d", seed).isLessThanOrEqualTo(cores);
      for (int i = 0; i < cores; i++) {
        permits.acquire(new BootPermits.Claim(1, 1, i)); // hangs if one was lost
      }
    }
  }
}
