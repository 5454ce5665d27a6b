package dev.sluice.cli;

import dev.sluice.model.file.FileText;
import dev.sluice.model.file.Problem;
import dev.sluice.model.outcome.Outcomes;
import dev.sluice.model.outcome.OutcomesFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads outcomes from disk: {@code outcomes.yaml}, or {@code outcomes:} in a pipeline file. */
final class OutcomesSource {
  static final Path OWN = Path.of("outcomes.yaml");

  private static final Path PIPELINE = Path.of("sluice.yaml");

  private OutcomesSource() {}

  /**
   * The file to read: the one that was named, or the one that is there.
   *
   * @throws Unusable when there is none, or when there are two
   */
  static Path file(@Nullable Path named) {
    if (named != null) {
      return named;
    }
    Path pipeline = OWN.resolveSibling(PIPELINE);
    boolean own = Files.exists(OWN);
    boolean within = Files.isRegularFile(pipeline) && isIn(pipeline);
    if (own && within) {
      throw new Unusable(
          "sluice: outcomes stand twice: in " + OWN + " and under outcomes: in " + pipeline,
          "  keep one of them; --file FILE names one for this call");
    }
    return within ? pipeline : OWN;
  }

  /** Whether a pipeline file has outcomes. */
  static boolean isIn(Path pipeline) {
    return OutcomesFile.isIn(bytes(pipeline));
  }

  /** The outcomes that belong to a pipeline file, if any: beside it or in it. */
  static Optional<Path> of(Path pipeline) {
    Path beside = pipeline.resolveSibling(OWN);
    boolean own = Files.exists(beside);
    boolean within = Files.isRegularFile(pipeline) && isIn(pipeline);
    if (own && within) {
      throw new Unusable(
          "sluice: outcomes stand twice: in " + beside + " and under outcomes: in " + pipeline,
          "  keep one of them");
    }
    return own ? Optional.of(beside) : within ? Optional.of(pipeline) : Optional.empty();
  }

  static FileText.Reading<Outcomes> read(Path file) {
    return OutcomesFile.parse(file.toString(), bytes(file));
  }

  /**
   * The same for commands that need a valid file, as drills have found it to be.
   *
   * @throws Unusable with all problems when it is not
   */
  static Outcomes valid(Path file, LocalDate today) {
    return DrillFile.of(file).read().drills().found(written(file), today);
  }

  /** The same without what drills found. */
  static Outcomes written(Path file) {
    return written(List.of(file)).getFirst();
  }

  /**
   * The same of several files, in their order.
   *
   * @throws Unusable with all problems of all of them
   */
  static List<Outcomes> written(List<Path> files) {
    List<Outcomes> all = new ArrayList<>();
    List<Problem> wrong = new ArrayList<>();
    for (Path file : files) {
      switch (read(file)) {
        case FileText.Read<Outcomes>(var outcomes) -> all.add(outcomes);
        case FileText.Refused<Outcomes>(var problems) -> wrong.addAll(problems);
      }
    }
    if (!wrong.isEmpty()) {
      throw Unusable.invalid(wrong);
    }
    return all;
  }

  private static byte[] bytes(Path file) {
    try {
      if (Files.isDirectory(file)) {
        throw new Unusable(
            "sluice: " + file + " is a folder; name the file: --file " + file.resolve(OWN));
      }
      // A FIFO would wait for a writer for ever.
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw new Unusable("sluice: " + file + " is not a regular file");
      }
      try (InputStream in = Files.newInputStream(file)) {
        return in.readNBytes(OutcomesFile.MAX_BYTES + 1);
      }
    } catch (NoSuchFileException e) {
      throw new Unusable(
          "sluice: no file of outcomes " + file + " here",
          "  sluice init --outcomes writes one to begin with; --file FILE names another");
    } catch (IOException e) {
      throw new Unusable("sluice: the file of outcomes cannot be read: " + Unusable.reason(e));
    }
  }
}
