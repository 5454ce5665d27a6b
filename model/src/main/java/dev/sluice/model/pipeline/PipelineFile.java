package dev.sluice.model.pipeline;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code sluice.yaml}. Touches no file: the caller brings the bytes. */
public final class PipelineFile {
  /** The newest version of the format that this code reads, as in {@code sluice: 1}. */
  public static final int FORMAT = 1;

  /** Larger files are refused unread; callers need read no more than one byte above this. */
  public static final int MAX_BYTES = 1 << 20;

  private PipelineFile() {}

  /** What reading a file comes to. */
  public sealed interface Parsed {}

  /** The file keeps every rule that can be judged without looking at the files it names. */
  public record Valid(Pipeline pipeline) implements Parsed {}

  /**
   * The file breaks rules.
   *
   * @param problems all that were found, at least one, in the order of the file
   */
  public record Invalid(List<Problem> problems) implements Parsed {
    public Invalid {
      problems = List.copyOf(problems);
      if (problems.isEmpty()) {
        throw new IllegalArgumentException("an invalid file has at least one problem");
      }
    }
  }

  /**
   * Judges a file by every rule that needs no other file.
   *
   * @param fileName for messages only
   * @param content of the file; never changed
   */
  public static Parsed parse(String fileName, byte[] content) {
    if (content.length > MAX_BYTES) {
      var findings = new Findings(fileName, SourceText.EMPTY);
      findings.add(
          Span.START,
          "the file has %s bytes".formatted(Quoted.count(content.length)),
          "a pipeline file has at most 1 MiB (%s bytes)".formatted(Quoted.count(MAX_BYTES)));
      return new Invalid(findings.inOrder());
    }
    SourceText source = SourceText.decode(content);
    var findings = new Findings(fileName, source);
    @Nullable Pipeline pipeline = read(source, findings);
    List<Problem> problems = findings.inOrder();
    if (!problems.isEmpty()) {
      return new Invalid(problems);
    }
    if (pipeline == null) {
      throw new IllegalStateException("neither a pipeline nor a problem in " + fileName);
    }
    return new Valid(pipeline);
  }

  private static @Nullable Pipeline read(SourceText source, Findings findings) {
    if (!source.isReadable(findings)) {
      return null;
    }
    @Nullable Node root = new NodeReader(source, findings).read();
    return root == null ? null : new FileReader(findings).read(root);
  }
}
