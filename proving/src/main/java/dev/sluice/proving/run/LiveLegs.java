package dev.sluice.proving.run;

import dev.sluice.model.Combination;
import dev.sluice.model.Release;
import dev.sluice.model.pipeline.Command;
import dev.sluice.proving.check.Step;
import dev.sluice.proving.run.Course.Leg;
import dev.sluice.proving.run.Course.Start;
import dev.sluice.proving.run.Course.WayBack;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The legs where only the running machine takes releases. In the order that shows a delayed death:
 * the last known good takes the candidate and uses it, reboots and uses it, reboots, goes back,
 * reboots. All but the first are cold boots.
 */
final class LiveLegs {
  private final Course.Setting setting;
  private final Steps steps;

  LiveLegs(Course.Setting setting) {
    this.setting = setting;
    this.steps = new Steps(setting);
  }

  List<Leg> all() {
    List<Leg> legs = new ArrayList<>();
    legs.add(leg("live update", before(), update(), null));
    legs.add(leg("first cold boot", new Start.SameDisk(), firstBoot(), null));
    legs.add(leg("second cold boot", new Start.SameDisk(), secondBoot(), null));
    legs.add(leg("back", new Start.SameDisk(), back(), null));
    legs.addAll(steps.ownLegs(this::install, this::on));
    return legs;
  }

  private static Leg leg(String title, Start start, List<Step> steps, @Nullable String when) {
    return new Leg(title, start, List.of(), steps, when);
  }

  private List<Step> update() {
    List<Step> update = new ArrayList<>();
    update.add(new Step.Reach("updates"));
    update.add(steps.live("updates", setting.candidate()));
    update.add(steps.inForce("updates", setting.combination()));
    update.addAll(usedAndHealthy("updates"));
    return update;
  }

  /** Health is asked after use: what use breaks shows, and the time to settle is not idle. */
  private List<Step> usedAndHealthy(String healthCheck) {
    List<Step> use = new ArrayList<>(steps.use(null));
    use.add(steps.healthy(healthCheck));
    steps.vital().ifPresent(list -> use.add(new Step.Unchanged("leaves-alone", list)));
    return use;
  }

  private List<Step> firstBoot() {
    List<Step> boot = new ArrayList<>();
    boot.add(new Step.Reach("boots"));
    boot.add(steps.inForce("boots", setting.combination()));
    boot.addAll(usedAndHealthy("healthy"));
    return boot;
  }

  private List<Step> secondBoot() {
    String check = "survives-reboot";
    List<Step> boot = new ArrayList<>();
    boot.add(new Step.Reach(check));
    boot.add(steps.inForce(check, setting.combination()));
    boot.add(steps.healthy(check));
    boot.add(steps.live(steps.backCheck(), target()));
    return boot;
  }

  private List<Step> back() {
    return List.of(
        new Step.Reach(steps.backCheck()),
        steps.inForce(steps.backCheck(), steps.with(target())),
        steps.healthy(steps.backCheck()));
  }

  private Release target() {
    return switch (setting.wayBack()) {
      case WayBack.ToLastKnownGood(var release) -> release;
      case WayBack.ToFloor(var floor) -> floor;
      case WayBack.ToNothing() ->
          throw new IllegalStateException("a running machine cannot take nothing");
    };
  }

  private Leg install() {
    return leg(
        "bare machine", new Start.Prepared(List.of(), null, null, "bare"), steps.install(), null);
  }

  private Leg on(Days.Day day) {
    List<Step> there = new ArrayList<>();
    there.add(new Step.Reach(Days.CHECK));
    there.add(new Step.ClockAt(Days.CHECK, day.time()));
    there.add(steps.live(Days.CHECK, setting.candidate()));
    there.add(steps.inForce(Days.CHECK, setting.combination()));
    there.addAll(steps.use(Days.CHECK));
    there.add(steps.healthy(Days.CHECK));
    return leg(day.title(), before(), there, day.when());
  }

  /** The machine as hosts are before the candidate reaches them. */
  private Start before() {
    Release predecessor = setting.predecessor();
    Combination good = steps.with(predecessor == null ? target() : predecessor);
    List<Step> make = new ArrayList<>();
    for (Release part : steps.movable(good)) {
      make.add(steps.live("beginning", part));
    }
    make.add(steps.inForce("beginning", good));
    return new Start.Prepared(make, setting.healthy(), steps.vital().orElse(null), identity(good));
  }

  private String identity(Combination good) {
    String parts =
        Stream.concat(Stream.of(good.application()), good.data().stream())
            .map(r -> r.title() + " " + r.digest().hex())
            .collect(Collectors.joining("\n"));
    return String.join(
        "\n", parts, words(setting.install()), words(setting.take()), words(setting.healthy()));
  }

  private static String words(@Nullable Command command) {
    return command == null ? "none" : command.words().toString();
  }
}
