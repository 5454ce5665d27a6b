package dev.sluice.model.pipeline;

import dev.sluice.model.ArtifactName;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a valid {@code sluice.yaml} says. Paths are as written, relative to the file's folder.
 *
 * @param artifacts in the order of the file; at least one application
 * @param environments at least one
 * @param smoke the checks of suite {@code smoke}, in order, beyond the built-ins that every suite
 *     has
 * @param regression the checks that {@code regression} adds after those of {@code smoke}
 * @param needMachine names of checks that only a machine can show: an environment without a kernel
 *     of its own leaves them out
 * @param timeBox how long one {@code prove} may take; combinations that do not fit stay unproven
 */
public record Pipeline(
    String product,
    List<Artifact> artifacts,
    List<EnvironmentSpec> environments,
    List<CheckSpec> smoke,
    List<CheckSpec> regression,
    Set<String> needMachine,
    @Nullable Duration timeBox) {
  public Pipeline {
    artifacts = List.copyOf(artifacts);
    environments = List.copyOf(environments);
    smoke = List.copyOf(smoke);
    regression = List.copyOf(regression);
    needMachine = Collections.unmodifiableSortedSet(new TreeSet<>(needMachine));
  }

  public Optional<Artifact> artifact(ArtifactName name) {
    return artifacts.stream().filter(a -> a.name().equals(name)).findFirst();
  }

  /** The data artifacts that an application loads, in the order of the file. */
  public List<Artifact> dataFor(ArtifactName application) {
    return artifacts.stream()
        .filter(a -> a.kind() instanceof Artifact.Data(var loader) && loader.equals(application))
        .toList();
  }
}
