package dev.sluice.cli;

import dev.sluice.cli.screen.Plain;
import dev.sluice.model.file.Problem;
import dev.sluice.model.file.ProblemReport;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;

/** The call cannot be carried out as it stands; nothing was run. The lines are for people. */
final class Unusable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> lines;

  Unusable(String... lines) {
    this(lines[0], List.of(lines));
  }

  private Unusable(String sentence, List<String> lines) {
    super(sentence);
    this.lines = lines;
  }

  /**
   * The same, where the lines begin with something else than what they come to.
   *
   * @param sentence for where there is room for one line
   */
  static Unusable saying(String sentence, String text) {
    return new Unusable(sentence, text.lines().toList());
  }

  /**
   * All mistakes in a file that is not valid; the first of them where there is room for one line.
   */
  static Unusable invalid(List<Problem> problems) {
    Problem first = problems.getFirst();
    return saying(
        "%s:%d:%d: %s%s"
            .formatted(
                Plain.of(first.file()),
                first.line(),
                first.column(),
                Plain.of(first.message()),
                problems.size() == 1 ? "" : "; %d problems in all".formatted(problems.size())),
        ProblemReport.of(problems));
  }

  List<String> lines() {
    return lines;
  }

  /** What an exception of the file system means, with the file. */
  static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException f -> f.getFile() + ": no such file or folder";
      case AccessDeniedException f -> f.getFile() + ": permission denied";
      case FileAlreadyExistsException f -> f.getFile() + ": exists already";
      case NotDirectoryException f -> f.getFile() + ": not a folder";
      case FileSystemException f ->
          f.getFile() + ": " + (f.getReason() == null ? "cannot be used" : f.getReason());
      default -> String.valueOf(e.getMessage());
    };
  }
}
