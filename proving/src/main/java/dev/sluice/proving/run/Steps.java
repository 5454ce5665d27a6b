package dev.sluice.proving.run;

import dev.sluice.model.Combination;
import dev.sluice.model.Release;
import dev.sluice.model.pipeline.CheckSpec;
import dev.sluice.model.pipeline.Command;
import dev.sluice.proving.check.Sample;
import dev.sluice.proving.check.Step;
import dev.sluice.proving.run.Course.Leg;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the legs of one setting are made of, however releases reach the machine. */
final class Steps {
  private final Course.Setting setting;

  Steps(Course.Setting setting) {
    this.setting = setting;
  }

  Step inForce(String check, Combination expected) {
    return new Step.InForceIs(check, expected, setting.candidate().artifact());
  }

  Step healthy(String check) {
    return new Step.Healthy(check, setting.healthy());
  }

  /** The combination with another release in the candidate's place. */
  Combination with(Release other) {
    Combination combination = setting.combination();
    if (combination.application().equals(setting.candidate())) {
      return new Combination(other, combination.data());
    }
    List<Release> data = new ArrayList<>(combination.data());
    data.replaceAll(r -> r.equals(setting.candidate()) ? other : r);
    return new Combination(combination.application(), data);
  }

  /** Every part of a combination that the image does not have already, the application first. */
  List<Release> movable(Combination combination) {
    List<Release> parts = new ArrayList<>();
    parts.add(combination.application());
    parts.addAll(combination.data());
    parts.removeIf(setting.inImage()::contains);
    return parts;
  }

  Step live(String check, Release release) {
    boolean application = setting.combination().application().artifact().equals(release.artifact());
    Command verb = application ? setting.install() : setting.take();
    if (verb == null) {
      throw new IllegalStateException("no install verb for " + release.title());
    }
    String input = setting.inputs().get(release);
    if (input == null) {
      throw new IllegalStateException("not on the inputs disk: " + release.title());
    }
    return new Step.TakeLive(check, verb, release, input);
  }

  /** The vital files to watch; empty when the suite does not ask for it. */
  Optional<List<String>> vital() {
    return setting.checks().stream()
        .filter(CheckSpec.LeavesAlone.class::isInstance)
        .map(check -> ((CheckSpec.LeavesAlone) check).vital())
        .findFirst();
  }

  /**
   * The application in use, by the suite's checks.
   *
   * @param as the one check that all of them count for; null to let each count for its own
   */
  List<Step> use(@Nullable String as) {
    List<Step> steps = new ArrayList<>();
    CheckSpec.@Nullable StaysWithin bounds = null;
    for (CheckSpec check : setting.checks()) {
      String own = name(as, check.name());
      switch (check) {
        case CheckSpec.Catches c -> steps.add(new Step.Catches(own, probe(), samples(c)));
        case CheckSpec.LeavesAlone c -> {
          if (!samples(c).isEmpty()) {
            steps.add(new Step.LeavesAlone(own, probe(), samples(c)));
          }
        }
        case CheckSpec.UserCommand c -> steps.add(new Step.Owner(own, c));
        case CheckSpec.StaysWithin c -> bounds = c;
        case CheckSpec.Installs _, CheckSpec.SurvivesDates _ -> {} // have legs of their own
      }
    }
    if (bounds != null) {
      steps.add(new Step.Within(name(as, bounds.name()), bounds, setting.stateMount()));
    }
    return steps;
  }

  /** A machine with nothing on it takes all parts, one after the other. */
  List<Step> install() {
    List<Step> install = new ArrayList<>();
    install.add(new Step.Reach("installs"));
    for (Release part : movable(setting.combination())) {
      install.add(live("installs", part));
    }
    install.add(inForce("installs", setting.combination()));
    install.add(healthy("installs"));
    return install;
  }

  /** The check that going back counts for. */
  String backCheck() {
    return setting.wayBack() instanceof Course.WayBack.ToFloor ? "recovers-forward" : "reverts";
  }

  /** The legs that checks of the suite have to themselves, in the suite's order. */
  List<Leg> ownLegs(Supplier<Leg> install, Function<Days.Day, Leg> on) {
    List<Leg> legs = new ArrayList<>();
    for (CheckSpec check : setting.checks()) {
      switch (check) {
        case CheckSpec.Installs _ -> legs.add(install.get());
        case CheckSpec.SurvivesDates dates ->
            Days.of(setting.now(), dates).forEach(day -> legs.add(on.apply(day)));
        case CheckSpec.Catches _,
            CheckSpec.LeavesAlone _,
            CheckSpec.StaysWithin _,
            CheckSpec.UserCommand _ -> {}
      }
    }
    return legs;
  }

  static String name(@Nullable String as, String own) {
    return as == null ? own : as;
  }

  private Command probe() {
    Command probe = setting.probe();
    if (probe == null) {
      throw new IllegalStateException("a pipeline with samples and no probe verb is not valid");
    }
    return probe;
  }

  private List<Sample> samples(CheckSpec check) {
    return setting.samples().getOrDefault(check, List.of());
  }
}
