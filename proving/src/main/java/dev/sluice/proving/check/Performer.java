package dev.sluice.proving.check;

import dev.sluice.model.pipeline.Command;
import dev.sluice.proving.cause.Cause;
import dev.sluice.proving.cause.ConsoleTrouble;
import dev.sluice.proving.cause.Deaths;
import dev.sluice.proving.check.Sections.Section;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.environment.EnvironmentFacts.Platform;
import dev.sluice.proving.environment.RunningMachine;
import dev.sluice.proving.environment.RunningMachine.Dead;
import dev.sluice.proving.environment.RunningMachine.Exited;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Performs the steps of one boot, in order, on one running machine, until one is not shown. */
public final class Performer {
  private static final String BEGINNING = "beginning";

  private final RunningMachine machine;
  private final Questions questions;
  private final String preamble;
  private final Judge judge;
  private final Duration limit;
  private final Listener listener;
  private final boolean sandbox;
  private final BoundHits boundHits = new BoundHits();
  private @Nullable Meter atStart;
  private Duration used = Duration.ZERO;
  private @Nullable Duration spentAtStart;
  private int asked;
  private boolean persist;
  private boolean shortExchanges;
  private boolean lost;

  /** Told of each step's outcome, in order. */
  public interface Listener {
    /** A step has an outcome; {@code took} is by the machine's clock where it answers. */
    void performed(int index, Step step, Outcome outcome, Duration took);
  }

  /**
   * For a machine that was just switched on.
   *
   * @param memory of the run; read and written
   * @param limit for one question
   */
  public Performer(
      RunningMachine machine, Subject subject, Memory memory, Duration limit, Listener listener) {
    this.machine = machine;
    this.questions = Questions.to(machine.inputs(), subject);
    this.preamble = subject.preamble();
    this.judge = new Judge(subject.how(), memory);
    this.sandbox = subject.platform() == Platform.SANDBOX;
    this.limit = limit;
    this.listener = listener;
  }

  /**
   * From now on an answer to a take comes before anything else is asked: sooner, for an exchange
   * more. For when somebody waits for that answer.
   */
  public void preferShortExchanges() {
    shortExchanges = true;
  }

  /**
   * Performs the steps until one is not shown; passed when all were.
   *
   * @param persist whether to go on after that as long as the machine answers, so that the listener
   *     hears what else is not shown; the first such outcome is the answer all the same
   */
  public Outcome perform(List<Step> steps, boolean persist) throws InterruptedException {
    this.persist = persist;
    Outcome first = new Outcome.Passed();
    for (int i = 0; i < steps.size() && goesOn(first); ) {
      int end = i + 1;
      Outcome outcome;
      if (steps.get(i) instanceof Step.Reach reach) {
        outcome = reach(i, reach);
      } else if (steps.get(i) instanceof Step.Owner owner) {
        outcome = ask(i, List.of(owner), List.of(), owner.command().within());
      } else if (!isAskedTogether(steps.get(i))) {
        outcome = ask(i, List.of(steps.get(i)), List.of(), limit);
      } else {
        while (end < steps.size()
            && isAskedTogether(steps.get(end))
            && !(shortExchanges && steps.get(end - 1) instanceof Step.TakeLive)) {
          end++;
        }
        if (end < steps.size() && listsFiles(steps.get(end))) {
          end++;
        }
        outcome = askTogether(i, steps.subList(i, end), steps.subList(i, steps.size()));
      }
      first = first instanceof Outcome.Passed ? outcome : first;
      i = end;
    }
    return first;
  }

  /**
   * What the machine says of its state, for {@link Memory#begin}.
   *
   * @param vital files to watch; null for none
   * @throws EnvironmentException when it does not say, or says that it is not well
   */
  public String state(@Nullable Command healthy, @Nullable List<String> vital)
      throws InterruptedException {
    String health =
        said(
            questions.alone(new Step.Healthy(BEGINNING, healthy)),
            "the machine does not say that it is healthy with the last known good");
    if (vital == null) {
      return health;
    }
    String files =
        said(
            questions.alone(new Step.Remember(BEGINNING, vital)),
            "the machine's vital files cannot be read");
    Optional<String> unusable = Vital.unusable(files);
    if (unusable.isPresent()) {
      throw new EnvironmentException(unusable.get());
    }
    return health + "\n" + files;
  }

  private String said(String script, String otherwise) throws InterruptedException {
    return switch (machine.run(script, limit)) {
      case Exited(var status, var output, var _) when status == 0 -> output;
      case Exited(var status, var output, var _) ->
          throw new EnvironmentException(
              otherwise
                  + " (exit status "
                  + status
                  + "): "
                  + ConsoleTrouble.clean(output.strip().lines().findFirst().orElse("no word")));
      case Dead(var death) ->
          throw new EnvironmentException(
              otherwise + ": it ended (" + death.kind() + ") " + death.detail());
    };
  }

  /** Whether the machine has ended or fallen silent. */
  public boolean isLost() {
    return lost;
  }

  private boolean goesOn(Outcome soFar) {
    return !lost && (soFar instanceof Outcome.Passed || persist);
  }

  /** Such a list fills an answer, so it comes last in it. */
  private static boolean listsFiles(Step step) {
    return step instanceof Step.Remember || step instanceof Step.Unchanged;
  }

  /** The owner's own command has a time limit of its own, so it is asked alone. */
  private static boolean isAskedTogether(Step step) {
    return switch (step) {
      case Step.Reach _, Step.Owner _, Step.Remember _, Step.Unchanged _ -> false;
      case Step.InForceIs _,
          Step.Healthy _,
          Step.Catches _,
          Step.LeavesAlone _,
          Step.Within _,
          Step.ClockAt _,
          Step.TakeLive _ ->
          true;
    };
  }

  private Outcome reach(int index, Step.Reach step) throws InterruptedException {
    long from = System.nanoTime();
    Outcome outcome =
        switch (machine.awaitReady()) {
          case Dead dead -> dead(dead, Questions.during(step));
          case RunningMachine.Ready _ -> new Outcome.Passed();
        };
    listener.performed(index, step, outcome, Duration.ofNanos(System.nanoTime() - from));
    return outcome;
  }

  private Outcome askTogether(int first, List<Step> steps, List<Step> rest)
      throws InterruptedException {
    List<Step> meters = new ArrayList<>();
    if (atStart == null) {
      rest.stream().filter(Step.Within.class::isInstance).findFirst().ifPresent(meters::add);
    }
    long patience = Math.max(1, steps.stream().filter(Performer::isUse).count());
    return ask(first, steps, meters, limit.multipliedBy(patience));
  }

  private static boolean isUse(Step step) {
    return step instanceof Step.Catches
        || step instanceof Step.LeavesAlone
        || step instanceof Step.TakeLive
        || step instanceof Step.Owner;
  }

  /**
   * One exchange with the machine.
   *
   * @param first index of the first of the steps
   * @param meters what is to be read before them, if anything
   */
  private Outcome ask(int first, List<Step> steps, List<Step> meters, Duration most)
      throws InterruptedException {
    List<Step> all = new ArrayList<>(meters);
    all.addAll(steps);
    if (!meters.isEmpty()) {
      spentAtStart = machine.processorTime().orElse(null);
    }
    int number = asked;
    asked += all.size();
    String script =
        preamble
            + questions.together(
                number,
                names(steps, meters.size()),
                all,
                all.stream().map(step -> !persist && isNeeded(step)).toList());
    return switch (machine.run(script, most)) {
      case Dead dead -> died(first, steps, number, meters.size(), dead);
      case Exited exited -> judge(first, steps, meters.size(), number, exited);
    };
  }

  /** The host's measure of what the machine took since the meters were read first. */
  private @Nullable Duration hostTime() {
    Duration from = spentAtStart;
    return from == null ? null : machine.processorTime().map(now -> now.minus(from)).orElse(null);
  }

  /** Without it nothing that follows means anything, and asking on would only take time. */
  private static boolean isNeeded(Step step) {
    return step instanceof Step.TakeLive || step instanceof Step.ClockAt;
  }

  private static List<String> names(List<Step> steps, int meters) {
    List<String> names = new ArrayList<>(Collections.nCopies(meters, "meters"));
    steps.forEach(step -> names.add(step.check()));
    return names;
  }

  private Outcome judge(int from, List<Step> steps, int meters, int number, Exited exited) {
    List<Section> sections = Sections.read(number, exited.output());
    String hit = sandbox ? boundHits.with(exited.output()) : "";
    if (meters > 0 && !sections.isEmpty()) {
      atStart = Meter.read(sections.getFirst().output()).orElse(null);
    }
    Outcome first = new Outcome.Passed();
    for (int i = 0; i < steps.size() && goesOn(first); i++) {
      Step step = steps.get(i);
      Section section =
          i + meters < sections.size()
              ? sections.get(i + meters)
              : Sections.cut(exited).filter(_ -> step instanceof Step.Owner).orElse(null);
      Duration took = section == null ? exited.guestTime() : section.took();
      Outcome outcome =
          section == null
              ? Judge.unfinished(
                  step,
                  exited.status(),
                  Sections.unfinished(exited.output()),
                  machine.console(),
                  hit)
              : judge.judge(
                  step, section, machine.console(), atStart, new Spent(used, hostTime()), hit);
      used = isUse(step) ? used.plus(took) : used;
      listener.performed(from + i, step, outcome, took);
      first = first instanceof Outcome.Passed ? outcome : first;
      if (section == null) {
        break; // what comes after it was never asked
      }
    }
    return first;
  }

  /**
   * The console tells which question was in progress. The answers to those before it are lost with
   * the machine, so nothing is said of them: not even that they passed. Where the console does not
   * tell, the first is the one that is not shown, and the control has to come through them all.
   */
  private Outcome died(int first, List<Step> steps, int number, int meters, Dead dead) {
    Optional<Integer> begun = Sections.lastBegun(machine.console()).filter(last -> last >= number);
    int last = steps.size() - 1;
    if (begun.isEmpty() && last > 0) {
      Outcome outcome = dead(dead, Questions.duringOneOf(steps));
      listener.performed(first + last, steps.getFirst(), outcome, Duration.ZERO);
      return outcome;
    }
    int at = Math.clamp(begun.orElse(number) - number - meters, 0, last);
    Outcome outcome = dead(dead, Questions.during(steps.get(at)));
    listener.performed(first + at, steps.get(at), outcome, Duration.ZERO);
    return outcome;
  }

  private Outcome dead(Dead dead, String during) {
    lost = true;
    Cause cause = Deaths.cause(dead.death(), machine.console(), during);
    return cause.code().equals(Cause.INFRASTRUCTURE)
        ? new Outcome.Broken(cause.what())
        : new Outcome.NotShown(cause);
  }
}
