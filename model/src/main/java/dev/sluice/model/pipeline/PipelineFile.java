package dev.sluice.model.pipeline;

import dev.sluice.model.file.FileText;
import dev.sluice.model.file.Findings;
import dev.sluice.model.file.Format;
import dev.sluice.model.file.Node;
import dev.sluice.model.file.Problem;
import java.util.List;

/** Reads {@code sluice.yaml}. Touches no file: the caller brings the bytes. */
public final class PipelineFile {
  /** The newest version of the format that this code reads, as in {@code sluice: 1}. */
  public static final int FORMAT = 1;

  /** Larger files are refused unread; callers need read no more than one byte above this. */
  public static final int MAX_BYTES = 1 << 20;

  /** Keys and values in one file. */
  static final int MAX_VALUES = 20_000;

  /** What such a file may say, and how much of it. */
  public static final Format KIND =
      new Format(
          "pipeline file",
          "sluice.yaml",
          Keys.TABLE,
          MAX_BYTES,
          MAX_VALUES,
          "name folders instead of files, or split the product",
          PipelineFile::refused);

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
    return switch (FileText.read(
        KIND, fileName, content, (findings, root) -> new FileReader(findings).read(root))) {
      case FileText.Read<Pipeline>(var pipeline) -> new Valid(pipeline);
      case FileText.Refused<Pipeline>(var problems) -> new Invalid(problems);
    };
  }

  private static boolean refused(Findings findings, Node.Scalar key) {
    boolean refused = Immovable.wouldRemove(key.text());
    if (refused) {
      Immovable.report(findings, key.span(), key.text());
    }
    return refused;
  }
}
