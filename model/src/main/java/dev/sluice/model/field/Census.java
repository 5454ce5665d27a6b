package dev.sluice.model.field;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Version;
import dev.sluice.model.field.Coverage.Absent;
import dev.sluice.model.field.Coverage.Cause;
import dev.sluice.model.field.Coverage.Gap;
import dev.sluice.model.field.Coverage.Near;
import dev.sluice.model.field.Coverage.Untold;
import dev.sluice.model.pipeline.Artifact;
import dev.sluice.model.pipeline.Artifact.FieldRelease;
import dev.sluice.model.pipeline.EnvironmentSpec;
import dev.sluice.model.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Counts hosts by what environments tell apart. Its size is bounded whatever is counted. Belongs to
 * one thread.
 */
public final class Census {
  /** How many kinds of host are kept apart. */
  public static final int MOST_GROUPS = 100_000;

  private static final int MOST_VALUES = 1_000;

  private final Pipeline pipeline;
  private final Set<String> told = new HashSet<>();
  private final Map<Kind, Long> hosts = new LinkedHashMap<>();
  private final SortedMap<String, Set<String>> untold = new TreeMap<>();

  public Census(Pipeline pipeline) {
    this.pipeline = pipeline;
    pipeline.environments().forEach(environment -> told.addAll(environment.standsFor().keySet()));
  }

  private record Kind(SortedMap<String, String> facts, SortedMap<ArtifactName, Version> runs) {}

  /** False when there are too many kinds of host already; then the hosts were not counted. */
  public boolean add(HostGroup group) {
    SortedMap<String, String> facts = new TreeMap<>(group.facts());
    facts.keySet().retainAll(told);
    var kind = new Kind(facts, group.runs());
    if (!hosts.containsKey(kind) && hosts.size() >= MOST_GROUPS) {
      return false;
    }
    hosts.merge(kind, group.hosts(), Long::sum);
    group
        .facts()
        .forEach(
            (fact, value) -> {
              Set<String> values = untold.computeIfAbsent(fact, _ -> new HashSet<>());
              if (!told.contains(fact) && values.size() < MOST_VALUES) {
                values.add(value);
              }
            });
    return true;
  }

  /** What has been counted, against what the pipeline file says. */
  public Coverage coverage() {
    long covered = 0;
    long all = 0;
    Map<Gap, Long> stranded = new LinkedHashMap<>();
    SortedMap<Running, Long> absent = new TreeMap<>();
    NavigableSet<Running> seen = new TreeSet<>();
    for (Map.Entry<Kind, Long> entry : hosts.entrySet()) {
      Kind kind = entry.getKey();
      long number = entry.getValue();
      all += number;
      running(kind).forEach(seen::add);
      List<Running> unknown = running(kind).filter(release -> field(release) == null).toList();
      unknown.forEach(release -> absent.merge(release, number, Long::sum));
      @Nullable Cause cause = cause(kind, unknown);
      if (cause == null) {
        covered += number;
      } else {
        stranded.merge(new Gap(kind.facts(), cause, 0), number, Long::sum);
      }
    }
    return new Coverage(
        all,
        covered,
        hosts.size(),
        stranded.entrySet().stream()
            .map(e -> new Gap(e.getKey().facts(), e.getKey().cause(), e.getValue()))
            .filter(gap -> gap.hosts() > 0)
            .sorted(Comparator.comparingLong(Gap::hosts).reversed())
            .toList(),
        absent.entrySet().stream()
            .map(e -> new Absent(e.getKey(), e.getValue()))
            .filter(release -> release.hosts() > 0)
            .sorted(Comparator.comparingLong(Absent::hosts).reversed())
            .toList(),
        unused(seen),
        untold.entrySet().stream()
            .filter(e -> e.getValue().size() > 1)
            .map(
                e ->
                    new Untold(e.getKey(), e.getValue().size(), e.getValue().size() >= MOST_VALUES))
            .toList());
  }

  private static Stream<Running> running(Kind kind) {
    return kind.runs().entrySet().stream().map(e -> new Running(e.getKey(), e.getValue()));
  }

  private @Nullable FieldRelease field(Running release) {
    return pipeline
        .artifact(release.artifact())
        .flatMap(
            artifact ->
                known(artifact).filter(r -> r.version().equals(release.version())).findFirst())
        .orElse(null);
  }

  // A host that has fallen to the floor runs a release that the pipeline file has.
  private static Stream<FieldRelease> known(Artifact artifact) {
    return Stream.concat(artifact.field().stream(), Stream.ofNullable(artifact.floor()));
  }

  private @Nullable Cause cause(Kind kind, List<Running> unknown) {
    List<String> standing =
        pipeline.environments().stream()
            .filter(environment -> otherwise(environment, kind.facts()).isEmpty())
            .map(EnvironmentSpec::name)
            .toList();
    if (standing.isEmpty()) {
      return new Cause.NoEnvironment(nearest(kind.facts()));
    }
    if (!unknown.isEmpty()) {
      return new Cause.AbsentReleases(unknown);
    }
    boolean together =
        standing.stream().anyMatch(name -> running(kind).allMatch(release -> isIn(release, name)));
    if (together) {
      return null;
    }
    Running elsewhere =
        running(kind)
            .filter(release -> standing.stream().noneMatch(name -> isIn(release, name)))
            .findFirst()
            .orElseGet(() -> running(kind).findFirst().orElseThrow());
    @Nullable FieldRelease release = field(elsewhere);
    return new Cause.InstalledElsewhere(
        elsewhere, release == null ? List.of() : release.installedIn());
  }

  private boolean isIn(Running running, String environment) {
    @Nullable FieldRelease release = field(running);
    return release != null
        && (release.installedIn().isEmpty() || release.installedIn().contains(environment));
  }

  private static SortedMap<String, String> otherwise(
      EnvironmentSpec environment, SortedMap<String, String> facts) {
    SortedMap<String, String> otherwise = new TreeMap<>(environment.standsFor());
    otherwise.entrySet().removeIf(fact -> fact.getValue().equals(facts.get(fact.getKey())));
    return otherwise;
  }

  private @Nullable Near nearest(SortedMap<String, String> facts) {
    // Of two that are as near the later one: files begin with the oldest.
    return pipeline.environments().reversed().stream()
        .map(environment -> new Near(environment.name(), otherwise(environment, facts)))
        .filter(near -> near.otherwise().size() < selector(near.environment()).size())
        // Version 11 of another system is not near.
        .filter(near -> !near.otherwise().containsKey("os"))
        .min(Comparator.comparingInt(near -> near.otherwise().size()))
        .orElse(null);
  }

  private SortedMap<String, String> selector(String environment) {
    return pipeline.environments().stream()
        .filter(spec -> spec.name().equals(environment))
        .findFirst()
        .orElseThrow()
        .standsFor();
  }

  private List<Running> unused(NavigableSet<Running> seen) {
    List<Running> unused = new ArrayList<>();
    for (Artifact artifact : pipeline.artifacts()) {
      boolean reported = seen.stream().anyMatch(r -> r.artifact().equals(artifact.name()));
      for (FieldRelease release : artifact.field()) {
        var running = new Running(artifact.name(), release.version());
        if (reported && !seen.contains(running)) {
          unused.add(running);
        }
      }
    }
    return unused;
  }
}
