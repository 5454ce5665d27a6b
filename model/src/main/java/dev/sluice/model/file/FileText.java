package dev.sluice.model.file;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** From the bytes of a file to what it says. */
public final class FileText {
  private FileText() {}

  /** What reading a file comes to. */
  public sealed interface Reading<T> {}

  /** The file keeps every rule that can be judged by itself. */
  public record Read<T>(T value) implements Reading<T> {}

  /**
   * The file breaks rules.
   *
   * @param problems all that were found, at least one, in the order of the file
   */
  public record Refused<T>(List<Problem> problems) implements Reading<T> {
    public Refused {
      problems = List.copyOf(problems);
      if (problems.isEmpty()) {
        throw new IllegalArgumentException("a refused file has at least one problem");
      }
    }
  }

  /** From the tree to the value; null when there are problems, which it has reported. */
  @FunctionalInterface
  public interface Reader<T> {
    @Nullable T read(Findings findings, Node root);
  }

  /**
   * Reads a file.
   *
   * @param fileName for messages only
   * @param content of the file; never changed
   */
  public static <T> Reading<T> read(
      Format format, String fileName, byte[] content, Reader<T> reader) {
    if (content.length > format.maxBytes()) {
      var findings = new Findings(fileName, SourceText.EMPTY, format);
      findings.add(
          Span.START,
          "the file has %s bytes".formatted(Quoted.count(content.length)),
          "a %s has at most %s (%s bytes)"
              .formatted(
                  format.noun(),
                  Measures.spoken(format.maxBytes()),
                  Quoted.count(format.maxBytes())));
      return new Refused<>(findings.inOrder());
    }
    SourceText source = SourceText.decode(content);
    var findings = new Findings(fileName, source, format);
    @Nullable T value = null;
    if (source.isReadable(findings)) {
      @Nullable Node root = new NodeReader(source, findings).read();
      value = root == null ? null : reader.read(findings, root);
    }
    List<Problem> problems = findings.inOrder();
    if (!problems.isEmpty()) {
      return new Refused<>(problems);
    }
    if (value == null) {
      throw new IllegalStateException("neither a value nor a problem in " + fileName);
    }
    return new Read<>(value);
  }
}
