package dev.sluice.model.outcome;

import dev.sluice.model.file.FileText;
import dev.sluice.model.file.Format;
import dev.sluice.model.file.KeyTable;
import dev.sluice.model.file.Node;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads {@code outcomes.yaml}, or the same beneath {@code outcomes:} in a {@code sluice.yaml}.
 * Touches no file: the caller brings the bytes.
 */
public final class OutcomesFile {
  /** The newest version of the format that this code reads, as in {@code sluice-outcomes: 1}. */
  public static final int FORMAT = 1;

  /** Larger files are refused unread; callers need read no more than one byte above this. */
  public static final int MAX_BYTES = 16 << 20;

  private static final int MAX_VALUES = 600_000;
  private static final Pattern IN_PIPELINE = Pattern.compile("(?m)^outcomes[ \\t]*:");

  /** What such a file may say, and how much of it. */
  public static final Format KIND =
      new Format(
          "file of outcomes",
          "outcomes.yaml",
          new KeyTable(
              Stream.of(OutcomeKeys.ALL, ThingKeys.ALL, NeedKeys.ALL)
                  .flatMap(List::stream)
                  .toList()),
          MAX_BYTES,
          MAX_VALUES,
          "write hosts that are alike as one group, or split the file by place",
          (_, _) -> false);

  private OutcomesFile() {}

  /**
   * Judges a file by every rule.
   *
   * @param fileName for messages only
   * @param content of the file; never changed
   */
  public static FileText.Reading<Outcomes> parse(String fileName, byte[] content) {
    return FileText.read(
        KIND,
        fileName,
        content,
        (findings, root) -> new OutcomesReader(findings).read(inPipeline(root)));
  }

  /** Whether a pipeline file has outcomes, beneath a key of its own. */
  public static boolean isIn(byte[] pipelineFile) {
    return IN_PIPELINE.matcher(new String(pipelineFile, StandardCharsets.UTF_8)).find();
  }

  /** What stands beneath {@code outcomes:} of a pipeline file; all of any other file. */
  private static Node inPipeline(Node root) {
    if (root instanceof Node.Mapping mapping
        && mapping.entries().stream().anyMatch(entry -> entry.key().text().equals("sluice"))) {
      return mapping.entries().stream()
          .filter(entry -> entry.key().text().equals("outcomes"))
          .map(Node.Entry::value)
          .findFirst()
          .orElse(root);
    }
    return root;
  }
}
