package dev.sluice.server.bundle;

import dev.sluice.model.pipeline.NamedFile;
import dev.sluice.model.pipeline.Pipeline;
import dev.sluice.server.event.ProductName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whether a bundle is what its pipeline file asks for: all of it, and links only where they may be.
 */
public final class BundleRules {
  private BundleRules() {}

  /** What is wrong, in sentences; empty when nothing is. */
  public static List<String> problems(Bundle bundle, Pipeline pipeline) {
    List<String> problems = new ArrayList<>();
    if (!bundle.product().value().equals(pipeline.product())) {
      problems.add(
          "the pipeline file is of product %s, the bundle of %s"
              .formatted(pipeline.product(), bundle.product()));
    }
    if (bundle.product().equals(ProductName.SERVER)) {
      problems.add("no product can be called " + ProductName.SERVER + " on a server");
    }
    Set<String> folders = new HashSet<>(bundle.folders());
    folders.add(""); // the pipeline file's own
    bundle.files().forEach(file -> folders.addAll(BundlePath.above(file.path())));
    bundle.links().forEach(link -> folders.addAll(BundlePath.above(link.path())));
    Set<String> files = new HashSet<>(bundle.files().stream().map(Bundle.File::path).toList());
    List<String> trees = new ArrayList<>();
    List<String> plain = new ArrayList<>();
    Set<String> secrets = new HashSet<>();
    for (NamedFile named : NamedFile.of(pipeline)) {
      String path = BundlePath.of(named.path());
      switch (named.use()) {
        case NEEDED, BUILT -> {
          plain.add(path);
          if (!files.contains(path) && !folders.contains(path)) {
            problems.add("the pipeline file names " + path + ", which the bundle lacks");
          }
        }
        case TREE -> {
          trees.add(path);
          if (!folders.contains(path)) {
            problems.add("the pipeline file names the folder " + path + ", which the bundle lacks");
          }
        }
        case SECRET -> secrets.add(path);
        case WORD -> plain.add(path);
      }
    }
    // Whoever reads a sample or a script follows links, out of the folder too.
    Stream.concat(bundle.links().stream().map(Bundle.Link::path), bundle.folders().stream())
        .filter(path -> !isWithinAny(path, trees) || isWithinAny(path, plain))
        .forEach(
            path ->
                problems.add(path + " is a link or an empty folder outside of a sandbox's root"));
    bundle.elsewhere().stream()
        .filter(path -> !secrets.contains(path))
        .forEach(path -> problems.add(path + " is no secret and must be in the bundle"));
    return problems;
  }

  private static boolean isWithinAny(String path, Collection<String> folders) {
    return folders.stream().anyMatch(folder -> BundlePath.isWithin(path, folder));
  }
}
