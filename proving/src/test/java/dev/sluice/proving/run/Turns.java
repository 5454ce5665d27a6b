package dev.sluice.proving.run;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Lets machines go on one at a time, in an order that a seed decides: whoever comes to a turning
 * point waits until every machine that is on has come to one, and then one is drawn.
 */
final class Turns {
  private final Random seeded;
  private final TreeSet<String> waiting = new TreeSet<>();
  private final Set<String> drawn = new HashSet<>();
  private int on;

  Turns(long seed) {
    this.seeded = new Random(seed);
  }

  synchronized void switchedOn() {
    on++;
  }

  synchronized void switchedOff() {
    on--;
    draw();
  }

  /**
   * A turning point.
   *
   * @param who unique among the machines that are on
   */
  synchronized void pass(String who) throws InterruptedException {
    waiting.add(who);
    draw();
    try {
      while (!drawn.contains(who)) {
        wait();
      }
    } finally {
      waiting.remove(who);
      drawn.remove(who);
    }
  }

  private void draw() {
    if (!waiting.isEmpty() && waiting.size() >= on && drawn.isEmpty()) {
      String next = waiting.stream().skip(seeded.nextInt(waiting.size())).findFirst().orElseThrow();
      waiting.remove(next);
      drawn.add(next);
      notifyAll();
    }
  }
}
