package dev.sluice.model.pipeline;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Version;
import dev.sluice.model.file.Findings;
import dev.sluice.model.file.Located;
import dev.sluice.model.file.Nearest;
import dev.sluice.model.file.Node;
import dev.sluice.model.file.Quoted;
import dev.sluice.model.file.Span;
import dev.sluice.model.pipeline.Artifact.FieldRelease;
import dev.sluice.model.pipeline.Draft.ArtifactDraft;
import dev.sluice.model.pipeline.Draft.KindWord;
import dev.sluice.model.pipeline.Draft.KnownBadDraft;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The rules between parts of the file. */
final class Rules {
  private static final List<String> DATA_NEEDS = List.of("catches", "leaves-alone");

  private final Findings findings;
  private final Draft draft;

  Rules(Findings findings, Draft draft) {
    this.findings = findings;
    this.draft = draft;
  }

  void judge() {
    if (draft.artifacts().stream().noneMatch(a -> a.kind() != KindWord.DATA)
        && !draft.artifacts().isEmpty()) {
      findings.addFor(
          "artifacts",
          draft.artifacts().getFirst().fields().owner(),
          "no artifact is an application",
          "data are proven in the application that loads them: add it, kind: application");
    }
    draft.artifacts().forEach(this::judge);
    new PlaceRules(findings, draft).judge();
    new SuiteRules(findings, draft).judge();
    new MachineRules(findings, draft).judge();
  }

  private void judge(ArtifactDraft artifact) {
    judgeField(artifact);
    if (artifact.kind() == KindWord.DATA) {
      judgeLoader(artifact);
      judgeAlive(artifact);
      if (artifact.fields().lacks("known-bad")) {
        noControl(artifact, artifact.fields().owner());
      }
    }
    if (artifact.fields().has("known-bad")
        && artifact.fields().node("known-bad") instanceof Node.Sequence list
        && list.items().isEmpty()) {
      noControl(artifact, artifact.fields().span("known-bad"));
    }
    judgeControls(artifact);
    if (artifact.fields().has("one-way") && artifact.fields().lacks("floor")) {
      findings.addFor(
          "artifacts.NAME.one-way",
          artifact.fields().span("one-way"),
          "one-way without a floor",
          "what cannot go back must have something to fall to: name it under floor:");
    }
  }

  private void judgeField(ArtifactDraft artifact) {
    if (artifact.kind() == KindWord.APPLICATION
        && artifact.fields().node("releases") instanceof Node.Mapping mapping
        && mapping.entries().isEmpty()) {
      findings.addFor(
          "artifacts.NAME.releases",
          artifact.fields().span("releases"),
          artifact.title() + " has no release",
          "data are proven with every release of their application that hosts run: at least one");
    }
    Map<String, FieldRelease> byFile = new HashMap<>();
    for (Located<FieldRelease> release : artifact.field()) {
      @Nullable FieldRelease other =
          byFile.putIfAbsent(plain(release.value().file()), release.value());
      if (other != null) {
        findings.addFor(
            "artifacts.NAME.releases",
            release.span(),
            "release %s is the same file as %s"
                .formatted(release.value().version(), other.version()),
            "a release is one immutable file: two versions cannot share it");
      }
    }
  }

  static String plain(String path) {
    String plain = path;
    while (plain.startsWith("./")) {
      plain = plain.substring(2);
    }
    return plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
  }

  private void judgeLoader(ArtifactDraft data) {
    Located<ArtifactName> loader = data.loader();
    if (loader == null) {
      return;
    }
    List<String> applications = new ArrayList<>();
    for (ArtifactDraft other : draft.artifacts()) {
      boolean same = loader.value().equals(other.name());
      if (same && other.kind() != KindWord.DATA) {
        return;
      }
      if (other.kind() == KindWord.APPLICATION && other.name() != null) {
        applications.add(other.name().value());
      }
    }
    // That there is none at all is a problem of its own.
    if (applications.isEmpty()) {
      return;
    }
    findings.addNear(
        Nearest.to(loader.value().value(), applications),
        "artifacts.NAME.for",
        loader.span(),
        "%s is no application in this file".formatted(Quoted.of(loader.value().value())),
        "allowed: " + String.join(", ", applications));
  }

  // Alive is not enough: data that load and do nothing, or too much, are as harmful.
  private void judgeAlive(ArtifactDraft data) {
    if (!draft.smoke().readable()) {
      return;
    }
    for (String check : DATA_NEEDS) {
      if (draft.smoke().mentioned().contains(check)) {
        continue;
      }
      Span smoke = draft.smoke().key();
      findings.addFor(
          "suites.smoke",
          smoke == null ? data.fields().owner() : smoke,
          "suite smoke has no %s, which %s needs".formatted(check, data.title()),
          check.equals("catches")
              ? "alive is not enough: name a known threat that must be flagged,"
              : "alive is not enough: name good files that must stay as they are,",
          "or a command of your own with stands-for: " + check);
    }
  }

  private void noControl(ArtifactDraft artifact, Span at) {
    findings.addFor(
        "artifacts.NAME.known-bad",
        at,
        artifact.title() + " has no negative control",
        "a gate that cannot fail is no gate: name at least one known-bad release under known-bad:");
  }

  private void judgeControls(ArtifactDraft artifact) {
    Map<String, Span> seen = new HashMap<>();
    for (KnownBadDraft control : artifact.knownBad()) {
      Located<String> file = control.file();
      Located<String> goesRed = control.goesRed();
      if (goesRed != null) {
        judgeGoesRed(artifact, control, goesRed);
      }
      if (control.with() != null) {
        judgeWith(artifact, control.with());
      }
      if (file == null) {
        continue;
      }
      artifact.field().stream()
          .filter(release -> plain(release.value().file()).equals(plain(file.value())))
          .findFirst()
          .ifPresent(
              release ->
                  findings.addFor(
                      "artifacts.NAME.known-bad",
                      file.span(),
                      "%s is release %s, which hosts run"
                          .formatted(Quoted.of(file.value()), release.value().version()),
                      "a known-bad release is one that no host may run"));
      String identity = plain(file.value()) + "\n" + goesRed + "\n" + control.with();
      if (goesRed != null) {
        identity =
            String.join(
                "\n",
                plain(file.value()),
                goesRed.value(),
                control.with() == null ? "" : control.with().value().value());
      }
      if (seen.putIfAbsent(identity, file.span()) != null) {
        findings.addFor(
            "artifacts.NAME.known-bad",
            file.span(),
            "this negative control stands here twice",
            "once is enough");
      }
    }
  }

  private void judgeGoesRed(
      ArtifactDraft artifact, KnownBadDraft control, Located<String> goesRed) {
    var checks = new TreeSet<>(Immovable.CHECKS);
    if (control.version() != null && artifact.oneWay().contains(control.version())) {
      checks.remove("reverts");
      checks.add("recovers-forward");
    }
    if (artifact.fields().has("format")) {
      checks.add("format");
    }
    checks.addAll(draft.smoke().mentioned());
    // That data lack these was reported once already.
    if (artifact.kind() == KindWord.DATA && DATA_NEEDS.contains(goesRed.value())) {
      return;
    }
    if (artifact.kind() != KindWord.DATA) {
      checks.addAll(draft.regression().mentioned());
    }
    boolean known = draft.smoke().readable() && draft.regression().readable();
    if (checks.contains(goesRed.value()) || !known) {
      return;
    }
    findings.addNear(
        Nearest.to(goesRed.value(), checks),
        "artifacts.NAME.known-bad.goes-red",
        goesRed.span(),
        "no check %s runs on %s".formatted(Quoted.of(goesRed.value()), artifact.title()),
        "allowed: " + String.join(", ", checks));
  }

  private void judgeWith(ArtifactDraft artifact, Located<Version> with) {
    List<ArtifactDraft> counterparts =
        draft.artifacts().stream().filter(other -> areCounterparts(artifact, other)).toList();
    List<String> versions =
        counterparts.stream().flatMap(other -> writtenVersions(other).stream()).toList();
    if (versions.contains(with.value().value()) || artifact.kind() == null) {
      return;
    }
    findings.addFor(
        "artifacts.NAME.known-bad.with",
        with.span(),
        "no host runs release %s of the counterpart".formatted(Quoted.of(with.value().value())),
        versions.isEmpty()
            ? "the counterpart has no releases: leave with out"
            : "allowed: " + String.join(", ", versions));
  }

  // As written, so that a wrong file name there is not reported here as well.
  private static List<String> writtenVersions(ArtifactDraft artifact) {
    return artifact.fields().node("releases") instanceof Node.Mapping mapping
        ? mapping.entries().stream().map(entry -> entry.key().text()).toList()
        : List.of();
  }

  private static boolean areCounterparts(ArtifactDraft one, ArtifactDraft other) {
    return loads(one, other) || loads(other, one);
  }

  private static boolean loads(ArtifactDraft application, ArtifactDraft data) {
    return data.loader() != null
        && application.kind() != KindWord.DATA
        && data.loader().value().equals(application.name());
  }
}
