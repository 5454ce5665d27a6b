package dev.sluice.proving.run;

import dev.sluice.model.Combination;
import dev.sluice.model.Release;
import dev.sluice.proving.check.Step;
import dev.sluice.proving.run.Course.Leg;
import dev.sluice.proving.run.Course.Placing;
import dev.sluice.proving.run.Course.Start;
import dev.sluice.proving.run.Course.WayBack;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The legs where a machine's disk is written to while it is off. Three cold boots: with the
 * candidate put in place; once more, since a first boot that looks well can be followed by one that
 * does not; and back on the predecessor, which then takes the candidate live.
 */
final class DiskLegs {
  private final Course.Setting setting;
  private final Steps steps;

  DiskLegs(Course.Setting setting) {
    this.setting = setting;
    this.steps = new Steps(setting);
  }

  List<Leg> all() {
    List<Leg> legs = new ArrayList<>();
    legs.add(
        new Leg("first boot", new Start.Fresh(), puts(setting.combination()), use(null), null));
    legs.add(new Leg("second boot", new Start.SameDisk(), List.of(), use("survives-reboot"), null));
    legs.add(back());
    legs.addAll(steps.ownLegs(this::install, this::on));
    return legs;
  }

  private List<Placing> puts(Combination combination) {
    return steps.movable(combination).stream().map(r -> (Placing) new Placing.Put(r)).toList();
  }

  /** The checks on a machine that has the candidate. */
  private List<Step> use(@Nullable String as) {
    List<Step> use = new ArrayList<>();
    use.add(new Step.Reach(Steps.name(as, "boots")));
    use.add(steps.inForce(Steps.name(as, "boots"), setting.combination()));
    use.add(new Step.Healthy(Steps.name(as, "healthy"), setting.healthy()));
    // Without a list of the owner's there is no telling what a small guest cannot do without.
    Optional<List<String>> vital = steps.vital().filter(list -> !list.isEmpty());
    if (as == null) {
      vital.ifPresent(list -> use.add(new Step.Remember("leaves-alone", list)));
    }
    use.addAll(steps.use(as));
    vital.ifPresent(list -> use.add(new Step.Unchanged(Steps.name(as, "leaves-alone"), list)));
    return use;
  }

  private Leg back() {
    List<Step> back = new ArrayList<>();
    List<Placing> placings;
    String check = steps.backCheck();
    back.add(new Step.Reach(check));
    switch (setting.wayBack()) {
      case WayBack.ToLastKnownGood(var release) -> {
        placings = List.of(new Placing.Put(release));
        back.add(steps.inForce(check, steps.with(release)));
        back.add(steps.healthy(check));
      }
      case WayBack.ToFloor(var floor) -> {
        placings = List.of(new Placing.Put(floor));
        back.add(steps.inForce(check, steps.with(floor)));
        back.add(steps.healthy(check));
      }
      case WayBack.ToNothing() -> {
        placings = List.of(new Placing.Take(setting.candidate().artifact()));
        // The owner's verb would rightly say that an application without its data is not well.
        back.add(new Step.Healthy(check, null));
      }
    }
    back.add(steps.live("updates", setting.candidate()));
    back.add(steps.inForce("updates", setting.combination()));
    back.add(steps.healthy("updates"));
    return new Leg("back and live update", new Start.SameDisk(), placings, back, null);
  }

  private Leg install() {
    return new Leg("bare machine", new Start.Fresh(), List.of(), steps.install(), null);
  }

  /**
   * The last known good takes the candidate on that day; a first release is there from the start.
   */
  private Leg on(Days.Day day) {
    Release before = setting.predecessor();
    List<Step> there = new ArrayList<>();
    there.add(new Step.Reach(Days.CHECK));
    there.add(new Step.ClockAt(Days.CHECK, day.time()));
    if (before != null) {
      there.add(steps.live(Days.CHECK, setting.candidate()));
    }
    there.add(steps.inForce(Days.CHECK, setting.combination()));
    there.add(steps.healthy(Days.CHECK));
    there.addAll(steps.use(Days.CHECK));
    Combination at = before == null ? setting.combination() : steps.with(before);
    return new Leg(day.title(), new Start.Fresh(), puts(at), there, day.when());
  }
}
