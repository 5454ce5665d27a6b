package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class SluiceTest {
  @TempDir private Path home;

  private Shell shell() {
    return new Shell(home);
  }

  @Test
  void theVersionIsOneLine() {
    Shell.Ended ended = shell().run("--version");

    assertThat(ended).isEqualTo(new Shell.Ended(0, "sluice 0.1.0\n", ""));
  }

  @Test
  void helpNamesEveryCommandAndWhatItDoes() {
    Shell.Ended ended = shell().run("--help");

    assertThat(ended.status()).isZero();
    assertThat(Commands.NAMES)
        .allSatisfy(name -> assertThat(ended.out()).containsPattern("\n  " + name + " +[A-Z]"));
  }

  @Test
  void noCommandIsWrongUse() {
    Shell.Ended ended = shell().run();

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).startsWith("sluice: which command?\n");
  }

  @ParameterizedTest
  @CsvSource({
    "prvoe, prove",
    "prov, prove",
    "chekc, check",
    "completions, completion",
    "exlain, explain"
  })
  void aWrongCommandNamesTheNearest(String typed, String meant) {
    Shell.Ended ended = shell().run(typed, "x");

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err())
        .contains("no command \"" + typed + "\"; did you mean " + meant + "?")
        .contains("sluice --help");
  }

  @Test
  void aWrongOptionNamesTheNearest() {
    Shell.Ended ended = shell().run("prove", "channel", "291", "f", "--keepgoing");

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err())
        .contains("no option \"--keepgoing\"; did you mean --keep-going?")
        .contains("sluice prove --help");
  }

  @Test
  void aCommandOfACommandIsSuggestedToo() {
    assertThat(shell().run("keys", "lst").err()).contains("did you mean list?");
    assertThat(shell().run("proof", "check").err())
        .contains("sluice proof: no command \"check\"")
        .contains("sluice proof --help");
  }

  @Test
  void whatIsTypedCannotWriteOnTheTerminal() {
    assertThat(shell().run("\u001b[31mprove").err()).doesNotContain("\u001b");
    assertThat(shell().run("check", "--\u001b[31m").err()).doesNotContain("\u001b");
  }

  @Test
  void noStackTraceUnlessAsked() {
    assertThat(shell().run("check", "--pipeline", "/nowhere").err()).doesNotContain("\tat ");
    assertThat(shell().run("check", "--pipeline", "/nowhere", "--debug").err()).contains("\tat ");
    var debugging = new Shell(Map.of("HOME", home.toString(), "SLUICE_DEBUG", "1"));
    assertThat(debugging.run("check", "--pipeline", "/nowhere").err()).contains("\tat ");
  }

  @Test
  void aRelativeHomeIsRefused() {
    Shell.Ended ended = new Shell(Map.of("HOME", "here")).run("keys", "list");

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err()).contains("HOME is not set to an absolute path");
  }

  static Stream<List<String>> everyCommand() {
    List<List<String>> all = new ArrayList<>();
    var program = new Program(Printer.standard(Map.of()), Map.of(), java.time.Clock.systemUTC(), 1);
    for (String name : Commands.NAMES) {
      CommandLine line =
          Objects.requireNonNull(Sluice.commandLine(program, name).getSubcommands().get(name));
      all.add(List.of(name));
      line.getSubcommands().keySet().forEach(inner -> all.add(List.of(name, inner)));
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("everyCommand")
  void everyCommandExplainsItselfWithExamplesInEightyColumns(List<String> command) {
    List<String> words = new ArrayList<>(command);
    words.add("--help");

    Shell.Ended ended = shell().run(words.toArray());

    assertThat(ended.status()).isZero();
    assertThat(ended.out())
        .contains("Examples:\n  ", "sluice " + String.join(" ", command))
        .contains("--plain", "--debug");
    assertThat(ended.out().lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
  }
}
