package dev.sluice.server.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.file.Key;
import dev.sluice.model.pipeline.Keys;
import dev.sluice.model.pipeline.NamedFile;
import dev.sluice.model.pipeline.Pipeline;
import dev.sluice.model.pipeline.PipelineFile;
import dev.sluice.server.bundle.Bundle;
import dev.sluice.server.event.Change;
import dev.sluice.server.event.ProductName;
import dev.sluice.trust.canonical.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChangesTest {
  private static final Set<String> FOLDERS = Set.of("samples/clean", "guest", "roots/appliance");

  /** What a change means on the way there, and on the way back. */
  enum Means {
    WEAKER_BOTH_WAYS(true, true),
    WEAKER_BACK(false, true),
    WEAKER(true, false),
    NOTED(false, false);

    private final boolean there;
    private final boolean back;

    Means(boolean there, boolean back) {
      this.there = there;
      this.back = back;
    }
  }

  /**
   * One change of one key.
   *
   * @param says what one of the sentences contains
   */
  record Case(String file, String key, String from, String to, Means means, String says) {
    @Override
    public String toString() {
      return key + ": " + from.strip() + " -> " + to.strip();
    }
  }

  static Stream<Case> cases() {
    return ChangeCases.all().stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aChangeOfAKeyMeans(Case one) throws IOException {
    String old = text(one.file());
    String now = old.replace(one.from(), one.to());
    assertThat(now).as("the case changes the file").isNotEqualTo(old);

    List<Change> there = Changes.between(rules(old), rules(now));
    assertThat(there).as("there").anyMatch(change -> change.sentence().contains(one.says()));
    assertThat(there.stream().anyMatch(Change::weaker))
        .as("%s", there)
        .isEqualTo(one.means().there);

    List<Change> back = Changes.between(rules(now), rules(old));
    assertThat(back).as("back").isNotEmpty();
    assertThat(back.stream().anyMatch(Change::weaker)).as("%s", back).isEqualTo(one.means().back);
  }

  @Test
  void everyKeyOfThePipelineFileHasACase() {
    Set<String> without = new TreeSet<>(Keys.all().stream().map(Key::path).toList());
    ChangeCases.all().forEach(one -> without.remove(one.key()));
    without.removeAll(ChangeCases.DECIDED_ELSEWHERE.keySet());
    assertThat(without).as("keys whose change nobody has decided on").isEmpty();
  }

  @Test
  void everyFileThatIsNamedCountsByItsContent() throws IOException {
    for (String file : List.of("sluice.yaml", "machines.yaml")) {
      String text = text(file);
      Rules old = rules(text);
      for (Bundle.File each : old.bundle().files()) {
        if (each.path().equals("sluice.yaml")) {
          continue;
        }
        List<Change> changes = Changes.between(old, rules(text, Map.of(each.path(), "other")));
        assertThat(changes).as(each.path()).isNotEmpty().anyMatch(Change::weaker);
      }
    }
  }

  @Test
  void aMovedFileWithTheSameContentIsNoChangeOfAReleaseOrASample() throws IOException {
    String old = text("sluice.yaml");
    String now =
        old.replace("words/1", "moved/1")
            .replace("samples/threat", "moved/threat")
            .replace("lists/bad", "moved/bad");
    Map<String, String> content =
        Map.of("moved/1", "words/1", "moved/threat", "samples/threat", "moved/bad", "lists/bad");
    assertThat(Changes.between(rules(old), rules(now, content))).isEmpty();
  }

  @Test
  void commentsAndTheOrderOfKeysChangeNothing() throws IOException {
    String old = text("sluice.yaml");
    assertThat(Changes.between(rules(old), rules(old + "# a remark\n"))).isEmpty();
  }

  @Test
  void aFileThatNobodyNamesIsSeenAllTheSame() throws IOException {
    Rules old = rules(text("sluice.yaml"));
    List<Bundle.File> files = new ArrayList<>(old.bundle().files());
    files.add(file("stray", "stray"));
    Rules now =
        new Rules(
            new Bundle(old.bundle().product(), files, old.bundle().elsewhere()),
            old.pipeline(),
            null);
    assertThat(Changes.between(old, now))
        .containsExactly(new Change("the file stray is another one, new or removed", true));
  }

  @Test
  void theFirstFileOfAProductIsNotWeakerThanNothing() throws IOException {
    assertThat(Changes.between(null, rules(text("sluice.yaml"))))
        .containsExactly(
            new Change(
                "the first pipeline file of filter: filter, words, lists, second, proven in small,"
                    + " parts",
                false));
  }

  @Test
  void aNewEnvironmentNeedsASecondPersonSinceItRunsOnTheLabsMachine() throws IOException {
    String old = text("sluice.yaml");
    String now =
        old.replace(
            "suites:\n",
            """
              more:
                driver: qemu
                image: { script: more.sh }
                state: /srv
                stands-for: { os: more }
            suites:
            """);
    assertThat(Changes.between(rules(old), rules(now)))
        .containsExactly(
            new Change(
                "the environment more is new: what makes and drives it, such as its script, runs"
                    + " on the lab's machine",
                true));
  }

  @Test
  void aNewOwnCommandIsWeakerWhereACheckStandsAfterIt() throws IOException {
    String old = text("sluice.yaml");
    String own = "    - command: [disarm]\n      name: more\n";
    String blinds =
        "the check more is new and runs before others, on the same machine: it could blind them";
    assertThat(Changes.between(rules(old), rules(old.replace("  smoke:\n", "  smoke:\n" + own))))
        .containsExactly(new Change(blinds, true));
    // The last of smoke is not the last of a run: regression goes on where smoke ends.
    assertThat(
            Changes.between(
                rules(old), rules(old.replace("  regression:\n", own + "  regression:\n"))))
        .containsExactly(new Change(blinds, true));
    String last = own + own.replace("more", "still-more");
    assertThat(
            Changes.between(
                rules(old), rules(old.replace("  needs-machine", last + "  needs-machine"))))
        .containsExactlyInAnyOrder(
            new Change("the check more is new", false),
            new Change("the check still-more is new", false));
  }

  @Test
  void anOwnCommandThatMovesUpToSmokeIsWeaker() throws IOException {
    String old = text("sluice.yaml");
    int from = old.indexOf("    - command");
    String own = old.substring(from, old.indexOf("  needs-machine"));
    String now = old.replace(own, "").replace("  smoke:\n", "  smoke:\n" + own);
    assertThat(Changes.between(rules(old), rules(now)))
        .contains(
            new Change(
                "the check self-test is earlier and runs before others, on the same machine: it"
                    + " could blind them",
                true));
  }

  @Test
  void anotherOrderIsSeenThoughACheckIsAdded() throws IOException {
    String old = text("sluice.yaml");
    String catches = "    - catches: samples/threat\n";
    String now =
        old.replace(catches, "")
            .replace(
                "    - survives-dates: { valid-for: 90 d, days: [2027-03-01] }\n",
                "    - survives-dates: { valid-for: 90 d, days: [2027-03-01] }\n" + catches)
            .replace("  regression:\n    - installs\n", "    - installs\n  regression:\n");
    assertThat(Changes.between(rules(old), rules(now)))
        .contains(new Change("the checks are in another order", true));
  }

  @Test
  void whatIsWeakerComesFirst() throws IOException {
    String old = text("sluice.yaml");
    String now =
        old.replace("size: 1 MiB", "size: 1 KiB").replace("deadline: 60 s", "deadline: 90 s");
    assertThat(Changes.between(rules(old), rules(now)))
        .containsExactly(
            new Change("small: deadline is 90 s, and was 1 m", true),
            new Change("filter: size is 1 KiB, and was 1 MiB", false));
  }

  static Rules rules(String text) {
    return rules(text, Map.of());
  }

  /** Every file holds its own path, but for those that are said to hold something else. */
  static Rules rules(String text, Map<String, String> content) {
    Pipeline pipeline =
        switch (PipelineFile.parse("sluice.yaml", text.getBytes(StandardCharsets.UTF_8))) {
          case PipelineFile.Valid(var valid) -> valid;
          case PipelineFile.Invalid(var problems) -> throw new AssertionError(problems.toString());
        };
    Map<String, Bundle.File> files = new HashMap<>();
    files.put("sluice.yaml", file("sluice.yaml", text));
    Set<String> secrets = new HashSet<>();
    for (NamedFile named : NamedFile.of(pipeline)) {
      String path = named.path().startsWith("./") ? named.path().substring(2) : named.path();
      if (named.use() == NamedFile.Use.SECRET) {
        secrets.add(path);
      } else if (FOLDERS.contains(path)) {
        files.put(path + "/a", file(path + "/a", content.getOrDefault(path + "/a", path + "/a")));
      } else if (named.use() != NamedFile.Use.WORD || path.contains("/")) {
        files.put(path, file(path, content.getOrDefault(path, path)));
      }
    }
    return new Rules(
        new Bundle(new ProductName("filter"), List.copyOf(files.values()), List.copyOf(secrets)),
        pipeline,
        null);
  }

  private static Bundle.File file(String path, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return new Bundle.File(path, Sha256.of(bytes), bytes.length, false);
  }

  static String text(String name) throws IOException {
    try (InputStream in = ChangesTest.class.getResourceAsStream("/change/" + name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
