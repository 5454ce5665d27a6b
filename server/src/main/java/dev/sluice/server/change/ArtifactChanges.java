package dev.sluice.server.change;

import dev.sluice.model.Version;
import dev.sluice.model.file.Measures;
import dev.sluice.model.pipeline.Artifact;
import dev.sluice.model.pipeline.Artifact.FieldRelease;
import dev.sluice.model.pipeline.Artifact.KnownBad;
import dev.sluice.model.pipeline.Command;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What changes about an artifact that both files have. */
final class ArtifactChanges {
  private final Told told;
  private final NamedContent content;

  ArtifactChanges(Told told, NamedContent content) {
    this.told = told;
    this.content = content;
  }

  void compare(Artifact old, Artifact now) {
    String name = old.name().value();
    kind(name, old.kind(), now.kind());
    field(name, old.field(), now.field());
    told.harmless(name + ": build", old.build(), now.build(), ArtifactChanges::shown);
    told.asked(name + ": at", old.at(), now.at(), at -> at);
    told.atMost(name + ": size", old.sizeLimit(), now.sizeLimit(), Measures::spoken);
    format(name, old.format(), now.format());
    told.any(name + ": in-force", old.inForce(), now.inForce(), ArtifactChanges::word);
    delivery(name, old.delivery(), now.delivery());
    knownBad(name, old.knownBad(), now.knownBad());
    oneWay(name, old.oneWay(), now.oneWay());
    floor(name, old.floor(), now.floor());
  }

  private void kind(String name, Artifact.Kind old, Artifact.Kind now) {
    if (old instanceof Artifact.Application(var before)
        && now instanceof Artifact.Application(var after)) {
      String verbs = name + ": the verb ";
      told.asked(verbs + "install", before.install(), after.install(), ArtifactChanges::shown);
      told.any(verbs + "take", before.take(), after.take(), ArtifactChanges::shown);
      told.any(verbs + "in-force", before.inForce(), after.inForce(), ArtifactChanges::shown);
      told.asked(verbs + "probe", before.probe(), after.probe(), ArtifactChanges::shown);
      told.asked(verbs + "healthy", before.healthy(), after.healthy(), ArtifactChanges::shown);
    } else if (old instanceof Artifact.Data(var before)
        && now instanceof Artifact.Data(var after)) {
      told.any(name + ": for", before, after, loader -> loader.value());
    } else {
      told.weaker(
          now instanceof Artifact.Data
              ? name + ": kind is data, and was application"
              : name + ": kind is application, and was data");
    }
  }

  private void field(String name, List<FieldRelease> old, List<FieldRelease> now) {
    Changes.matched(
        old,
        now,
        release -> release.version().value(),
        gone ->
            told.weaker(
                name + ": release " + gone + " is removed: nothing is proven with it any more"),
        more -> told.noted(name + ": release " + more + " is new"),
        (before, after) -> release(name + ": release " + before.version(), before, after));
    if (!order(old, now).equals(order(now, old))) {
      told.weaker(
          name + ": the order of releases is another, and the last one is what runs go back to");
    }
  }

  private static List<Version> order(List<FieldRelease> of, List<FieldRelease> also) {
    Set<Version> both = new HashSet<>(also.stream().map(FieldRelease::version).toList());
    return of.stream().map(FieldRelease::version).filter(both::contains).toList();
  }

  private void release(String what, FieldRelease old, FieldRelease now) {
    if (!content.ofOld(old.file()).equals(content.ofNew(now.file()))) {
      told.weaker(what + ": its file is another one");
    }
    told.harmless(
        what + ": hosts",
        old.statedHosts().isPresent() ? old.hosts() : null,
        now.statedHosts().isPresent() ? now.hosts() : null,
        hosts -> hosts.toString());
    if (!old.installedIn().equals(now.installedIn())) {
      boolean fewer =
          !now.installedIn().isEmpty()
              && (old.installedIn().isEmpty() || !now.installedIn().containsAll(old.installedIn()));
      String sentence =
          now.installedIn().isEmpty()
              ? what + ": it is put on every machine, and was part of images"
              : what + ": it runs in " + String.join(", ", now.installedIn()) + " alone";
      if (fewer) {
        told.weaker(sentence);
      } else {
        told.noted(sentence);
      }
    }
  }

  private void format(String name, Artifact.@Nullable Format old, Artifact.@Nullable Format now) {
    String what = name + ": the check of the format";
    List<String> before = words(old);
    List<String> after = words(now);
    // Looked at in any case: these files are compared here or nowhere.
    @Nullable String difference = content.difference(before, after);
    if (old == null) {
      if (now != null) {
        told.noted(what + " is new: " + String.join(" ", after));
      }
    } else if (now == null) {
      told.weaker(what + " is removed");
    } else if (!old.getClass().equals(now.getClass()) || !before.equals(after)) {
      told.weaker(
          "%s is %s, and was %s"
              .formatted(what, String.join(" ", after), String.join(" ", before)));
    } else if (difference != null) {
      told.weaker(what + " is another one: " + difference);
    }
  }

  private static List<String> words(Artifact.@Nullable Format format) {
    return switch (format) {
      case null -> List.of();
      case Artifact.Format.ValidatorCommand(var command) -> command.words();
      case Artifact.Format.JsonSchema(var file) -> List.of(file);
    };
  }

  private void delivery(String name, Artifact.Delivery old, Artifact.Delivery now) {
    Set<String> before = new HashSet<>(old.provenance().stream().map(content::ofOld).toList());
    Set<String> after = new HashSet<>();
    for (String key : now.provenance()) {
      after.add(content.ofNew(key));
      if (!before.isEmpty() && !before.contains(content.ofNew(key))) {
        told.weaker(name + ": another key may say where releases come from: " + key);
      }
    }
    if (before.isEmpty() && !after.isEmpty()) {
      told.noted(name + ": releases need provenance");
    } else if (!before.isEmpty() && after.isEmpty()) {
      told.weaker(name + ": releases need no provenance any more");
    } else if (!after.containsAll(before)) {
      told.noted(name + ": a key may not say any more where releases come from");
    }
    told.atLeast(name + ": labs", old.labs(), now.labs(), labs -> labs.toString());
    if (old.handOn() != now.handOn()) {
      switch (now.handOn()) {
        case BY_HAND -> told.noted(name + ": a person hands proven releases on");
        case WHEN_PROVEN ->
            told.weaker(name + ": proven releases are handed on without a person's word");
      }
    }
  }

  private void knownBad(String name, List<KnownBad> old, List<KnownBad> now) {
    List<KnownBad> left = new ArrayList<>(now);
    for (KnownBad before : old) {
      KnownBad same = take(left, before);
      if (same == null) {
        told.weaker(
            "%s: the known-bad release %s, on which %s goes red, is removed or another one"
                .formatted(name, before.version(), before.goesRed()));
      }
    }
    left.forEach(
        more ->
            told.noted(
                "%s: the known-bad release %s, on which %s goes red, is new"
                    .formatted(name, more.version(), more.goesRed())));
    // So that they count as looked at.
    now.forEach(each -> content.ofNew(each.file()));
    old.forEach(each -> content.ofOld(each.file()));
  }

  private @Nullable KnownBad take(List<KnownBad> left, KnownBad wanted) {
    for (KnownBad each : left) {
      if (each.version().equals(wanted.version())
          && each.goesRed().equals(wanted.goesRed())
          && Objects.equals(each.with(), wanted.with())
          && content.ofNew(each.file()).equals(content.ofOld(wanted.file()))) {
        left.remove(each);
        return each;
      }
    }
    return null;
  }

  private void oneWay(String name, List<Version> old, List<Version> now) {
    now.stream()
        .filter(version -> !old.contains(version))
        .forEach(
            version ->
                told.weaker(name + ": " + version + " is one-way: it need not be able to go back"));
    old.stream()
        .filter(version -> !now.contains(version))
        .forEach(version -> told.noted(name + ": " + version + " is not one-way any more"));
  }

  private void floor(String name, @Nullable FieldRelease old, @Nullable FieldRelease now) {
    String what = name + ": the floor";
    if (old == null && now != null) {
      told.noted(what + " is new");
      content.ofNew(now.file());
    } else if (old != null && now == null) {
      told.weaker(what + " is removed");
      content.ofOld(old.file());
    } else if (old != null && now != null) {
      told.any(what + "'s version", old.version(), now.version(), Version::value);
      if (!content.ofOld(old.file()).equals(content.ofNew(now.file()))) {
        told.weaker(what + "'s file is another one");
      }
    }
  }

  static String shown(Command command) {
    return String.join(" ", command.words());
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
