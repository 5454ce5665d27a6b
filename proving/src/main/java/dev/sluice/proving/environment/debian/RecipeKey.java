package dev.sluice.proving.environment.debian;

import dev.sluice.model.pipeline.DebianRecipe;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.environment.FileDigests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The content of everything that goes into a system but the packages, as one short name. */
final class RecipeKey {
  /** Counts when a system of the same recipe and the same scripts must be made anew. */
  private static final int FORMAT = 1;

  private static final int HEX_DIGITS = 32;

  private RecipeKey() {}

  /**
   * The name.
   *
   * @param kind of result, such as {@code bios}
   * @param scripts ours, by name
   * @param folder that the recipe's paths are relative to
   */
  static String of(String kind, DebianRecipe recipe, Map<String, String> scripts, Path folder)
      throws IOException {
    MessageDigest all = FileDigests.sha256();
    SortedMap<String, String> facts = new TreeMap<>();
    facts.put("format", Integer.toString(FORMAT));
    facts.put("kind", kind);
    facts.put("suite", recipe.suite().name());
    // In any order they make the same system.
    facts.put("packages", String.join(" ", sorted(recipe.packages())));
    facts.put("neighbours", String.join(" ", sorted(recipe.neighbours())));
    if (!kind.equals(DebianImages.ROOT)) {
      facts.put("disk", Integer.toString(recipe.diskMebibytes()));
    }
    facts.put("locale", String.valueOf(recipe.locale()));
    facts.put("time zone", String.valueOf(recipe.timeZone()));
    facts.forEach((name, value) -> say(all, name, value));
    new TreeMap<>(scripts).forEach((name, content) -> say(all, "ours " + name, content));
    for (var file : recipe.files().entrySet()) {
      say(all, "files", file.getKey());
      say(all, "at", file.getValue());
      addTree(all, folder.resolve(file.getKey()));
    }
    if (recipe.run() != null) {
      say(all, "run", "");
      addTree(all, folder.resolve(recipe.run()));
    }
    return FileDigests.hex(all.digest()).substring(0, HEX_DIGITS);
  }

  private static List<String> sorted(List<String> names) {
    return names.stream().sorted().distinct().toList();
  }

  private static void addTree(MessageDigest all, Path root) throws IOException {
    if (!Files.exists(root)) {
      throw new EnvironmentException(
          "the recipe names " + root + ", which is not there: correct files or run in the recipe");
    }
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.sorted().toList()) {
        String name = root.relativize(path).toString();
        if (path.equals(root)) {
          path = root.toRealPath();
        }
        if (Files.isSymbolicLink(path)) {
          say(all, "link " + name, Files.readSymbolicLink(path).toString());
        } else if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
          say(all, "folder " + name, mode(path));
        } else {
          say(all, "file " + name, mode(path));
          addContent(all, path);
        }
      }
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static void addContent(MessageDigest all, Path file) throws IOException {
    say(all, "bytes", Long.toString(Files.size(file)));
    FileDigests.add(file, all);
  }

  /** Each text with its length before it: no two lists of texts give the same bytes. */
  private static void say(MessageDigest all, String name, String value) {
    for (String text : List.of(name, value)) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      all.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
      all.update(bytes);
    }
  }
}
