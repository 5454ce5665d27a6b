package dev.sluice.model.file;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the problems of one file. Belongs to one thread. */
public final class Findings {
  // More would help nobody, and a hostile file of 1 MiB could hold half a million.
  private static final int MAX_PROBLEMS = 1_000;

  private final String file;
  private final SourceText source;
  private final Format format;
  private final List<Problem> problems = new ArrayList<>();

  public Findings(String file, SourceText source, Format format) {
    this.file = file;
    this.source = source;
    this.format = format;
  }

  /** What the file may say. */
  public Format format() {
    return format;
  }

  KeyTable keys() {
    return format.keys();
  }

  public boolean none() {
    return problems.isEmpty();
  }

  /** For mistakes that no key can explain. */
  public void add(Span at, String message, String... wayOut) {
    add(at, message, null, null, List.of(wayOut));
  }

  /**
   * For mistakes that a key's description helps with.
   *
   * @param key path of the key that {@code sluice explain} should be asked about; empty for none
   */
  public void addFor(String key, Span at, String message, String... wayOut) {
    add(at, message, null, key, List.of(wayOut));
  }

  /**
   * For what looks like a slip.
   *
   * @param nearest what was probably meant, if anything is near
   */
  public void addNear(
      @Nullable String nearest, String key, Span at, String message, String... wayOut) {
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

  public List<Problem> inOrder() {
    return problems.stream().sorted(Problem.IN_ORDER_OF_THE_FILE).distinct().toList();
  }
}
