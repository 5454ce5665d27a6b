package dev.sluice.acceptance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Digest;
import dev.sluice.model.Version;
import dev.sluice.server.event.ReleaseKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a log says of releases and runs, and that it can be true: read from an export, as an auditor
 * would.
 */
final class LogCheck {
  private final Map<ReleaseKey, Digest> submitted = new LinkedHashMap<>();
  private final Map<ReleaseKey, Set<String>> admitted = new HashMap<>();
  private final Map<String, Life> runs = new LinkedHashMap<>();

  /** A run's life so far. */
  private static final class Life {
    private final boolean proves;
    private final List<String> lost = new ArrayList<>();
    private @Nullable String runner;
    private int attempt;
    private @Nullable String end;

    Life(boolean proves) {
      this.proves = proves;
    }
  }

  private LogCheck() {}

  /** Reads all of it; what cannot be true fails the test. */
  static LogCheck of(Path export) {
    var check = new LogCheck();
    try {
      for (String text : Files.readAllLines(export)) {
        JsonNode line = JsonMapper.shared().readTree(text);
        if (line.has("body")) {
          check.entry(line, JsonMapper.shared().readTree(line.path("body").asString()));
        }
      }
      return check;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void entry(JsonNode line, JsonNode body) {
    String said = line.toString();
    switch (line.path("type").asString()) {
      case "release-submitted" ->
          assertThat(submitted.put(key(body.path("release")), new Digest(text(body, "content"))))
              .as("submitted twice: %s", said)
              .isNull();
      case "release-admitted" ->
          assertThat(admitted.put(key(body.path("release")), new TreeSet<>()))
              .as("admitted twice: %s", said)
              .isNull();
      case "run-queued" -> queued(body, said);
      case "run-claimed" -> {
        Life life = life(body);
        assertThat(life.runner).as("claimed while out: %s", said).isNull();
        assertThat(life.end).as("claimed after its end: %s", said).isNull();
        assertThat(body.path("attempt").asInt()).as(said).isEqualTo(life.attempt + 1);
        life.attempt++;
        life.runner = text(body, "runner");
        assertThat(line.path("actor").asString()).as(said).isEqualTo(life.runner);
      }
      case "run-returned" -> {
        Life life = life(body);
        assertThat(life.runner).as("returned by nobody: %s", said).isNotNull();
        life.lost.add(text(body, "reason"));
        life.runner = null;
      }
      case "run-ended" -> {
        assertThat(line.path("actor").asString()).as(said).isEqualTo(life(body).runner);
        end(body, text(body, "result"), said);
      }
      case "run-cancelled", "run-expired", "run-spared" ->
          end(body, line.path("type").asString(), said);
      default -> {}
    }
  }

  private void queued(JsonNode body, String said) {
    JsonNode work = body.path("work");
    boolean proves = text(work, "kind").equals("prove");
    assertThat(runs.put(text(body, "run"), new Life(proves))).as(said).isNull();
    if (proves) {
      assertThat(
              Objects.requireNonNull(admitted.get(key(work.path("release"))))
                  .add(text(work, "counterpart") + " in " + text(work, "environment")))
          .as("queued twice: %s", said)
          .isTrue();
    }
  }

  private void end(JsonNode body, String how, String said) {
    Life life = life(body);
    assertThat(life.end).as("ended twice: %s", said).isNull();
    life.end = how;
    life.runner = null;
  }

  private Life life(JsonNode body) {
    return Objects.requireNonNull(runs.get(text(body, "run")), () -> "never queued: " + body);
  }

  private static String text(JsonNode node, String key) {
    return node.path(key).asString();
  }

  private static ReleaseKey key(JsonNode release) {
    return new ReleaseKey(
        new ArtifactName(text(release, "artifact")), new Version(text(release, "version")));
  }

  /** Digest of each release that was submitted. */
  Map<ReleaseKey, Digest> submitted() {
    return submitted;
  }

  /** What each admitted release has to be proven with, and where. */
  Map<ReleaseKey, Set<String>> admitted() {
    return admitted;
  }

  /** Runs of candidates that have no end yet. */
  List<String> open() {
    return runs.entrySet().stream()
        .filter(run -> run.getValue().proves && run.getValue().end == null)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** How many leases were lost for a reason that has these words. */
  long lost(String words) {
    return runs.values().stream()
        .flatMap(run -> run.lost.stream())
        .filter(reason -> reason.contains(words))
        .count();
  }

  /** Runs of candidates that ended this way. */
  long ended(String how) {
    return runs.values().stream().filter(run -> run.proves && how.equals(run.end)).count();
  }

  /** Whether a result of this run's lease was taken. */
  boolean tookResult(String run, int attempt) {
    Life life = runs.get(run);
    return life != null
        && life.attempt >= attempt
        && (life.attempt > attempt || life.end != null || !life.lost.isEmpty());
  }
}
