package dev.sluice.model.pipeline;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the problems of one file. Belongs to one thread. */
final class Findings {
  // More would help nobody, and a hostile file of 1 MiB could hold half a million.
  private static final int MAX_PROBLEMS = 1_000;

  private final String file;
  private final SourceText source;
  private final List<Problem> problems = new ArrayList<>();

  Findings(String file, SourceText source) {
    this.file = file;
    this.source = source;
  }

  boolean none() {
    return problems.isEmpty();
  }

  /** For mistakes that no key can explain. */
  void add(Span at, String message, String... wayOut) {
    add(at, message, null, null, List.of(wayOut));
  }

  /**
   * For mistakes that a key's description helps with.
   *
   * @param key path of the key that {@code sluice explain} should be asked about; empty for none
   */
  void addFor(String key, Span at, String message, String... wayOut) {
    add(at, message, null, key, List.of(wayOut));
  }

  /**
   * For what looks like a slip.
   *
   * @param nearest what was probably meant, if anything is near
   */
  void addNear(@Nullable String nearest, String key, Span at, String message, String... wayOut) {
    add(at, message, nearest, key, List.of(wayOut));
  }

  private void add(
      Span at,
      String message,
      @Nullable String nearest,
      @Nullable String key,
      List<String> wayOut) {
    if (problems.size() >= MAX_PROBLEMS) {
      return;
    }
    Span inside = source.clamp(at);
    problems.add(
        new Problem(
            file,
            inside.line(),
            inside.column(),
            inside.length(),
            message,
            nearest,
            wayOut,
            key == null || key.isEmpty() ? null : Key.spoken(key),
            source.line(inside.line())));
  }

  List<Problem> inOrder() {
    return problems.stream().sorted(Problem.IN_ORDER_OF_THE_FILE).distinct().toList();
  }
}
