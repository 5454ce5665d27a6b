package dev.sluice.acceptance.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Markdown file of this repository, as far as the tests need it.
 *
 * @param file absolute
 * @param prose the lines outside fenced blocks
 */
record Page(Path file, List<String> prose, List<Fence> fences) {
  private static final Pattern LINK = Pattern.compile("\\[[^]]*]\\(([^)\\s]+)\\)");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*)");

  Page {
    prose = List.copyOf(prose);
    fences = List.copyOf(fences);
  }

  /**
   * A fenced block.
   *
   * @param info the words after the opening fence, such as {@code yaml fragment}
   */
  record Fence(String info, List<String> lines) {
    Fence {
      lines = List.copyOf(lines);
    }

    String text() {
      return String.join("\n", lines) + "\n";
    }
  }

  /** The folder that holds all modules. */
  static Path repository() {
    Path here = Path.of("").toAbsolutePath();
    return here.endsWith("acceptance") ? here.resolveSibling(".").normalize() : here;
  }

  /** Every page that people are meant to read. */
  static List<Page> all() {
    Path root = repository();
    try (Stream<Path> top = Files.list(root);
        Stream<Path> docs = Files.walk(root.resolve("docs"));
        Stream<Path> examples = Files.walk(root.resolve("examples"))) {
      return Stream.of(top, docs, examples)
          .flatMap(files -> files)
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .map(Page::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Page read(Path file) {
    List<String> prose = new ArrayList<>();
    List<Fence> fences = new ArrayList<>();
    String info = "";
    List<String> inside = new ArrayList<>();
    boolean open = false;
    try {
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith("```")) {
          if (open) {
            fences.add(new Fence(info, inside));
            inside.clear();
          }
          info = line.substring(3).strip();
          open = !open;
        } else {
          (open ? inside : prose).add(line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (open) {
      throw new IllegalStateException(file + " has a fence that is not closed");
    }
    return new Page(file, prose, fences);
  }

  String name() {
    return repository().relativize(file).toString();
  }

  List<String> links() {
    return prose.stream()
        .flatMap(line -> LINK.matcher(line).results())
        .map(found -> found.group(1))
        .toList();
  }

  /** Texts between backticks. */
  List<String> codes() {
    return prose.stream()
        .flatMap(line -> CODE.matcher(line).results())
        .map(found -> found.group(1))
        .toList();
  }

  /** The names by which links reach headings, as GitHub makes them. */
  List<String> anchors() {
    return prose.stream()
        .map(HEADING::matcher)
        .filter(java.util.regex.Matcher::matches)
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(text -> text.replaceAll("[^\\p{Alnum} _-]", "").replace(' ', '-'))
        .toList();
  }
}
