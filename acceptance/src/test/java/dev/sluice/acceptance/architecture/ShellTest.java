package dev.sluice.acceptance.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every shell script of the sources, examples and guests, as shellcheck sees it. */
@Tag("gate")
class ShellTest {
  private static final Path SOURCES = Path.of(System.getProperty("sluice.root"));

  /** Made by builds and proves, or somebody else's. */
  private static final Set<String> NOT_OURS = Set.of(".git", "target", "build", "out");

  private static final int HEAD = 200;
  private static final Pattern SAYS_ITS_SHELL =
      Pattern.compile("^#!.*\\b(sh|bash)\\b|^# shellcheck .*shell=", Pattern.MULTILINE);

  private static Stream<String> path() {
    return Pattern.compile(":").splitAsStream(System.getenv().getOrDefault("PATH", ""));
  }

  @Test
  void shellcheckFindsNothing() throws IOException, InterruptedException {
    assumeTrue(
        path().anyMatch(folder -> Files.isExecutable(Path.of(folder, "shellcheck"))),
        "no shellcheck here; ./verify installs it");
    List<Path> scripts = new ArrayList<>();
    List<Path> parts = new ArrayList<>();
    Files.walkFileTree(
        SOURCES,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes known) {
            return NOT_OURS.contains(String.valueOf(folder.getFileName()))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes known)
              throws IOException {
            if (known.isRegularFile()) {
              if (SAYS_ITS_SHELL.matcher(head(file)).find()) {
                scripts.add(file);
              } else if (file.toString().endsWith(".sh")) {
                parts.add(file); // handed to a shell by the program
              }
            }
            return FileVisitResult.CONTINUE;
          }
        });

    assertThat(scripts).as("so that this cannot pass on none").hasSizeGreaterThan(35);
    assertThat(parts).isNotEmpty();
    assertThat(findings(scripts, List.of()) + findings(parts, List.of("--shell=sh")))
        .as("mend it, or say in a comment above why it is right: shellcheck disable=SC…")
        .isEmpty();
  }

  /** Its first two lines, where a script says what reads it. */
  private static String head(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      var text = new String(in.readNBytes(HEAD), StandardCharsets.ISO_8859_1);
      int second = text.indexOf('\n', text.indexOf('\n') + 1);
      return second < 0 ? text : text.substring(0, second);
    }
  }

  /** Warnings and errors; where it merely informs, these scripts split words on purpose. */
  private static String findings(List<Path> files, List<String> more)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>();
    words.addAll(
        List.of(
            "shellcheck",
            "--severity=warning",
            "--external-sources",
            "--source-path=SCRIPTDIR",
            "--format=gcc"));
    words.addAll(more);
    files.forEach(file -> words.add(SOURCES.relativize(file).toString()));
    Process process =
        new ProcessBuilder(words).directory(SOURCES.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String found = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    assertThat(status).as(found).isLessThan(2); // 0 nothing found, 1 something, else it could not
    return found;
  }
}
