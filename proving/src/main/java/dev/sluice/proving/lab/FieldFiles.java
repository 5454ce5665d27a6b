package dev.sluice.proving.lab;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Digest;
import dev.sluice.model.Release;
import dev.sluice.model.Version;
import dev.sluice.model.pipeline.Artifact;
import dev.sluice.proving.candidate.Intake;
import dev.sluice.proving.plan.Fielded;
import dev.sluice.proving.workplace.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The releases that hosts run, as files: built when absent, copied into the work folder and
 * digested, so that nothing changes under a running prove.
 */
final class FieldFiles {
  private final Product product;
  private final Workplace workplace;
  private final FieldBuild builds;
  private final Map<Release, Path> files = new HashMap<>();
  private final Map<ArtifactName, List<Fielded>> field = new HashMap<>();
  private final Map<ArtifactName, Release> floors = new HashMap<>();
  private final Set<Release> inImages = new HashSet<>();
  private int copies;

  FieldFiles(Product product, Workplace workplace, Path cache, Consumer<String> busy) {
    this.product = product;
    this.workplace = workplace;
    this.builds = new FieldBuild(product.folder(), workplace, cache, busy);
  }

  /**
   * Takes in every release in the field and every floor.
   *
   * @throws LabException when one cannot be had
   */
  void load() throws InterruptedException {
    for (Artifact artifact : product.pipeline().artifacts()) {
      List<Fielded> here = new ArrayList<>();
      for (Artifact.FieldRelease release : artifact.field()) {
        Release taken = take(artifact, release.version(), release.file());
        here.add(new Fielded(taken, release.hosts(), release.installedIn()));
        if (!release.installedIn().isEmpty()) {
          inImages.add(taken);
        }
      }
      field.put(artifact.name(), List.copyOf(here));
      Artifact.FieldRelease floor = artifact.floor();
      if (floor != null) {
        floors.put(artifact.name(), take(artifact, floor.version(), floor.file()));
      }
    }
  }

  /** Takes in one release of the pipeline's own files. */
  Release take(Artifact artifact, Version version, String file) throws InterruptedException {
    Path path = product.folder().resolve(file);
    builds.make(artifact, file);
    return switch (copy(path, artifact.sizeLimit())) {
      case Intake.Copied(var copy, var digest, var size) ->
          add(artifact.name(), version, digest, size, copy);
      case Intake.Refused(var reason) ->
          throw new LabException(
              LabException.Kind.UNUSABLE,
              artifact.name() + " " + version + ", " + path + ": " + reason);
      case Intake.Unusable(var reason) ->
          throw new LabException(
              LabException.Kind.UNUSABLE, artifact.name() + " " + version + ": " + reason);
    };
  }

  Intake.Taken copy(Path file, long limit) {
    try {
      Path folder = Files.createDirectories(workplace.folder().resolve("releases"));
      return Intake.copy(file, limit, folder.resolve("r" + copies++));
    } catch (IOException e) {
      throw new LabException(
          LabException.Kind.COULD_NOT_TELL,
          "no room for a copy of " + file + ": " + e.getMessage());
    }
  }

  Release add(ArtifactName artifact, Version version, Digest digest, long size, Path copy) {
    try {
      // As it lies on the machine: whoever handed the file in may have lost its mode on the way.
      Files.setPosixFilePermissions(
          copy,
          PosixFilePermissions.fromString(isApplication(artifact) ? "rwxr-xr-x" : "rw-r--r--"));
    } catch (IOException e) {
      throw new LabException(
          LabException.Kind.COULD_NOT_TELL, "could not prepare " + copy + ": " + e.getMessage());
    }
    Release release = new Release(artifact, version, digest, size);
    files.put(release, copy);
    return release;
  }

  private boolean isApplication(ArtifactName name) {
    return product
        .pipeline()
        .artifact(name)
        .map(a -> a.kind() instanceof Artifact.Application)
        .orElse(false);
  }

  Map<Release, Path> files() {
    return Map.copyOf(files);
  }

  Map<ArtifactName, List<Fielded>> field() {
    return Map.copyOf(field);
  }

  Map<ArtifactName, Release> floors() {
    return Map.copyOf(floors);
  }

  /** Releases that are parts of images: their files name them and go nowhere. */
  Set<Release> inImages() {
    return Set.copyOf(inImages);
  }

  /** The release in the field that has the same content under another version, if any. */
  Optional<Release> identicalTo(Release candidate) {
    return field.getOrDefault(candidate.artifact(), List.of()).stream()
        .map(Fielded::release)
        .filter(r -> r.digest().equals(candidate.digest()))
        .filter(r -> !r.version().equals(candidate.version()))
        .findFirst();
  }
}
