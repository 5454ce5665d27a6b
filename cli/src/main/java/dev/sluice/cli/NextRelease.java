package dev.sluice.cli;

import dev.sluice.cli.screen.PlanScreen;
import dev.sluice.model.ArtifactName;
import dev.sluice.model.Digest;
import dev.sluice.model.Release;
import dev.sluice.model.Version;
import dev.sluice.model.pipeline.Artifact;
import dev.sluice.model.pipeline.CheckSpec;
import dev.sluice.model.pipeline.EnvironmentSpec;
import dev.sluice.model.pipeline.Pipeline;
import dev.sluice.proving.lab.Preview;
import dev.sluice.proving.lab.Product;
import dev.sluice.proving.plan.Fielded;
import dev.sluice.proving.plan.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a prove of the next release of an artifact would do. */
record NextRelease(Artifact artifact, String suite, List<String> checks, Plan plan) {
  private static final Digest UNKNOWN = new Digest("0".repeat(64));
  private static final Version NEXT = new Version("next");

  NextRelease {
    checks = List.copyOf(checks);
  }

  static List<NextRelease> each(Product product, Program program) {
    Pipeline pipeline = product.pipeline();
    Duration boot = Preview.typicalBoot(product, program.folders().cache()).orElse(Duration.ZERO);
    Duration box = pipeline.timeBox() == null ? Duration.ZERO : pipeline.timeBox();
    return pipeline.artifacts().stream()
        .map(artifact -> of(artifact, pipeline))
        .map(
            next ->
                new NextRelease(
                    next.artifact(),
                    next.suite(),
                    next.checks(),
                    next.plan().within(boot, program.cores(), box)))
        .toList();
  }

  PlanScreen.Next shown() {
    return new PlanScreen.Next(artifact, suite, checks, plan);
  }

  private static NextRelease of(Artifact artifact, Pipeline pipeline) {
    ArtifactName loader =
        switch (artifact.kind()) {
          case Artifact.Application _ -> artifact.name();
          case Artifact.Data(var name) -> name;
        };
    boolean whole = artifact.kind() instanceof Artifact.Application;
    List<CheckSpec> specs = new ArrayList<>(pipeline.smoke());
    if (whole) {
      specs.addAll(pipeline.regression());
    }
    List<String> checks =
        Stream.of(
                artifact.format() == null ? Stream.<String>of() : Stream.of("format"),
                Stream.of("boots", "healthy"),
                specs.stream().filter(c -> !(c instanceof CheckSpec.Installs)).map(CheckSpec::name),
                Stream.of("survives-reboot", "reverts", "updates"),
                specs.stream().filter(CheckSpec.Installs.class::isInstance).map(CheckSpec::name))
            .flatMap(names -> names)
            .distinct()
            .toList();
    var question =
        new Plan.Question(
            new Release(artifact.name(), NEXT, UNKNOWN, 0),
            loader,
            pipeline.dataFor(loader).stream().map(Artifact::name).toList(),
            field(pipeline),
            fragile(artifact, pipeline),
            pipeline.environments().stream().map(EnvironmentSpec::name).toList());
    return new NextRelease(artifact, whole ? "regression" : "smoke", checks, Plan.of(question));
  }

  private static Map<ArtifactName, List<Fielded>> field(Pipeline pipeline) {
    Map<ArtifactName, List<Fielded>> field = new HashMap<>();
    for (Artifact artifact : pipeline.artifacts()) {
      field.put(
          artifact.name(),
          artifact.field().stream()
              .map(
                  r ->
                      new Fielded(
                          new Release(artifact.name(), r.version(), UNKNOWN, 0),
                          r.statedHosts().orElse(Fielded.UNSTATED),
                          r.installedIn()))
              .toList());
    }
    return field;
  }

  private static Map<String, Integer> fragile(Artifact artifact, Pipeline pipeline) {
    Map<String, Integer> fragile = new HashMap<>();
    for (Artifact.KnownBad control : artifact.knownBad()) {
      for (Artifact other : pipeline.artifacts()) {
        other.field().stream()
            .filter(r -> r.version().equals(control.with()))
            .forEach(r -> fragile.merge(other.name() + " " + r.version(), 1, Integer::sum));
      }
    }
    return fragile;
  }
}
