package dev.sluice.acceptance.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.Printer;
import dev.sluice.cli.Program;
import dev.sluice.model.file.ProblemReport;
import dev.sluice.model.pipeline.PipelineFile;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DocumentationTest {
  /** Made from the table of keys; the tests of module model hold its fragments. */
  private static final String MANUAL = "docs/pipeline-file.md";

  private static final Pattern COMMAND =
      Pattern.compile("^(?:\\$ )?(?:(?:\\.\\.?/)+)?sluice( .*)?$");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

  private final List<Page> pages = Page.all();

  @Test
  void thePagesAreFound() {
    assertThat(pages.stream().map(Page::name))
        .contains("README.md", "docs/concepts.md", "docs/proving.md", "docs/formats/README.md");
  }

  @Test
  void everyRelativeLinkLeadsSomewhere() {
    List<String> broken = new ArrayList<>();
    for (Page page : pages) {
      for (String link : page.links()) {
        if (!link.contains("://") && !leads(page, link)) {
          broken.add(page.name() + ": " + link);
        }
      }
    }

    assertThat(broken).isEmpty();
  }

  private boolean leads(Page page, String link) {
    String[] parts = link.split("#", 2);
    Path target =
        parts[0].isEmpty() ? page.file() : page.file().resolveSibling(parts[0]).normalize();
    if (!Files.exists(target)) {
      return false;
    }
    return parts.length == 1
        || pages.stream().anyMatch(p -> p.file().equals(target) && p.anchors().contains(parts[1]));
  }

  @Test
  void everyCommandLineShownIsOneThatTheProgramTakes() {
    List<String> refused = new ArrayList<>();
    int seen = 0;
    for (Page page : pages) {
      for (Shown shown : commandLines(page)) {
        seen++;
        refusal(shown)
            .ifPresent(why -> refused.add(page.name() + ": sluice " + shown.words() + ": " + why));
      }
    }

    assertThat(refused).isEmpty();
    assertThat(seen).as("command lines found, so that this cannot pass on none").isGreaterThan(20);
  }

  /**
   * A command line as a page shows it.
   *
   * @param named in a sentence, where it need not be complete: {@code sluice proof verify} says so
   */
  private record Shown(List<String> words, boolean named) {}

  private static List<Shown> commandLines(Page page) {
    return Stream.concat(
            page.fences().stream()
                .filter(fence -> !fence.info().equals("text"))
                .flatMap(fence -> fence.lines().stream())
                .flatMap(line -> shown(line, false)),
            // A lone `sluice` in a sentence is the program's name.
            page.codes().stream()
                .filter(code -> code.contains(" "))
                .flatMap(code -> shown(code, true)))
        .toList();
  }

  private static Stream<Shown> shown(String text, boolean named) {
    Matcher command = COMMAND.matcher(text);
    return command.matches()
        ? Stream.of(new Shown(words(Optional.ofNullable(command.group(1)).orElse("")), named))
        : Stream.of();
  }

  /** As a shell splits them: up to a comment, a pipe or a redirection. */
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(text);
    while (word.find()) {
      if (word.group().matches("[#|>&;].*")) {
        break;
      }
      words.add(
          word.group().startsWith("'") || word.group().startsWith("\"")
              ? word.group().substring(1, word.group().length() - 1)
              : word.group());
    }
    return words;
  }

  /** Parsed and not executed: a prove in a manual page must not boot machines here. */
  private static Optional<String> refusal(Shown shown) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    Program program =
        new Program(new Printer(nowhere, nowhere, false, false), Map.of(), Clock.systemUTC(), 1);
    String[] arguments = shown.words().toArray(String[]::new);
    try {
      // The command line is the program's own affair, hence not public.
      Method commandLine =
          Class.forName("dev.sluice.cli.Sluice")
              .getDeclaredMethod("commandLine", Program.class, String[].class);
      commandLine.setAccessible(true);
      Object line = commandLine.invoke(null, program, arguments);
      line.getClass().getMethod("parseArgs", String[].class).invoke(line, (Object) arguments);
      return Optional.empty();
    } catch (InvocationTargetException e) {
      Throwable refusal = e.getTargetException();
      boolean incomplete = refusal.getClass().getSimpleName().equals("MissingParameterException");
      return shown.named() && incomplete
          ? Optional.empty()
          : Optional.of(String.valueOf(refusal.getMessage()));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the program's command line is made elsewhere now", e);
    }
  }

  @Test
  void everyPipelineFileShownIsValid() {
    List<String> invalid = new ArrayList<>();
    int seen = 0;
    for (Page page : pages) {
      for (Page.Fence fence : page.fences()) {
        if (isPipelineFile(page, fence)) {
          seen++;
          switch (PipelineFile.parse(page.name(), fence.text().getBytes(StandardCharsets.UTF_8))) {
            case PipelineFile.Valid _ -> {}
            case PipelineFile.Invalid(var problems) -> invalid.add(ProblemReport.of(problems));
          }
        }
      }
    }

    assertThat(invalid).as("mark what is no whole file with ```yaml fragment").isEmpty();
    assertThat(seen).isPositive();
  }

  private static boolean isPipelineFile(Page page, Page.Fence fence) {
    boolean whole = fence.text().contains("\nproduct:") && fence.text().contains("\nsuites:");
    return page.name().equals(MANUAL)
        ? fence.info().equals("yaml") && whole
        : fence.info().startsWith("yaml") && !fence.info().contains("fragment");
  }
}
