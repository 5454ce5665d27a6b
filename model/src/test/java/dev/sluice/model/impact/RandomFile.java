package dev.sluice.model.impact;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small files, of every shape that a file may have, from a seed. */
final class RandomFile {
  private final Random random;
  private final List<String> names = new ArrayList<>();
  private final StringBuilder services = new StringBuilder("services:\n");
  private final StringBuilder groups = new StringBuilder("groups:\n");
  private final List<Integer> hosts = new ArrayList<>();

  private RandomFile(long seed) {
    random = new Random(seed);
  }

  static String of(long seed, int things) {
    return new RandomFile(seed).make(things);
  }

  private String make(int things) {
    for (int i = 0; i < 2; i++) {
      int count = 1 + random.nextInt(4);
      hosts.add(count);
      groups.append("  g%d: { hosts: %d, runs: [] }\n".formatted(i, count));
    }
    for (int i = 0; i < things; i++) {
      String needs = names.isEmpty() || random.nextInt(4) == 0 ? "[]" : needs(2);
      services.append("  s%d: { needs: %s }\n".formatted(i, needs));
      names.add("s" + i);
    }
    var outcomes = new StringBuilder("sluice-outcomes: 1\noutcomes:\n");
    for (int i = 0; i < 2; i++) {
      outcomes.append(
          "  o%d: { says: o, people: %d, harm-after: 1 h, needs: %s"
              .formatted(i, 10 + i, needs(3)));
      if (random.nextInt(3) == 0) {
        outcomes.append(
            ", fallback: { says: f, needs: %s, exercised: %s%s }"
                .formatted(
                    needs(2),
                    random.nextBoolean() ? "2026-11-01" : "2020-01-01",
                    random.nextBoolean() ? ", keeps-for: 25 m" : ""));
      }
      outcomes.append(" }\n");
    }
    return outcomes.toString() + groups + services;
  }

  private String needs(int depth) {
    int shape = depth == 0 ? 0 : random.nextInt(11);
    return switch (shape) {
      case 0, 1 -> name();
      case 2, 3 -> "[" + several(depth, 1 + random.nextInt(3)) + "]";
      case 4, 5 -> "{ any: [" + several(depth, 1 + random.nextInt(3)) + "] }";
      case 6 -> {
        int of = 1 + random.nextInt(4);
        yield "{ at-least: %d, of: [%s] }".formatted(1 + random.nextInt(of), several(depth, of));
      }
      case 7 -> {
        int group = random.nextInt(hosts.size());
        yield "{ hosts: %d, in: g%d }".formatted(1 + random.nextInt(hosts.get(group)), group);
      }
      case 8, 9 ->
          "{ all: [%s], holds-for: %d m }"
              .formatted(several(depth, 1 + random.nextInt(2)), 10 * random.nextInt(1, 5));
      default -> "[{ need: " + name() + ", degraded: so }]";
    };
  }

  private String several(int depth, int count) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String part = needs(depth - 1);
      // What is never lost may not stand in a choice.
      parts.add(part.contains("degraded") ? name() : part);
    }
    return String.join(", ", parts);
  }

  private String name() {
    return names.isEmpty() || random.nextInt(6) == 0
        ? "g" + random.nextInt(2)
        : names.get(random.nextInt(names.size()));
  }
}
