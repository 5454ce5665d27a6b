package dev.sluice.proving.run;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Combination;
import dev.sluice.model.Release;
import dev.sluice.model.pipeline.CheckSpec;
import dev.sluice.model.pipeline.Command;
import dev.sluice.proving.check.Sample;
import dev.sluice.proving.check.Step;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * What one run does, boot by boot: a pure function of the combination and the suite.
 *
 * <p>Three cold boots: with the candidate put in place while the machine was off; once more, since
 * a first boot that looks well can be followed by one that does not; and back on the predecessor,
 * which then takes the candidate live.
 *
 * @param legs one cold boot each, in order
 */
public record Course(List<Leg> legs) {
  public Course {
    legs = List.copyOf(legs);
  }

  /**
   * One cold boot.
   *
   * @param fresh whether it starts on a fresh machine instead of the disk of the boot before
   * @param placings done before it, while the machine is off
   */
  public record Leg(String title, boolean fresh, List<Placing> placings, List<Step> steps) {
    public Leg {
      placings = List.copyOf(placings);
      steps = List.copyOf(steps);
    }
  }

  /** Something done to the disk while the machine is off. */
  public sealed interface Placing {
    record Put(Release release) implements Placing {}

    record Take(ArtifactName artifact) implements Placing {}
  }

  /** What the candidate gives way to in the third boot. */
  public sealed interface WayBack {
    /** To the last known good. */
    record ToLastKnownGood(Release release) implements WayBack {}

    /** Forward to the declared floor, for a release that cannot go back. */
    record ToFloor(Release floor) implements WayBack {}

    /** To nothing: the artifact's first release. */
    record ToNothing() implements WayBack {}
  }

  /**
   * What a course follows from.
   *
   * @param install the application's verb; null when it has none
   * @param checks of the suite, beyond the built-ins
   * @param samples of each {@code catches} and {@code leaves-alone}
   * @param inputs path below the inputs folder of each release's file
   */
  public record Setting(
      Combination combination,
      Release candidate,
      WayBack wayBack,
      @Nullable Command install,
      Command take,
      @Nullable Command probe,
      @Nullable Command healthy,
      List<CheckSpec> checks,
      Map<CheckSpec, List<Sample>> samples,
      Map<Release, String> inputs,
      String stateMount) {
    private boolean candidateIsApplication() {
      return combination.application().equals(candidate);
    }

    private Step inForce(String check, Combination expected) {
      return new Step.InForceIs(check, expected, candidate.artifact());
    }

    private Combination with(Release other) {
      if (candidateIsApplication()) {
        return new Combination(other, combination.data());
      }
      List<Release> data = new ArrayList<>(combination.data());
      data.replaceAll(r -> r.equals(candidate) ? other : r);
      return new Combination(combination.application(), data);
    }
  }

  public static Course of(Setting setting) {
    List<Leg> legs = new ArrayList<>();
    List<Placing> everything = new ArrayList<>();
    everything.add(new Placing.Put(setting.combination().application()));
    setting.combination().data().forEach(r -> everything.add(new Placing.Put(r)));
    legs.add(new Leg("first boot", true, everything, use(setting, null)));
    legs.add(new Leg("second boot", false, List.of(), use(setting, "survives-reboot")));
    legs.add(back(setting));
    if (setting.checks().stream().anyMatch(CheckSpec.Installs.class::isInstance)) {
      legs.add(install(setting));
    }
    return new Course(legs);
  }

  /**
   * The checks on a machine that has the candidate.
   *
   * @param as the one check that all of them count for; null to let each count for its own
   */
  private static List<Step> use(Setting setting, @Nullable String as) {
    List<Step> steps = new ArrayList<>();
    steps.add(new Step.Reach(name(as, "boots")));
    steps.add(setting.inForce(name(as, "boots"), setting.combination()));
    steps.add(new Step.Healthy(name(as, "healthy"), setting.healthy()));
    CheckSpec.@Nullable StaysWithin bounds = null;
    for (CheckSpec check : setting.checks()) {
      String own = name(as, check.name());
      switch (check) {
        case CheckSpec.Catches c ->
            steps.add(new Step.Catches(own, probe(setting), samples(setting, c)));
        case CheckSpec.LeavesAlone c ->
            steps.add(new Step.LeavesAlone(own, probe(setting), samples(setting, c)));
        case CheckSpec.UserCommand c -> steps.add(new Step.Owner(own, c));
        case CheckSpec.StaysWithin c -> bounds = c;
        case CheckSpec.Installs _, CheckSpec.SurvivesDates _ -> {} // have boots of their own
      }
    }
    if (bounds != null) {
      steps.add(new Step.Within(name(as, bounds.name()), bounds, setting.stateMount()));
    }
    return steps;
  }

  private static String name(@Nullable String as, String own) {
    return as == null ? own : as;
  }

  private static Command probe(Setting setting) {
    Command probe = setting.probe();
    if (probe == null) {
      throw new IllegalStateException("a pipeline with samples and no probe verb is not valid");
    }
    return probe;
  }

  private static List<Sample> samples(Setting setting, CheckSpec check) {
    return setting.samples().getOrDefault(check, List.of());
  }

  private static Leg back(Setting setting) {
    List<Step> steps = new ArrayList<>();
    List<Placing> placings;
    String check = setting.wayBack() instanceof WayBack.ToFloor ? "recovers-forward" : "reverts";
    steps.add(new Step.Reach(check));
    switch (setting.wayBack()) {
      case WayBack.ToLastKnownGood(var release) -> {
        placings = List.of(new Placing.Put(release));
        steps.add(setting.inForce(check, setting.with(release)));
        steps.add(new Step.Healthy(check, setting.healthy()));
      }
      case WayBack.ToFloor(var floor) -> {
        placings = List.of(new Placing.Put(floor));
        steps.add(setting.inForce(check, setting.with(floor)));
        steps.add(new Step.Healthy(check, setting.healthy()));
      }
      case WayBack.ToNothing() -> {
        placings = List.of(new Placing.Take(setting.candidate().artifact()));
        // The owner's verb would rightly say that an application without its data is not well.
        steps.add(new Step.Healthy(check, null));
      }
    }
    steps.add(live(setting, "updates", setting.candidate()));
    steps.add(setting.inForce("updates", setting.combination()));
    steps.add(new Step.Healthy("updates", setting.healthy()));
    return new Leg("back and live update", false, placings, steps);
  }

  private static Leg install(Setting setting) {
    List<Step> steps = new ArrayList<>();
    steps.add(new Step.Reach("installs"));
    steps.add(live(setting, "installs", setting.combination().application()));
    for (Release data : setting.combination().data()) {
      steps.add(live(setting, "installs", data));
    }
    steps.add(setting.inForce("installs", setting.combination()));
    steps.add(new Step.Healthy("installs", setting.healthy()));
    return new Leg("bare machine", true, List.of(), steps);
  }

  private static Step live(Setting setting, String check, Release release) {
    boolean application = setting.combination().application().equals(release);
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

  /** The checks in the order in which they are decided. */
  public SequencedSet<String> checkNames() {
    SequencedSet<String> names = new LinkedHashSet<>();
    legs.forEach(leg -> leg.steps().forEach(step -> names.add(step.check())));
    return names;
  }
}
