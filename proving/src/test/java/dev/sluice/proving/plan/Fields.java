package dev.sluice.proving.plan;

import static dev.sluice.proving.Examples.name;
import static dev.sluice.proving.Examples.release;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Release;
import java.util.List;
import java.util.Map;

/** Fields of hosts to plan for, and what plans are read by. */
abstract class Fields {
  static final ArtifactName SENSOR = name("sensor");
  static final ArtifactName CHANNEL = name("channel");
  static final ArtifactName GEO = name("geo");
  static final Release CANDIDATE = release("channel", "291");

  static Fielded fielded(String artifact, String version, long hosts) {
    return Fielded.anywhere(release(artifact, version), hosts);
  }

  static List<Fielded> sensors() {
    return List.of(
        fielded("sensor", "7.11", 1550),
        fielded("sensor", "7.15", 30000),
        fielded("sensor", "7.16", 8450));
  }

  static Plan dataPlan(Map<ArtifactName, List<Fielded>> field) {
    return Plan.of(question(CANDIDATE, List.of(CHANNEL), field, Map.of(), List.of("linux")));
  }

  static Plan.Question question(
      Release candidate,
      List<ArtifactName> data,
      Map<ArtifactName, List<Fielded>> field,
      Map<String, Integer> fragile,
      List<String> environments) {
    return new Plan.Question(candidate, SENSOR, data, field, fragile, environments);
  }

  static List<String> titles(List<PlannedRun> runs) {
    return runs.stream().map(run -> run.combination().title()).toList();
  }
}
