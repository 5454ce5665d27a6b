package dev.sluice.model.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.file.Explanation;
import dev.sluice.model.file.Findings;
import dev.sluice.model.file.Format;
import dev.sluice.model.file.Key;
import dev.sluice.model.file.Node;
import dev.sluice.model.file.NodeReader;
import dev.sluice.model.file.SourceText;
import dev.sluice.model.file.Span;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class KeysTest {
  private static final List<Format> KIND = List.of(PipelineFile.KIND);

  @Test
  void noKeyIsDescribedTwice() {
    assertThat(Keys.all()).extracting(Key::path).doesNotHaveDuplicates();
    assertThat(Keys.all()).extracting(Key::spoken).doesNotHaveDuplicates();
  }

  @Test
  void everyKeyIsShownInItsExample() {
    assertThat(Keys.all())
        .allSatisfy(key -> assertThat(key.example()).startsWithIgnoringCase(shown(key)));
  }

  private static String shown(Key key) {
    boolean item = key.example().startsWith("- ");
    boolean word = key.type() == Key.Type.BUILT_IN || key.name().equals("installs");
    return (item ? "- " : "") + key.name() + (word ? "" : ":");
  }

  @Test
  void theFormatsGoldenFilesUseEveryKey() {
    Set<String> used = new HashSet<>();
    for (String file : ValidFiles.GOLDEN) {
      var source = SourceText.decode(Golden.bytes(Golden.repository().resolve(file)));
      Node root = new NodeReader(source, new Findings(file, source, PipelineFile.KIND)).read();
      collect(root == null ? new Node.Broken(Span.START) : root, used);
    }

    assertThat(used).containsAll(Keys.all().stream().map(Key::name).toList());
  }

  private static void collect(Node node, Set<String> used) {
    switch (node) {
      case Node.Mapping mapping ->
          mapping
              .entries()
              .forEach(
                  entry -> {
                    used.add(entry.key().text());
                    collect(entry.value(), used);
                  });
      case Node.Sequence list -> list.items().forEach(item -> collect(item, used));
      case Node.Scalar scalar -> used.add(scalar.text());
      case Node.Broken _ -> {}
    }
  }

  @Test
  void whatTheTableAllowsOfWordsTheParserAllows() {
    String example = Golden.text(Golden.repository().resolve(ValidFiles.EXAMPLE));

    assertThat(Keys.at("artifacts.NAME.in-force").allowed())
        .allSatisfy(
            word ->
                assertThat(
                        PipelineFile.parse(
                            "sluice.yaml",
                            example.replace("size: 64 KiB", "in-force: " + word).getBytes(UTF_8)))
                    .isInstanceOf(PipelineFile.Valid.class));
  }

  @Test
  void explainFindsAKeyByItsPathWithAndWithoutNames() {
    List<String> ways =
        List.of(
            "artifacts.NAME.releases.VERSION.hosts",
            "artifacts.releases.hosts",
            "artifacts.sensor.releases.7.15.hosts",
            "releases.hosts",
            "hosts",
            " Hosts ");

    assertThat(ways)
        .allSatisfy(
            way ->
                assertThat(Explanation.of(way, KIND))
                    .isEqualTo(Explanation.of(ways.getFirst(), KIND)));
  }

  @Test
  void explainShowsEverythingAboutAKey() {
    assertThat(Explanation.of("artifacts.known-bad.with", KIND))
        .isEqualTo(
            new Explanation.Found(
                """
                artifacts.known-bad.with: version

                  The counterpart it is tried with: for data a release of the application, for an
                  application a release of its data.

                  default  the riskiest combination
                  allowed  a release that hosts run
                  type     text of letters, digits and . _ + ~ - beginning with a letter or digit; at most
                           64; 7.1 and 7.10 differ, with or without quotes
                  since    format 1
                  example  with: "7.15"
                """));
  }

  @Test
  void explainListsTheKeysBeneathAndThoseOfOneName() {
    assertThat(Explanation.of("suites.smoke.stays-within", KIND).text())
        .contains("beneath it", "suites.stays-within.cpu");
    assertThat(Explanation.of("file", KIND).text())
        .startsWith("file is the name of several keys:")
        .contains("artifacts.floor.file", "artifacts.known-bad.file");
    assertThat(Explanation.of("", KIND).text())
        .contains(Keys.all().stream().map(Key::spoken).toList());
  }

  @Test
  void explainOffersTheNearestKey() {
    assertThat(Explanation.of("artifacts.know-bad", KIND))
        .isEqualTo(
            new Explanation.Unknown(
                """
                no key is called "artifacts.know-bad"; did you mean "artifacts.known-bad"?
                sluice explain lists all keys.
                """));
    assertThat(Explanation.of("\u001b[2J", KIND))
        .isInstanceOfSatisfying(
            Explanation.Unknown.class,
            unknown -> assertThat(unknown.text()).contains("\\u{1b}").doesNotContain("\u001b"));
  }

  @Test
  void everyProblemAsksForAKeyThatCanBeExplained() {
    ErrorFixturesTest.fixtures()
        .map(fixture -> PipelineFile.parse("f", Golden.bytes(ErrorFixturesTest.file(fixture))))
        .forEach(
            parsed -> {
              if (parsed instanceof PipelineFile.Invalid(var problems)) {
                assertThat(problems)
                    .filteredOn(problem -> problem.key() != null)
                    .allSatisfy(
                        problem ->
                            assertThat(Explanation.of(String.valueOf(problem.key()), KIND))
                                .isInstanceOf(Explanation.Found.class));
              }
            });
  }
}
