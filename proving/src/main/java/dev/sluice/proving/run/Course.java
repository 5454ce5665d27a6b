package dev.sluice.proving.run;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Combination;
import dev.sluice.model.Release;
import dev.sluice.model.pipeline.CheckSpec;
import dev.sluice.model.pipeline.Command;
import dev.sluice.proving.check.Sample;
import dev.sluice.proving.check.Step;
import dev.sluice.proving.environment.Environment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one run does, boot by boot: a pure function of the combination, the suite and how releases
 * reach the machine.
 *
 * @param legs one time of being on each, in order
 */
public record Course(List<Leg> legs) {
  public Course {
    legs = List.copyOf(legs);
  }

  /**
   * One time that a machine is on.
   *
   * @param placings done before it, while the machine is off
   * @param when for sentences, such as {@code with the clock at …}; null for now
   */
  public record Leg(
      String title, Start start, List<Placing> placings, List<Step> steps, @Nullable String when) {
    public Leg {
      placings = List.copyOf(placings);
      steps = List.copyOf(steps);
    }
  }

  /** What a leg starts from. */
  public sealed interface Start {
    /** A cold boot of a fresh machine. */
    record Fresh() implements Start {}

    /** A cold boot from the disk of the leg before. */
    record SameDisk() implements Start {}

    /**
     * A fresh machine that runs in a state made before, warm where one is kept.
     *
     * @param steps that make the state on a machine just booted
     * @param healthy the application's verb, asked when the state is reached; null when the machine
     *     has no application yet
     * @param vital files to watch, remembered with the state; null when there are none to watch
     * @param identity what the state consists of, in words
     */
    record Prepared(
        List<Step> steps, @Nullable Command healthy, @Nullable List<String> vital, String identity)
        implements Start {
      public Prepared {
        steps = List.copyOf(steps);
      }
    }
  }

  /** Something done to the disk while the machine is off. */
  public sealed interface Placing {
    record Put(Release release) implements Placing {}

    record Take(ArtifactName artifact) implements Placing {}
  }

  /** What the candidate gives way to. */
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
   * @param reach how releases get onto the machine
   * @param predecessor the last known good of the candidate's artifact; null when there is none
   * @param inImage releases that the machine has from its image, so that none is put there
   * @param install the application's verb; null when it has none
   * @param checks of the suite, beyond the built-ins
   * @param samples of each {@code catches} and {@code leaves-alone}
   * @param inputs path below the inputs folder of each release's file
   * @param now what days to come are counted from
   */
  public record Setting(
      Environment.Reach reach,
      Combination combination,
      Release candidate,
      WayBack wayBack,
      @Nullable Release predecessor,
      Set<Release> inImage,
      @Nullable Command install,
      Command take,
      @Nullable Command probe,
      @Nullable Command healthy,
      List<CheckSpec> checks,
      Map<CheckSpec, List<Sample>> samples,
      Map<Release, String> inputs,
      String stateMount,
      Instant now) {}

  public static Course of(Setting setting) {
    return new Course(
        switch (setting.reach()) {
          case WHILE_OFF -> new DiskLegs(setting).all();
          case WHILE_RUNNING -> new LiveLegs(setting).all();
        });
  }

  /**
   * Whether the leg after this one begins on its disk, so that the machine is shut down in order.
   */
  boolean isDiskNeededAfter(int leg) {
    return leg + 1 < legs.size() && legs.get(leg + 1).start() instanceof Start.SameDisk;
  }

  /**
   * Legs that need no other legs before them.
   *
   * @param from the first leg
   * @param to the leg after the last
   */
  record Branch(int from, int to) {}

  /** The legs by what they begin on: the trunk, and a branch for each state prepared after it. */
  List<Branch> branches() {
    List<Branch> branches = new ArrayList<>();
    int from = 0;
    for (int leg = 1; leg <= legs.size(); leg++) {
      if (leg == legs.size() || legs.get(leg).start() instanceof Start.Prepared) {
        branches.add(new Branch(from, leg));
        from = leg;
      }
    }
    return branches;
  }

  /** Whether the leg is the first cold boot after a candidate was taken by a running machine. */
  boolean isFirstColdBoot(int leg) {
    return leg == 1
        && legs.getFirst().start() instanceof Start.Prepared
        && legs.get(leg).start() instanceof Start.SameDisk;
  }

  /** Cold boots that the course makes, whatever is kept warm. */
  public int coldBoots() {
    return (int) legs.stream().filter(leg -> !(leg.start() instanceof Start.Prepared)).count();
  }

  /** The checks in the order in which they are decided. */
  public SequencedSet<String> checkNames() {
    SequencedSet<String> names = new LinkedHashSet<>();
    legs.forEach(leg -> leg.steps().forEach(step -> names.add(step.check())));
    return names;
  }
}
