package dev.sluice.cli;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A made-up file of outcomes of any size, for measuring: sites and vendors below, hosts with what
 * they run above them, then six floors of services, each needing some five things of the floors
 * below, every third time with one that stands in for another, and outcomes on top.
 */
final class LargePlace {
  private static final int FLOORS = 6;
  private static final int NEEDS = 5;
  private static final int OUTCOMES = 33;

  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
  private final StringBuilder text = new StringBuilder();
  private final int things;
  private int needs;

  private LargePlace(int things) {
    this.things = things;
  }

  /**
   * The text of a file.
   *
   * @param changed runs one artifact more on every host group, as a planned change would
   */
  static Made of(int things, boolean changed) {
    var place = new LargePlace(things);
    place.make(changed);
    return new Made(place.text.toString(), place.needs, place.outcomes());
  }

  /** What was made. */
  record Made(String text, int needs, int outcomes) {}

  private int outcomes() {
    return Math.max(3, things / OUTCOMES);
  }

  private void make(boolean changed) {
    int few = Math.max(3, things / 20);
    int groups = things / 5;
    int services = things - 3 * few - groups;
    text.append("sluice-outcomes: 1\noutcomes:\n");
    for (int i = 0; i < outcomes(); i++) {
      text.append(
          "  o%d: { says: outcome %d, people: %d, harm-after: 2 h, needs: ["
              .formatted(i, i, 10 + i % 90));
      services(services * (FLOORS - 1) / FLOORS, services, NEEDS);
      text.append(
          "], fallback: { says: paper, needs: [s%d], keeps-for: 8 h, exercised: 2026-10-01 } }\n"
              .formatted(random.nextInt(services / FLOORS)));
      needs++;
    }
    text.append("vendors:\n");
    names("v", few, ": edr\n");
    text.append(changed ? "  newcomer: edr\n" : "");
    text.append("artifacts:\n");
    for (int i = 0; i < few; i++) {
      text.append("  a%d: v%d\n".formatted(i, random.nextInt(few)));
      needs++;
    }
    text.append(changed ? "  sensor: newcomer\n" : "");
    text.append("sites:\n");
    names("p", few, ": { says: a house }\n");
    text.append("groups:\n");
    for (int i = 0; i < groups; i++) {
      text.append(
          "  g%d: { hosts: %d, at: p%d, runs: [a%d, a%d%s] }\n"
              .formatted(
                  i,
                  2 + random.nextInt(30),
                  random.nextInt(few),
                  random.nextInt(few / 2),
                  few / 2 + random.nextInt(few - few / 2),
                  changed ? ", sensor" : ""));
      needs += 3;
    }
    text.append("services:\n");
    for (int i = 0; i < services; i++) {
      text.append("  s%d: { needs: [".formatted(i));
      int floor = i * FLOORS / services;
      if (floor == 0) {
        for (int n = 0; n < NEEDS; n++) {
          text.append(n == 0 ? "" : ", ").append("g").append(random.nextInt(groups));
          needs++;
        }
      } else {
        services((floor - 1) * services / FLOORS, floor * services / FLOORS, NEEDS);
      }
      text.append("] }\n");
    }
  }

  private void names(String letter, int count, String rest) {
    for (int i = 0; i < count; i++) {
      text.append("  ").append(letter).append(i).append(rest);
    }
  }

  private void services(int from, int to, int count) {
    for (int n = 0; n < count; n++) {
      text.append(n == 0 ? "" : ", ");
      int one = random.nextInt(from, to);
      if (n % 2 == 1) {
        text.append("{ any: [s%d, s%d] }".formatted(one, random.nextInt(from, to)));
        needs += 2;
      } else {
        text.append("s").append(one);
        needs++;
      }
    }
  }
}
