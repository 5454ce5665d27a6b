package dev.sluice.model.pipeline;

import dev.sluice.model.file.Fields;
import dev.sluice.model.file.Findings;
import dev.sluice.model.file.Located;
import dev.sluice.model.file.Nearest;
import dev.sluice.model.file.Node;
import dev.sluice.model.file.Quoted;
import dev.sluice.model.pipeline.Artifact.FieldRelease;
import dev.sluice.model.pipeline.Draft.ArtifactDraft;
import dev.sluice.model.pipeline.Draft.EnvironmentDraft;
import dev.sluice.model.pipeline.Draft.KindWord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules about how releases get into environments: put there, taken by a verb, or in the image.
 */
final class PlaceRules {
  private final Findings findings;
  private final Draft draft;

  PlaceRules(Findings findings, Draft draft) {
    this.findings = findings;
    this.draft = draft;
  }

  void judge() {
    for (ArtifactDraft artifact : draft.artifacts()) {
      judgeInstallations(artifact);
      judgeAt(artifact);
      judgeWayIn(artifact);
    }
    judgeEmpty();
    judgePlaces();
  }

  private void judgeInstallations(ArtifactDraft artifact) {
    List<String> names = draft.environments().stream().map(EnvironmentDraft::name).toList();
    if (names.isEmpty()) {
      return;
    }
    for (Located<String> name : artifact.installations()) {
      if (!names.contains(name.value())) {
        findings.addNear(
            Nearest.to(name.value(), names),
            "artifacts.NAME.releases.VERSION.installed-in",
            name.span(),
            "%s is no environment in this file".formatted(Quoted.of(name.value())),
            "allowed: " + String.join(", ", names));
      }
    }
  }

  private void judgeAt(ArtifactDraft artifact) {
    boolean inImages =
        artifact.kind() == KindWord.APPLICATION
            && !artifact.field().isEmpty()
            && artifact.field().stream().allMatch(release -> isInImages(release.value()));
    if (inImages) {
      return;
    }
    draft.environments().stream()
        .filter(environment -> environment.writtenBelow() != null)
        .findFirst()
        .ifPresent(
            environment ->
                artifact
                    .fields()
                    .demand(
                        "at",
                        List.of(
                            "environment %s is given releases while it is off, so they need a place"
                                .formatted(Quoted.of(environment.name())))));
  }

  private static boolean isInImages(FieldRelease release) {
    return !release.installedIn().isEmpty();
  }

  private void judgeWayIn(ArtifactDraft artifact) {
    @Nullable Fields verbs = artifact.verbFields();
    if (artifact.kind() != KindWord.APPLICATION || verbs == null || !verbs.lacks("install")) {
      return;
    }
    draft.environments().stream()
        .filter(environment -> takesOnlyWhileRunning(environment.spec()))
        .findFirst()
        .ifPresent(
            environment ->
                artifact.field().stream()
                    .filter(release -> !isInImages(release.value()))
                    .forEach(release -> noWayIn(release, environment)));
  }

  private static boolean takesOnlyWhileRunning(EnvironmentSpec.@Nullable Driver driver) {
    return switch (driver) {
      case EnvironmentSpec.Qemu qemu -> qemu.isWhole();
      case EnvironmentSpec.OwnMachine _ -> true;
      case EnvironmentSpec.Sandbox _ -> false;
      case null -> false;
    };
  }

  private void noWayIn(Located<FieldRelease> release, EnvironmentDraft environment) {
    findings.addFor(
        "artifacts.NAME.releases.VERSION.installed-in",
        release.span(),
        "nothing puts release %s on environment %s"
            .formatted(release.value().version(), Quoted.of(environment.name())),
        "a whole machine takes releases only while it runs: give the application a verb install,",
        "or say under installed-in whose images have the release");
  }

  private void judgeEmpty() {
    List<String> names = draft.environments().stream().map(EnvironmentDraft::name).toList();
    List<ArtifactDraft> applications =
        draft.artifacts().stream().filter(a -> a.kind() != KindWord.DATA).toList();
    // What could not be read may have been meant for any of them.
    if (applications.isEmpty() || !applications.stream().allMatch(a -> isRead(a, names))) {
      return;
    }
    List<FieldRelease> field =
        applications.stream().flatMap(a -> a.field().stream()).map(Located::value).toList();
    if (field.stream().anyMatch(release -> !isInImages(release))) {
      return;
    }
    draft.environments().stream()
        .filter(e -> field.stream().noneMatch(r -> r.installedIn().contains(e.name())))
        .forEach(
            environment ->
                findings.addFor(
                    "artifacts.NAME.releases.VERSION.installed-in",
                    environment.at(),
                    "no release is installed in environment %s"
                        .formatted(Quoted.of(environment.name())),
                    "nothing would be proven there: name it under installed-in, or leave it out"));
  }

  private static boolean isRead(ArtifactDraft application, List<String> environments) {
    return application.kind() != null
        && !application.field().isEmpty()
        && application.fields().node("releases") instanceof Node.Mapping releases
        && releases.entries().size() == application.field().size()
        && application.installations().stream().allMatch(n -> environments.contains(n.value()));
  }

  private void judgePlaces() {
    Map<String, ArtifactDraft> byPlace = new HashMap<>();
    for (ArtifactDraft artifact : draft.artifacts()) {
      Located<String> at = artifact.at();
      if (at == null) {
        continue;
      }
      for (EnvironmentDraft environment : draft.environments()) {
        @Nullable String below = environment.writtenBelow();
        if (below != null && !at.value().startsWith(below + "/")) {
          findings.addFor(
              "artifacts.NAME.at",
              at.span(),
              "%s is not on the state disk of environment %s"
                  .formatted(at.value(), Quoted.of(environment.name())),
              "a release must persist over boots: beneath %s/".formatted(below));
        }
      }
      byPlace.forEach(
          (place, other) -> {
            if ((place + "/").startsWith(at.value() + "/")
                || (at.value() + "/").startsWith(place + "/")) {
              findings.addFor(
                  "artifacts.NAME.at",
                  at.span(),
                  "%s and %s would overwrite each other".formatted(artifact.title(), other.title()),
                  "every artifact lies in a place of its own");
            }
          });
      byPlace.putIfAbsent(at.value(), artifact);
    }
  }
}
