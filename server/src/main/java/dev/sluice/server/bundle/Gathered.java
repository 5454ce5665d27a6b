package dev.sluice.server.bundle;

import dev.sluice.model.Digest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What comes of looking for everything that a pipeline file names. */
public sealed interface Gathered {
  /**
   * All of it is there.
   *
   * @param files where the bytes lie of each digest that the bundle has; they may change until they
   *     are read again
   */
  record Whole(Bundle bundle, Map<Digest, Path> files) implements Gathered {
    public Whole {
      files = Map.copyOf(files);
    }
  }

  /**
   * Something is missing, or cannot be taken along.
   *
   * @param problems in sentences, at least one
   */
  record Lacking(List<String> problems) implements Gathered {
    public Lacking {
      problems = List.copyOf(problems);
    }
  }
}
