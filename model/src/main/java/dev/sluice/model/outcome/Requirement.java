package dev.sluice.model.outcome;

import dev.sluice.model.Version;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What must work for something to work. Monotone: more failures never make anything work again. */
public sealed interface Requirement {
  /** One thing. A group of hosts counts as working while one host of it does. */
  record One(String thing) implements Requirement {}

  /**
   * An artifact as a group runs it.
   *
   * @param version null when it is not written down
   */
  record Running(String artifact, @Nullable Version version) implements Requirement {}

  /** All of them; true of none. */
  record All(List<Requirement> of) implements Requirement {
    public static final All NOTHING = new All(List.of());

    public All {
      of = List.copyOf(of);
    }
  }

  /** One of them is enough. */
  record Any(List<Requirement> of) implements Requirement {
    public Any {
      of = List.copyOf(of);
    }
  }

  /** So many of them. */
  record AtLeast(int count, List<Requirement> of) implements Requirement {
    public AtLeast {
      of = List.copyOf(of);
      if (count < 1 || count > of.size()) {
        throw new IllegalArgumentException(count + " of " + of.size());
      }
    }
  }

  /** So many working hosts in one group. */
  record Quorum(long hosts, String group) implements Requirement {}

  /**
   * A requirement with what happens without it.
   *
   * @param holdsFor how long its lack goes unnoticed: a cache, a battery, a stock
   */
  record Softened(Requirement of, Without without, Duration holdsFor) implements Requirement {}

  /** What happens without a dependency. */
  sealed interface Without {
    /** It is lost as well. */
    record Lost() implements Without {}

    /** It goes on, in a worse way. */
    record Degraded(String how) implements Without {}

    /** It goes on. */
    record Unaffected() implements Without {}
  }
}
