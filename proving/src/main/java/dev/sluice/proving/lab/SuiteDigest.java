package dev.sluice.proving.lab;

import dev.sluice.model.Digest;
import dev.sluice.model.pipeline.Artifact;
import dev.sluice.model.pipeline.CheckSpec;
import dev.sluice.model.pipeline.Command;
import dev.sluice.model.pipeline.EnvironmentSpec;
import dev.sluice.proving.check.Sample;
import dev.sluice.trust.canonical.CanonicalJson;
import dev.sluice.trust.canonical.Json;
import dev.sluice.trust.canonical.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The digest of everything that decides what a suite does: the checks in order, their samples'
 * content, which of them need a machine, the verbs, what {@code healthy} means in each environment,
 * the validator. Two files that differ only in comments or hosts have one suite.
 */
final class SuiteDigest {
  private SuiteDigest() {}

  static Digest of(
      String name,
      List<CheckSpec> checks,
      Artifact.Verbs verbs,
      Map<CheckSpec, List<Sample>> samples,
      Elsewhere elsewhere,
      Json format) {
    List<Json> described = new ArrayList<>();
    for (CheckSpec check : checks) {
      Map<String, Json> fields = new HashMap<>(parameters(check));
      fields.put("check", new Json.Text(check.name()));
      if (elsewhere.needMachine().contains(check.name())) {
        fields.put("needs-machine", new Json.Flag(true));
      }
      // Sample paths are left out: their content is what counts.
      fields.put(
          "samples",
          new Json.Items(
              samples.getOrDefault(check, List.of()).stream()
                  .map(sample -> (Json) new Json.Text(sample.digest().hex()))
                  .toList()));
      described.add(new Json.Fields(fields));
    }
    Map<String, Json> suite = new HashMap<>();
    suite.put("format", new Json.Whole(1));
    suite.put("suite", new Json.Text(name));
    suite.put("checks", new Json.Items(described));
    suite.put("file-format", format);
    suite.put("verbs", verbs(verbs));
    Map<String, Json> health = health(elsewhere.environments());
    if (!health.isEmpty()) {
      suite.put("health", new Json.Fields(health));
    }
    return Sha256.of(CanonicalJson.write(new Json.Fields(suite)));
  }

  /** What the pipeline file says of a suite outside of its list of checks. */
  record Elsewhere(List<EnvironmentSpec> environments, Set<String> needMachine) {
    Elsewhere {
      environments = List.copyOf(environments);
      needMachine = Set.copyOf(needMachine);
    }
  }

  /** Those that say nothing are left out, so that a new environment makes no other suite. */
  private static Map<String, Json> health(List<EnvironmentSpec> environments) {
    Map<String, Json> health = new HashMap<>();
    for (EnvironmentSpec environment : environments) {
      EnvironmentSpec.Health asked = environment.health();
      if (!asked.equals(EnvironmentSpec.Health.DEFAULT)) {
        health.put(
            environment.name(),
            new Json.Fields(
                Map.of(
                    "units",
                    texts(asked.units().stream().sorted().toList()),
                    "settle",
                    millis(asked.settle()))));
      }
    }
    return health;
  }

  /**
   * The part of the digest that is the check {@code format}: the validator's words and the content
   * of those that are files of the pipeline's folder, or the schema's content.
   */
  static Json format(Artifact.@Nullable Format format, Path folder) throws IOException {
    List<String> words =
        switch (format) {
          case null -> List.of();
          case Artifact.Format.ValidatorCommand(var command) -> command.words();
          case Artifact.Format.JsonSchema(var file) -> List.of(file);
        };
    List<Json> parts = new ArrayList<>();
    for (String word : words) {
      Path file = folder.resolve(word);
      boolean ours = file.normalize().startsWith(folder) && Files.isRegularFile(file);
      parts.add(new Json.Text(ours ? InputsFolder.digest(file).hex() : word));
    }
    return new Json.Items(parts);
  }

  private static Map<String, Json> parameters(CheckSpec check) {
    return switch (check) {
      case CheckSpec.Catches _, CheckSpec.Installs _ -> Map.of();
      case CheckSpec.LeavesAlone l ->
          l.vital().isEmpty() ? Map.of() : Map.of("vital", texts(l.vital()));
      case CheckSpec.SurvivesDates s ->
          Map.of(
              "valid-for",
              millis(s.validFor()),
              "days",
              texts(s.days().stream().map(LocalDate::toString).toList()));
      case CheckSpec.StaysWithin s ->
          Map.of(
              "wall",
              millis(s.wall()),
              "cpu",
              millis(s.cpu()),
              "memory",
              new Json.Whole(s.memoryBytes()),
              "disk",
              new Json.Whole(s.diskBytes()));
      case CheckSpec.UserCommand u ->
          Map.of(
              "command",
              words(u.command()),
              "exit",
              new Json.Whole(u.exit()),
              "output",
              u.output() == null ? new Json.Nothing() : new Json.Text(u.output()),
              "within",
              millis(u.within()));
    };
  }

  private static Json texts(List<String> texts) {
    return new Json.Items(texts.stream().map(text -> (Json) new Json.Text(text)).toList());
  }

  private static Json millis(@Nullable Duration duration) {
    return duration == null ? new Json.Nothing() : new Json.Whole(duration.toMillis());
  }

  private static Json verbs(Artifact.Verbs verbs) {
    return new Json.Fields(
        Map.of(
            "install", words(verbs.install()),
            "take", words(verbs.take()),
            "in-force", words(verbs.inForce()),
            "probe", words(verbs.probe()),
            "healthy", words(verbs.healthy())));
  }

  private static Json words(@Nullable Command command) {
    return command == null ? new Json.Nothing() : texts(command.words());
  }
}
