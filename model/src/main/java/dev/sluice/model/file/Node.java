package dev.sluice.model.file;

import java.util.List;

/** The file as a tree in which everything knows where it stands. */
public sealed interface Node {
  Span span();

  /** What YAML's core schema takes a scalar for; quoted ones are always text. */
  enum Kind {
    TEXT,
    NUMBER,
    BOOLEAN,
    NOTHING
  }

  /**
   * One value.
   *
   * @param text as written, quotes and escapes resolved: an unquoted {@code 7.10} stays {@code
   *     7.10}
   */
  record Scalar(Span span, String text, Kind kind) implements Node {}

  record Sequence(Span span, List<Node> items) implements Node {}

  record Mapping(Span span, List<Entry> entries) implements Node {}

  record Entry(Scalar key, Node value) {}

  /** Something that was reported already; readers pass over it in silence. */
  record Broken(Span span) implements Node {}
}
