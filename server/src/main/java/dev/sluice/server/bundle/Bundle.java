package dev.sluice.server.bundle;

import dev.sluice.model.Digest;
import dev.sluice.server.event.ProductName;
import java.util.List;
import java.util.Optional;

/**
 * A pipeline file with everything it names, by digest: what a runner needs, and what is approved.
 *
 * @param files sorted by path, each path once; the pipeline file is one of them, at {@link
 *     #PIPELINE}
 * @param elsewhere paths that are named and left out, since they are secrets of the machines that
 *     have them: a runner brings them
 */
public record Bundle(ProductName product, List<File> files, List<String> elsewhere) {
  /** Where the pipeline file lies. */
  public static final String PIPELINE = "sluice.yaml";

  /** Where the outcomes lie, if they are a file of their own. */
  public static final String OUTCOMES = "outcomes.yaml";

  public Bundle {
    files = List.copyOf(files);
    elsewhere = List.copyOf(elsewhere);
  }

  /**
   * One file.
   *
   * @param path relative, with {@code /}, without {@code .} or {@code ..}
   */
  public record File(String path, Digest digest, long size, boolean executable) {}

  public Optional<File> file(String path) {
    return files.stream().filter(f -> f.path().equals(path)).findFirst();
  }
}
