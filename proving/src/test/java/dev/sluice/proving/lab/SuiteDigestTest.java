package dev.sluice.proving.lab;

import static dev.sluice.proving.Examples.digest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Digest;
import dev.sluice.model.pipeline.Artifact;
import dev.sluice.model.pipeline.Artifact.Format;
import dev.sluice.model.pipeline.CheckSpec;
import dev.sluice.model.pipeline.Command;
import dev.sluice.model.pipeline.EnvironmentSpec;
import dev.sluice.proving.check.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One suite in many variations: each that does something else has another digest. */
class SuiteDigestTest {
  private static final CheckSpec.Catches CATCHES = new CheckSpec.Catches(List.of("threats"));
  private static final CheckSpec.LeavesAlone LEAVES_ALONE =
      new CheckSpec.LeavesAlone(List.of("clean"), List.of());
  private static final CheckSpec.StaysWithin STAYS_WITHIN =
      new CheckSpec.StaysWithin(null, Duration.ofSeconds(2), 32 << 20, 1 << 20);
  private static final CheckSpec.UserCommand OWN =
      own(command("scan", "all"), 0, "done", Duration.ofSeconds(5), null);
  private static final Artifact.Verbs VERBS =
      new Artifact.Verbs(
          command("install"),
          command("take"),
          command("in-force"),
          command("probe"),
          command("healthy"));
  private static final List<CheckSpec> CHECKS = List.of(CATCHES, LEAVES_ALONE, STAYS_WITHIN, OWN);

  private static final SuiteDigest.Elsewhere NOTHING =
      new SuiteDigest.Elsewhere(List.of(), Set.of());

  @TempDir private Path folder;

  private static Command command(String... words) {
    return new Command(List.of(words));
  }

  private static CheckSpec.UserCommand own(
      Command command,
      int exit,
      @Nullable String output,
      Duration within,
      @Nullable String standsFor) {
    return new CheckSpec.UserCommand("scans", command, exit, output, within, standsFor);
  }

  private static Sample sample(String name, String content) {
    return new Sample(name, "sample-1/" + name, digest(content));
  }

  private static final Map<CheckSpec, List<Sample>> SAMPLES =
      Map.of(
          CATCHES, List.of(sample("a", "threat a"), sample("b", "threat b")),
          LEAVES_ALONE, List.of(sample("c", "clean c")));

  private Digest suite() throws IOException {
    return suite("smoke", CHECKS, VERBS, SAMPLES, null);
  }

  private Digest suite(
      String name,
      List<CheckSpec> checks,
      Artifact.Verbs verbs,
      Map<CheckSpec, List<Sample>> samples,
      @Nullable Format format)
      throws IOException {
    return SuiteDigest.of(
        name, checks, verbs, samples, NOTHING, SuiteDigest.format(format, folder));
  }

  private Digest elsewhere(Set<String> needMachine, EnvironmentSpec... environments)
      throws IOException {
    return SuiteDigest.of(
        "smoke",
        CHECKS,
        VERBS,
        SAMPLES,
        new SuiteDigest.Elsewhere(List.of(environments), needMachine),
        SuiteDigest.format(null, folder));
  }

  private static EnvironmentSpec environment(String name, EnvironmentSpec.Health health) {
    return new EnvironmentSpec(
        name,
        new EnvironmentSpec.Sandbox(
            new EnvironmentSpec.Root.Folder("root"),
            null,
            "/state",
            new EnvironmentSpec.SandboxBounds(64, 100, 64, 64)),
        new TreeMap<>(Map.of("os", "linux")),
        null,
        health,
        EnvironmentSpec.DEFAULT_MOST_FLAKES);
  }

  private static EnvironmentSpec.Health health(int settle, String... units) {
    return new EnvironmentSpec.Health(List.of(units), Duration.ofSeconds(settle));
  }

  private Digest with(CheckSpec own) throws IOException {
    return suite("smoke", List.of(CATCHES, LEAVES_ALONE, STAYS_WITHIN, own), VERBS, SAMPLES, null);
  }

  private Digest within(CheckSpec.StaysWithin bounds) throws IOException {
    return suite("smoke", List.of(CATCHES, LEAVES_ALONE, bounds, OWN), VERBS, SAMPLES, null);
  }

  private Digest withSamples(List<Sample> threats, List<Sample> clean) throws IOException {
    return suite("smoke", CHECKS, VERBS, Map.of(CATCHES, threats, LEAVES_ALONE, clean), null);
  }

  private Digest withVerbs(
      @Nullable Command install,
      Command take,
      Command inForce,
      @Nullable Command probe,
      @Nullable Command healthy)
      throws IOException {
    return suite(
        "smoke", CHECKS, new Artifact.Verbs(install, take, inForce, probe, healthy), SAMPLES, null);
  }

  private Digest withFormat(Format format) throws IOException {
    return suite("smoke", CHECKS, VERBS, SAMPLES, format);
  }

  @Test
  void theSameSuiteHasTheSameDigest() throws IOException {
    assertThat(suite()).isEqualTo(suite());
  }

  @Test
  void whereSamplesLieAndWhatTheyAreCalledDoesNotMatter() throws IOException {
    assertThat(
            withSamples(
                List.of(sample("elsewhere/x", "threat a"), sample("y", "threat b")),
                List.of(sample("z", "clean c"))))
        .isEqualTo(suite());
  }

  @Test
  void everythingThatASuiteDoesMatters() throws IOException {
    Map<String, Digest> variations = new HashMap<>();
    variations.put("as it is", suite());
    variations.put("its name", suite("regression", CHECKS, VERBS, SAMPLES, null));
    variations.put(
        "the order of checks",
        suite("smoke", List.of(LEAVES_ALONE, CATCHES, STAYS_WITHIN, OWN), VERBS, SAMPLES, null));
    variations.put(
        "a check less", suite("smoke", List.of(CATCHES, LEAVES_ALONE), VERBS, SAMPLES, null));
    variations.put(
        "a check more",
        suite(
            "smoke",
            List.of(CATCHES, LEAVES_ALONE, STAYS_WITHIN, OWN, new CheckSpec.Installs()),
            VERBS,
            SAMPLES,
            null));
    List<Sample> clean = List.of(sample("c", "clean c"));
    variations.put(
        "a sample's content",
        withSamples(List.of(sample("a", "other"), sample("b", "threat b")), clean));
    variations.put("a sample less", withSamples(List.of(sample("a", "threat a")), clean));
    variations.put(
        "the order of samples",
        withSamples(List.of(sample("b", "threat b"), sample("a", "threat a")), clean));
    variations.put(
        "the samples of the other check",
        withSamples(clean, List.of(sample("a", "threat a"), sample("b", "threat b"))));
    variations.put(
        "wall",
        within(
            new CheckSpec.StaysWithin(
                Duration.ofSeconds(9), Duration.ofSeconds(2), 32 << 20, 1 << 20)));
    variations.put("no cpu", within(new CheckSpec.StaysWithin(null, null, 32 << 20, 1 << 20)));
    variations.put(
        "cpu", within(new CheckSpec.StaysWithin(null, Duration.ofMillis(2001), 32 << 20, 1 << 20)));
    variations.put(
        "memory",
        within(new CheckSpec.StaysWithin(null, Duration.ofSeconds(2), 33 << 20, 1 << 20)));
    variations.put(
        "disk", within(new CheckSpec.StaysWithin(null, Duration.ofSeconds(2), 32 << 20, -1)));
    Duration five = Duration.ofSeconds(5);
    variations.put("the command", with(own(command("scan"), 0, "done", five, null)));
    variations.put("other words", with(own(command("scan all"), 0, "done", five, null)));
    variations.put("the exit", with(own(command("scan", "all"), 1, "done", five, null)));
    variations.put("the output", with(own(command("scan", "all"), 0, "ready", five, null)));
    variations.put("no output", with(own(command("scan", "all"), 0, null, five, null)));
    variations.put(
        "the limit", with(own(command("scan", "all"), 0, "done", Duration.ofSeconds(6), null)));
    Command other = command("other");
    variations.put(
        "install", withVerbs(other, VERBS.take(), VERBS.inForce(), VERBS.probe(), VERBS.healthy()));
    variations.put(
        "no install",
        withVerbs(null, VERBS.take(), VERBS.inForce(), VERBS.probe(), VERBS.healthy()));
    variations.put(
        "take", withVerbs(VERBS.install(), other, VERBS.inForce(), VERBS.probe(), VERBS.healthy()));
    variations.put(
        "in-force",
        withVerbs(VERBS.install(), VERBS.take(), other, VERBS.probe(), VERBS.healthy()));
    variations.put(
        "probe", withVerbs(VERBS.install(), VERBS.take(), VERBS.inForce(), other, VERBS.healthy()));
    variations.put(
        "healthy", withVerbs(VERBS.install(), VERBS.take(), VERBS.inForce(), VERBS.probe(), other));
    variations.put(
        "no healthy",
        withVerbs(VERBS.install(), VERBS.take(), VERBS.inForce(), VERBS.probe(), null));
    variations.put("a format", withFormat(new Format.ValidatorCommand(command("parse"))));
    variations.put(
        "the format's words", withFormat(new Format.ValidatorCommand(command("parse", "-q"))));

    assertThat(variations.values()).doesNotHaveDuplicates();
  }

  @Test
  void whatHealthyMeansInAnEnvironmentMatters() throws IOException {
    EnvironmentSpec strict = environment("debian", health(5, "clamav-daemon", "ssh"));
    Map<String, Digest> variations = new HashMap<>();
    variations.put("as it is", elsewhere(Set.of(), strict));
    variations.put(
        "a unit less", elsewhere(Set.of(), environment("debian", health(5, "clamav-daemon"))));
    variations.put("no unit", elsewhere(Set.of(), environment("debian", health(5))));
    variations.put(
        "sooner content",
        elsewhere(Set.of(), environment("debian", health(0, "clamav-daemon", "ssh"))));
    variations.put(
        "nothing said", elsewhere(Set.of(), environment("debian", EnvironmentSpec.Health.DEFAULT)));
    variations.put(
        "of another environment",
        elsewhere(Set.of(), environment("other", health(5, "clamav-daemon", "ssh"))));

    assertThat(variations.values()).doesNotHaveDuplicates();
    assertThat(elsewhere(Set.of(), environment("debian", health(5, "ssh", "clamav-daemon"))))
        .isEqualTo(elsewhere(Set.of(), strict));
  }

  @Test
  void aCheckThatASandboxMayLeaveOutMatters() throws IOException {
    assertThat(elsewhere(Set.of("stays-within"))).isNotEqualTo(suite());
    assertThat(elsewhere(Set.of("scans"))).isNotEqualTo(elsewhere(Set.of("stays-within")));
  }

  @Test
  void whatTheSuiteDoesNotListMakesNoOtherSuite() throws IOException {
    assertThat(elsewhere(Set.of("installs"))).isEqualTo(suite());
    assertThat(elsewhere(Set.of(), environment("debian", EnvironmentSpec.Health.DEFAULT)))
        .isEqualTo(suite());
  }

  @Test
  void theContentOfTheValidatorMatters() throws IOException {
    Path tools = Files.createDirectory(folder.resolve("tools"));
    Format format = new Format.ValidatorCommand(command("tools/parse", "--strict"));
    Files.writeString(tools.resolve("parse"), "strict");
    Digest strict = withFormat(format);
    Files.writeString(tools.resolve("parse"), "lax");

    assertThat(withFormat(format)).isNotEqualTo(strict);
  }

  @Test
  void theContentOfTheSchemaMatters() throws IOException {
    Format format = new Format.JsonSchema("schema.json");
    Files.writeString(folder.resolve("schema.json"), "{}");
    Digest anything = withFormat(format);
    Files.writeString(folder.resolve("schema.json"), "{\"type\": \"object\"}");

    assertThat(withFormat(format)).isNotEqualTo(anything);
  }

  @Test
  void filesOfTheHostAreNamedAndNotRead() throws IOException {
    Format outside = new Format.ValidatorCommand(command("/bin/true", "../secret"));
    Files.writeString(folder.resolveSibling("secret"), "one");
    Digest before = withFormat(outside);
    Files.writeString(folder.resolveSibling("secret"), "two");

    assertThat(withFormat(outside)).isEqualTo(before);
    Files.delete(folder.resolveSibling("secret"));
  }
}
