package dev.sluice.proving.check;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.pipeline.Artifact;
import dev.sluice.model.pipeline.CheckSpec;
import dev.sluice.model.pipeline.Command;
import dev.sluice.proving.cause.Cause;
import dev.sluice.proving.cause.ConsoleTrouble;
import dev.sluice.proving.cause.Deaths;
import dev.sluice.proving.environment.RunningMachine;
import dev.sluice.proving.environment.RunningMachine.Dead;
import dev.sluice.proving.environment.RunningMachine.Exited;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Performs the steps of one boot, in order, on one running machine. */
public final class Performer {
  private static final String WORK = "/run/sluice/work";
  private static final Pattern PROBED =
      Pattern.compile("^sluice-probe ([0-9]{1,6}) ([0-9]{1,3}) ?([0-9a-f]{64})?$");

  private final RunningMachine machine;
  private final Command inForce;
  private final Map<ArtifactName, Artifact.InForce> how;
  private final Duration limit;
  private final String stateMount;
  private Meter atStart = new Meter(0, 0, 0);
  private Duration used = Duration.ZERO;
  private String during = "while booting";

  /**
   * For a machine that was just switched on.
   *
   * @param inForce the application's verb
   * @param how the application names each artifact
   * @param limit for one command
   * @param stateMount whose disk use is metered
   */
  public Performer(
      RunningMachine machine,
      Command inForce,
      Map<ArtifactName, Artifact.InForce> how,
      Duration limit,
      String stateMount) {
    this.machine = machine;
    this.inForce = inForce;
    this.how = Map.copyOf(how);
    this.limit = limit;
    this.stateMount = stateMount;
  }

  public Outcome perform(Step step) throws InterruptedException {
    return switch (step) {
      case Step.Reach _ -> reach();
      case Step.InForceIs s -> inForceIs(s);
      case Step.Healthy s -> healthy(s);
      case Step.Catches s -> catches(s);
      case Step.LeavesAlone s -> leavesAlone(s);
      case Step.Owner s -> owner(s.command());
      case Step.Within s -> within(s.bounds());
      case Step.TakeLive s -> takeLive(s);
    };
  }

  private Outcome reach() throws InterruptedException {
    return switch (machine.awaitReady()) {
      case Dead dead -> dead(dead);
      case RunningMachine.Ready _ -> {
        during = "after the boot, while being read";
        yield switch (machine.run(Meter.script(stateMount), limit)) {
          case Dead dead -> dead(dead);
          case Exited(var status, var output, var _) -> {
            Optional<Meter> meter = Meter.read(output);
            meter.ifPresent(m -> atStart = m);
            yield meter.isPresent()
                ? new Outcome.Passed()
                : notShown(Cause.COMMAND, "the machine's meters could not be read", status, output);
          }
        };
      }
    };
  }

  private Outcome inForceIs(Step.InForceIs step) throws InterruptedException {
    during = "while it was asked what it has in force";
    return switch (machine.run(Quoting.posix(inForce.words()), limit)) {
      case Dead dead -> dead(dead);
      case Exited(var status, var output, var _) when status != 0 ->
          notShown(
              Cause.NOT_IN_FORCE,
              title(step) + " does not say what it has in force",
              status,
              output);
      case Exited(var _, var output, var _) ->
          InForce.wrong(output, step.expected(), how)
              .map(
                  wrong ->
                      troubleOr(
                          new Cause(
                              Cause.NOT_IN_FORCE, "the machine works but " + wrong, evidence())))
              .map(cause -> (Outcome) new Outcome.NotShown(cause))
              .orElseGet(Outcome.Passed::new);
    };
  }

  private static String title(Step.InForceIs step) {
    return step.expected().application().artifact().value();
  }

  private Outcome healthy(Step.Healthy step) throws InterruptedException {
    Optional<ConsoleTrouble> trouble = ConsoleTrouble.find(machine.console());
    if (trouble.isPresent()) {
      return new Outcome.NotShown(kernelError(trouble.get()));
    }
    during = "while its health was asked";
    String verb = step.verb() == null ? "" : Quoting.posix(step.verb().words());
    // Bit 7 of the taint says that the kernel has survived an oops, even if no line got out.
    return switch (machine.run(verb + "\nr=$?\ncat /proc/sys/kernel/tainted\nexit $r", limit)) {
      case Dead dead -> dead(dead);
      case Exited(var status, var output, var _) when status != 0 ->
          notShown(Cause.UNHEALTHY, "it says it is not healthy", status, output);
      case Exited(var _, var output, var _) ->
          diedBefore(output)
              ? new Outcome.NotShown(
                  new Cause(
                      Cause.KERNEL_ERROR,
                      "the kernel had an oops and went on (taint D)",
                      List.of()))
              : new Outcome.Passed();
    };
  }

  private static boolean diedBefore(String output) {
    String last = output.strip();
    last = last.substring(last.lastIndexOf('\n') + 1);
    return last.matches("[0-9]{1,9}") && (Long.parseLong(last) & 0x80) != 0;
  }

  private Outcome catches(Step.Catches step) throws InterruptedException {
    during = "while it was shown a known threat";
    return probe(step.probe(), step.samples(), false, true);
  }

  private Outcome leavesAlone(Step.LeavesAlone step) throws InterruptedException {
    during = "while it was shown good files";
    return probe(step.probe(), step.samples(), true, false);
  }

  /** Shows each sample as a writable copy, as a host has it, and compares. */
  private Outcome probe(Command probe, List<Sample> samples, boolean compare, boolean flaggedIsGood)
      throws InterruptedException {
    var script = new StringBuilder("mkdir -p " + WORK + "\n");
    for (int i = 0; i < samples.size(); i++) {
      String name = samples.get(i).name();
      String copy = Quoting.posix(WORK + "/" + name.substring(name.lastIndexOf('/') + 1));
      script
          .append("cp ")
          .append(Quoting.posix(machine.inputs() + "/" + samples.get(i).inInputs()))
          .append(" ")
          .append(copy)
          .append("\n")
          .append(Quoting.posix(probe.words()))
          .append(" ")
          .append(copy)
          .append(" >" + WORK + "/.out 2>&1; r=$?\nh=\n");
      if (compare) {
        script.append("[ -e ").append(copy).append(" ] && h=$(sha256sum < ").append(copy);
        script.append(") && h=${h%% *}\n");
      }
      script.append("echo \"sluice-probe ").append(i).append(" $r $h\"\n");
      script.append("[ $r -lt 2 ] || head -c 300 " + WORK + "/.out\n");
    }
    script.append("rm -rf " + WORK + "\n");
    return switch (machine.run(script.toString(), limit)) {
      case Dead dead -> dead(dead);
      case Exited exited -> {
        used = used.plus(exited.guestTime());
        yield judgeProbes(exited, samples, compare, flaggedIsGood);
      }
    };
  }

  private Outcome judgeProbes(
      Exited exited, List<Sample> samples, boolean compare, boolean flaggedIsGood) {
    List<Matcher> probed =
        exited.output().lines().map(PROBED::matcher).filter(Matcher::matches).toList();
    for (int i = 0; i < samples.size(); i++) {
      String name = samples.get(i).name();
      if (i >= probed.size() || Integer.parseInt(probed.get(i).group(1)) != i) {
        return notShown(
            Cause.COMMAND, "probing " + name + " did not end", exited.status(), exited.output());
      }
      int status = Integer.parseInt(probed.get(i).group(2));
      if (status > 1) {
        return notShown(Cause.COMMAND, "probing " + name + " failed", status, exited.output());
      }
      if (flaggedIsGood && status == 0) {
        return notShown(new Cause(Cause.MISSED, "it missed a known threat, " + name, List.of()));
      }
      if (!flaggedIsGood && status == 1) {
        return notShown(new Cause(Cause.FLAGGED, "it flagged a good file, " + name, List.of()));
      }
      String digest = probed.get(i).group(3);
      if (compare && !samples.get(i).digest().hex().equals(digest)) {
        return notShown(
            new Cause(
                Cause.CHANGED,
                digest == null ? "it removed a good file, " + name : "it changed " + name,
                List.of()));
      }
    }
    return new Outcome.Passed();
  }

  private Outcome owner(CheckSpec.UserCommand command) throws InterruptedException {
    during = "during check " + command.name();
    return switch (machine.run(Quoting.posix(command.command().words()), command.within())) {
      case Dead dead -> dead(dead);
      case Exited exited -> {
        used = used.plus(exited.guestTime());
        if (exited.status() != command.exit()) {
          yield notShown(
              Cause.COMMAND,
              "check " + command.name() + " did not end with status " + command.exit(),
              exited.status(),
              exited.output());
        }
        String wanted = command.output();
        yield wanted == null || exited.output().contains(wanted)
            ? new Outcome.Passed()
            : notShown(
                Cause.COMMAND,
                "check " + command.name() + " did not print \"" + wanted + "\"",
                exited.status(),
                exited.output());
      }
    };
  }

  private Outcome within(CheckSpec.StaysWithin bounds) throws InterruptedException {
    during = "after use, while being read";
    Duration wall = used;
    return switch (machine.run(Meter.script(stateMount), limit)) {
      case Dead dead -> dead(dead);
      case Exited(var status, var output, var _) -> {
        Optional<Meter> now = Meter.read(output);
        if (now.isEmpty()) {
          yield notShown(Cause.COMMAND, "the machine's meters could not be read", status, output);
        }
        List<String> over = new ArrayList<>();
        Duration cpu = Duration.ofMillis(10 * (now.get().busyTicks() - atStart.busyTicks()));
        time(over, "processor time", cpu, bounds.cpu());
        time(over, "time", wall, bounds.wall());
        size(
            over,
            "more memory",
            1024 * (atStart.availableKib() - now.get().availableKib()),
            bounds.memoryBytes());
        size(
            over,
            "more disk",
            1024 * (now.get().usedKib() - atStart.usedKib()),
            bounds.diskBytes());
        yield over.isEmpty()
            ? new Outcome.Passed()
            : notShown(
                new Cause(
                    Cause.OVER_LIMIT, "in use it took " + String.join(" and ", over), List.of()));
      }
    };
  }

  private static void time(
      List<String> over,
      String of,
      Duration spent,
      @org.jspecify.annotations.Nullable Duration bound) {
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

  private Outcome takeLive(Step.TakeLive step) throws InterruptedException {
    during = "while the running machine took " + step.release().title();
    String words =
        Quoting.posix(step.verb().words())
            + " "
            + Quoting.posix(machine.inputs() + "/" + step.inInputs());
    return switch (machine.run(words, limit)) {
      case Dead dead -> dead(dead);
      case Exited(var status, var output, var _) when status != 0 ->
          notShown(
              Cause.COMMAND,
              "the running machine did not take " + step.release().title(),
              status,
              output);
      case Exited _ -> new Outcome.Passed();
    };
  }

  private Outcome dead(Dead dead) {
    Cause cause = Deaths.cause(dead.death(), machine.console(), during);
    return dead.death().isInfrastructure()
        ? new Outcome.Broken(cause.what())
        : new Outcome.NotShown(cause);
  }

  private Outcome notShown(Cause cause) {
    return new Outcome.NotShown(troubleOr(cause));
  }

  private Outcome notShown(String code, String what, int status, String output) {
    String how =
        status == Exited.KILLED_AT_LIMIT
            ? " (ended at its time limit)"
            : " (exit status " + status + ")";
    List<String> lines = new ArrayList<>(evidence());
    output
        .lines()
        .map(ConsoleTrouble::clean)
        .filter(l -> !l.isBlank() && !l.startsWith("sluice-"))
        .limit(4)
        .forEach(lines::add);
    return notShown(new Cause(code, what + how, lines));
  }

  /** A kernel error explains whatever failed after it better than the failure itself does. */
  private Cause troubleOr(Cause cause) {
    return ConsoleTrouble.find(machine.console()).map(Performer::kernelError).orElse(cause);
  }

  private static Cause kernelError(ConsoleTrouble trouble) {
    return new Cause(Cause.KERNEL_ERROR, trouble.sentence(), trouble.lines());
  }

  private List<String> evidence() {
    List<String> lines =
        machine
            .console()
            .lines()
            .map(ConsoleTrouble::clean)
            .filter(line -> !line.isBlank())
            .toList();
    return lines.subList(Math.max(0, lines.size() - 4), lines.size());
  }
}
