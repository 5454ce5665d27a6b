package dev.sluice.proving.check;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.pipeline.Artifact;
import dev.sluice.model.pipeline.CheckSpec;
import dev.sluice.proving.cause.Cause;
import dev.sluice.proving.cause.ConsoleTrouble;
import dev.sluice.proving.check.Sections.Section;
import dev.sluice.proving.environment.RunningMachine.Exited;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a machine's answer means: from a section and the console to an outcome. */
final class Judge {
  private static final Pattern PROBED =
      Pattern.compile("^sluice-probe ([0-9]{1,6}) ([0-9]{1,3}) ?([0-9a-f]{64})?$");
  private static final int OOPS_TAINT = 0x80;

  private final Map<ArtifactName, Artifact.InForce> how;
  private final Memory memory;

  /**
   * A judge of one product.
   *
   * @param how the application names what it has in force of each artifact
   * @param memory of the run, read and written
   */
  Judge(Map<ArtifactName, Artifact.InForce> how, Memory memory) {
    this.how = Map.copyOf(how);
    this.memory = memory;
  }

  /**
   * Judges one answer.
   *
   * @param atStart meter before the first use; null when it was not read
   * @param spent in use before this step
   * @param hit by {@link BoundHits} with the exchange that this is an answer of
   */
  Outcome judge(
      Step step, Section said, String console, @Nullable Meter atStart, Spent spent, String hit) {
    Optional<Cause> wrong =
        switch (step) {
          case Step.Reach _ -> Optional.empty();
          case Step.InForceIs s -> inForce(s, said);
          case Step.Healthy _ -> healthy(said, console);
          case Step.Catches s -> probes(said, s.samples(), Wanted.FLAGGED);
          case Step.LeavesAlone s -> probes(said, s.samples(), Wanted.LEFT_ALONE);
          case Step.Owner s -> owner(s.command(), said);
          case Step.Remember _ -> remember(said);
          case Step.Unchanged _ -> unchanged(said);
          case Step.ClockAt s ->
              said.status() == 0
                  ? Optional.empty()
                  : Optional.of(
                      cause(Cause.COMMAND, "the clock could not be set to " + s.time(), said));
          case Step.Within s -> within(s.bounds(), said, atStart, spent);
          case Step.TakeLive s ->
              said.status() == 0
                  ? Optional.empty()
                  : Optional.of(
                      cause(
                          Cause.COMMAND,
                          "the running machine did not take " + s.release().title(),
                          said));
        };
    return wrong
        .map(cause -> notShown(explained(cause, console, hit)))
        .orElseGet(Outcome.Passed::new);
  }

  /** A step whose answer never came to an end. */
  static Outcome unfinished(Step step, int status, String output, String console, String hit) {
    String what =
        switch (step) {
          case Step.Owner s -> "check " + s.command().name() + " did not end";
          case Step.Catches _, Step.LeavesAlone _ -> "probing did not end";
          case Step.TakeLive s ->
              "the running machine did not take " + s.release().title() + " in time";
          case Step.InForceIs _ -> "it did not say what it has in force in time";
          case Step.Healthy _ -> "it did not say in time whether it is healthy";
          case Step.Remember _, Step.Unchanged _ -> "its vital files could not be read in time";
          case Step.ClockAt _ -> "its clock could not be set in time";
          case Step.Within _, Step.Reach _ -> "the machine's meters could not be read";
        };
    return notShown(
        explained(
            cause(Cause.COMMAND, what, new Section(status, output, Duration.ZERO)), console, hit));
  }

  private static Outcome notShown(Cause cause) {
    return cause.code().equals(Cause.INFRASTRUCTURE)
        ? new Outcome.Broken(cause.what())
        : new Outcome.NotShown(cause);
  }

  /** A kernel error explains whatever failed after it better than the failure itself does. */
  private static Cause explained(Cause failed, String console, String hit) {
    var cause = new Cause(failed.code(), failed.what() + hit, failed.evidence());
    return ConsoleTrouble.find(console)
        .map(Judge::kernelError)
        .orElseGet(
            () ->
                cause.evidence().isEmpty() || cause.code().equals(Cause.NOT_IN_FORCE)
                    ? new Cause(cause.code(), cause.what(), evidence(cause, console))
                    : cause);
  }

  private static List<String> evidence(Cause cause, String console) {
    List<String> lines =
        new ArrayList<>(
            console
                .lines()
                .map(ConsoleTrouble::clean)
                .filter(line -> !line.isBlank() && !line.startsWith("sluice: step "))
                .toList());
    List<String> last = new ArrayList<>(lines.subList(Math.max(0, lines.size() - 4), lines.size()));
    last.addAll(cause.evidence());
    return last;
  }

  private static Cause kernelError(ConsoleTrouble trouble) {
    return new Cause(
        trouble.ofTheHost() ? Cause.INFRASTRUCTURE : Cause.KERNEL_ERROR,
        trouble.sentence(),
        trouble.lines());
  }

  private Optional<Cause> inForce(Step.InForceIs step, Section said) {
    return said.status() != 0
        ? Optional.of(
            cause(
                Cause.NOT_IN_FORCE,
                step.expected().application().artifact() + " does not say what it has in force",
                said))
        : InForce.wrong(said.output(), step.expected(), step.onTrial(), how)
            .map(
                wrong ->
                    new Cause(Cause.NOT_IN_FORCE, "the machine works but " + wrong, List.of()));
  }

  private Optional<Cause> healthy(Section said, String console) {
    Optional<ConsoleTrouble> trouble = ConsoleTrouble.find(console);
    if (trouble.isPresent()) {
      return trouble.map(Judge::kernelError);
    }
    Baseline now = Baseline.read(said.output());
    if (now.taint() < 0) {
      return Optional.of(cause(Cause.COMMAND, "the kernel's state could not be read", said));
    }
    if ((now.taint() & OOPS_TAINT) != 0) {
      return Optional.of(
          new Cause(Cause.KERNEL_ERROR, "the kernel had an oops and went on (taint D)", List.of()));
    }
    if (said.status() != 0) {
      return Optional.of(cause(Cause.UNHEALTHY, "it says it is not healthy", said));
    }
    return now.worsened(memory.baseline()).map(what -> new Cause(Cause.UNHEALTHY, what, List.of()));
  }

  private Optional<Cause> remember(Section said) {
    Optional<String> unusable = Vital.unusable(said.output());
    if (unusable.isEmpty()) {
      memory.vital(Vital.read(said.output()));
    }
    return unusable.map(what -> cause(Cause.COMMAND, what, said));
  }

  private Optional<Cause> unchanged(Section said) {
    return Vital.harmed(memory.vital(), Vital.read(said.output()))
        .map(harm -> new Cause(Cause.CHANGED, harm, List.of()));
  }

  private enum Wanted {
    FLAGGED,
    LEFT_ALONE
  }

  private static Optional<Cause> probes(Section said, List<Sample> samples, Wanted wanted) {
    List<Matcher> probed =
        said.output().lines().map(PROBED::matcher).filter(Matcher::matches).toList();
    for (int i = 0; i < samples.size(); i++) {
      String name = samples.get(i).name();
      if (i >= probed.size() || Integer.parseInt(probed.get(i).group(1)) != i) {
        return Optional.of(cause(Cause.COMMAND, "probing " + name + " did not end", said));
      }
      int status = Integer.parseInt(probed.get(i).group(2));
      if (status > 1) {
        return Optional.of(
            cause(
                Cause.COMMAND,
                "probing " + name + " failed",
                new Section(status, said.output(), said.took())));
      }
      if (wanted == Wanted.FLAGGED && status == 0) {
        return Optional.of(new Cause(Cause.MISSED, "it missed a known threat, " + name, List.of()));
      }
      if (wanted == Wanted.LEFT_ALONE && status == 1) {
        return Optional.of(new Cause(Cause.FLAGGED, "it flagged a good file, " + name, List.of()));
      }
      String digest = digest(probed.get(i), said, samples.get(i));
      if (wanted == Wanted.LEFT_ALONE && !samples.get(i).digest().hex().equals(digest)) {
        String what = digest == null ? "it removed a good file, " : "it changed a good file, ";
        return Optional.of(new Cause(Cause.CHANGED, what + name, List.of()));
      }
    }
    return Optional.empty();
  }

  /** With the probe's own line, or in the list of all samples that a shell prints after them. */
  private static @Nullable String digest(Matcher probed, Section said, Sample sample) {
    String own = probed.group(3);
    return own != null
        ? own
        : Vital.read(said.output()).entrySet().stream()
            .filter(file -> file.getKey().endsWith("/" + sample.inInputs()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(null);
  }

  private static Optional<Cause> owner(CheckSpec.UserCommand command, Section said) {
    if (said.status() != command.exit()) {
      return Optional.of(
          cause(
              Cause.COMMAND,
              "check " + command.name() + " did not end with status " + command.exit(),
              said));
    }
    String wanted = command.output();
    return wanted == null || said.output().contains(wanted)
        ? Optional.empty()
        : Optional.of(
            cause(
                Cause.COMMAND,
                "check " + command.name() + " did not print \"" + wanted + "\"",
                said));
  }

  private static Optional<Cause> within(
      CheckSpec.StaysWithin bounds, Section said, @Nullable Meter atStart, Spent spent) {
    Optional<Meter> now = Meter.read(said.output());
    if (atStart == null || now.isEmpty()) {
      return Optional.of(cause(Cause.COMMAND, "the machine's meters could not be read", said));
    }
    List<String> over = new ArrayList<>();
    Duration cpu = Duration.ofMillis(10 * (now.get().busyTicks() - atStart.busyTicks()));
    time(over, "processor time", spent.processor(cpu), bounds.cpu());
    time(over, "time", spent.inUse(), bounds.wall());
    long memory = 1024 * (atStart.availableKib() - now.get().availableKib());
    size(over, "more memory", memory, bounds.memoryBytes());
    long disk = 1024 * (now.get().usedKib() - atStart.usedKib());
    size(over, "more disk", disk, bounds.diskBytes());
    return over.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Cause(Cause.OVER_LIMIT, "in use it took " + String.join(" and ", over), List.of()));
  }

  private static void time(List<String> over, String of, Duration spent, @Nullable Duration bound) {
    if (bound != null && spent.compareTo(bound) > 0) {
      over.add(
          String.format(
              Locale.ROOT,
              "%.1f s of %s (limit %.1f s)",
              spent.toMillis() / 1000.0,
              of,
              bound.toMillis() / 1000.0));
    }
  }

  private static void size(List<String> over, String of, long spent, long bound) {
    if (bound != CheckSpec.StaysWithin.UNBOUNDED && spent > bound) {
      over.add(
          String.format(
              Locale.ROOT,
              "%.1f MiB %s (limit %.1f MiB)",
              spent / 1048576.0,
              of,
              bound / 1048576.0));
    }
  }

  private static Cause cause(String code, String what, Section said) {
    String how =
        said.status() == Exited.KILLED_AT_LIMIT
            ? " (ended at its time limit)"
            : " (exit status " + said.status() + ")";
    return new Cause(
        code,
        what + how,
        said.output()
            .lines()
            .map(ConsoleTrouble::clean)
            .filter(line -> !line.isBlank() && !line.startsWith("sluice-"))
            .limit(4)
            .toList());
  }
}
