package dev.sluice.server.change;

import dev.sluice.server.event.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Collects changes. Each method compares one setting of the old file with that of the new one. */
final class Told {
  private final List<Change> changes = new ArrayList<>();

  List<Change> changes() {
    // The same setting may be met by two ways.
    return changes.stream().distinct().toList();
  }

  void weaker(String sentence) {
    changes.add(new Change(sentence, true));
  }

  void noted(String sentence) {
    changes.add(new Change(sentence, false));
  }

  /** Nobody can say which of two values is the stronger one. */
  <T> void any(String what, @Nullable T old, @Nullable T now, Function<T, String> shown) {
    if (!Objects.equals(old, now)) {
      weaker(sentence(what, old, now, shown));
    }
  }

  /** Says nothing about how strong anything is. */
  <T> void harmless(String what, @Nullable T old, @Nullable T now, Function<T, String> shown) {
    if (!Objects.equals(old, now)) {
      noted(sentence(what, old, now, shown));
    }
  }

  /** To have it is stronger than not to have it; another value is not known to be. */
  <T> void asked(String what, @Nullable T old, @Nullable T now, Function<T, String> shown) {
    if (old == null) {
      harmless(what, old, now, shown);
    } else {
      any(what, old, now, shown);
    }
  }

  /** The less is allowed, the stronger; without it everything is. */
  <T extends Comparable<? super T>> void atMost(
      String what, @Nullable T old, @Nullable T now, Function<T, String> shown) {
    if (old == null || (now != null && now.compareTo(old) <= 0)) {
      harmless(what, old, now, shown);
    } else {
      any(what, old, now, shown);
    }
  }

  /** The more is asked, the stronger; without it nothing is. */
  <T extends Comparable<? super T>> void atLeast(
      String what, @Nullable T old, @Nullable T now, Function<T, String> shown) {
    if (old == null || (now != null && now.compareTo(old) >= 0)) {
      harmless(what, old, now, shown);
    } else {
      any(what, old, now, shown);
    }
  }

  /** Each of them asks for something; the order says nothing. */
  <T> void each(String what, List<T> old, List<T> now, Function<T, String> shown) {
    for (T gone : old) {
      if (!now.contains(gone)) {
        weaker("%s: %s is removed".formatted(what, shown.apply(gone)));
      }
    }
    for (T more : now) {
      if (!old.contains(more)) {
        noted("%s: %s is added".formatted(what, shown.apply(more)));
      }
    }
  }

  private static <T> String sentence(
      String what, @Nullable T old, @Nullable T now, Function<T, String> shown) {
    if (old == null) {
      return "%s is %s, and was not set".formatted(what, now == null ? "" : shown.apply(now));
    }
    return now == null
        ? "%s is not set any more, and was %s".formatted(what, shown.apply(old))
        : "%s is %s, and was %s".formatted(what, shown.apply(now), shown.apply(old));
  }
}
