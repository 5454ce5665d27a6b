package dev.sluice.proving.check;

import dev.sluice.proving.environment.EnvironmentFacts.Platform;
import java.time.Duration;
import java.util.List;

/** What each step asks a machine: POSIX shell, run as root on the machine. */
final class PosixQuestions implements Questions {
  /** Made where no channel to the machine has made it. */
  private static final String PLACE = "/run/sluice";

  private static final String WORK = PLACE + "/work";

  /** Beside the samples' folder, so that no sample can have its name. */
  private static final String OUT = PLACE + "/probe.out";

  /** There while the machine is up, and gone when it is switched off. */
  private static final String UP = PLACE + "/up";

  private static final String SINCE = PLACE + "/since";

  private final String inputs;
  private final Subject subject;

  /**
   * Questions to one machine.
   *
   * @param inputs folder on the machine with the prover's files
   * @param subject what is asked, whatever the step
   */
  PosixQuestions(String inputs, Subject subject) {
    this.inputs = inputs;
    this.subject = subject;
  }

  @Override
  public String alone(Step step) {
    return script(step);
  }

  @Override
  public String together(int first, List<String> names, List<Step> steps, List<Boolean> needed) {
    return Sections.script(first, names, steps.stream().map(this::script).toList(), needed);
  }

  private String script(Step step) {
    return switch (step) {
      case Step.InForceIs _ -> upThen(sinceNow() + Quoting.posix(subject.inForce().words()));
      case Step.Healthy s -> healthy(s);
      case Step.Catches s -> probes(s.probe().words(), s.samples(), false);
      case Step.LeavesAlone s -> probes(s.probe().words(), s.samples(), true);
      case Step.Within s -> meter(s.stateMount());
      case Step.Remember s -> upThen(Vital.script(s.vital()));
      case Step.Unchanged s -> Vital.script(s.vital());
      case Step.ClockAt s -> "date -u -s @" + s.time().getEpochSecond();
      case Step.TakeLive s ->
          Quoting.posix(s.verb().words()) + " " + Quoting.posix(inputs + "/" + s.inInputs());
      case Step.Owner s -> Quoting.posix(s.command().command().words());
      case Step.Reach _ -> throw new IllegalStateException("reaching a machine asks nothing");
    };
  }

  /**
   * A machine with systemd answers before it is up: nothing is asked of a half-started one. Once up
   * it is not asked again before it is switched off, which empties the folder.
   */
  private String upThen(String question) {
    return subject.platform() == Platform.LINUX
        ? "[ -e "
            + UP
            + " ] || [ ! -d /run/systemd/system ] ||"
            + " { timeout 300 systemctl is-system-running --wait >/dev/null 2>&1; mkdir -p "
            + PLACE
            // Not with ":": a shell ends when the redirection of such a builtin fails.
            + "; echo >"
            + UP
            + "; } 2>/dev/null\n"
            + question
        : question;
  }

  /** From here the time counts in which a machine has to stay well. */
  private String sinceNow() {
    return subject.platform() == Platform.LINUX && !subject.health().settle().isZero()
        ? "{ read -r t _ </proc/uptime && echo \"$t\" >" + SINCE + "; } 2>/dev/null\n"
        : "";
  }

  private String meter(String stateMount) {
    return switch (subject.platform()) {
      case LINUX -> Meter.script(stateMount);
      case SANDBOX -> "\"$SLUICE_METER\"";
      case POSIX, WINDOWS -> "echo no meters here; exit 3";
    };
  }

  /** Bit 7 of the taint says that the kernel has survived an oops, even if no line got out. */
  private String healthy(Step.Healthy step) {
    String verb = step.verb() == null ? ":" : Quoting.posix(step.verb().words());
    // The empty line first: a verb may print no final newline.
    return switch (subject.platform()) {
      case LINUX ->
          verb
              + "\nr=$?\necho\n"
              + services()
              + "read -r t </proc/sys/kernel/tainted; echo \"sluice-taint $t\"\nexit $r";
      case POSIX, SANDBOX, WINDOWS -> verb + "\nr=$?; echo; echo \"sluice-taint 0\"; exit $r";
    };
  }

  private String services() {
    var script = new StringBuilder("if [ -d /run/systemd/system ]; then\n");
    Duration settle = subject.health().settle();
    if (!settle.isZero()) {
      script.append(settled(settle));
    }
    script.append("systemctl list-units --state=failed --plain --no-legend --no-pager |");
    script.append(" while read -r u _; do echo \"sluice-failed $u\"; done\n");
    for (String unit : subject.health().units()) {
      String word = Quoting.posix(unit);
      script.append("systemctl is-active -q ").append(word);
      script.append(" || echo sluice-inactive ").append(word).append('\n');
    }
    script.append("for f in /var/lib/systemd/coredump/* /var/crash/* /core /core.*; do");
    return script.append(" [ -e \"$f\" ] && echo \"sluice-core $f\"; done\nfi\n").toString();
  }

  /**
   * Sleeps for what is lacking of the time since the application was asked what it has in force.
   * Hundredths of a second, as the kernel counts them; a shell reads 08 as a broken octal number.
   * The whole time where the mark is none, is from another boot, or cannot be written: then it may
   * be of a question long ago.
   */
  private static String settled(Duration settle) {
    return """
        rest=%1$d
        if { true >>%2$s && read -r a <%2$s && read -r b _ </proc/uptime; } 2>/dev/null; then
          case $a in
            *[!0-9.]* | *.*.*) ;;
            0.[0-9][0-9] | [1-9]*.[0-9][0-9])
              passed=$(((${b%%.*} - ${a%%.*}) * 100 + 1${b#*.} - 1${a#*.}))
              [ $passed -lt 0 ] || rest=$((rest - passed)) ;;
          esac
        fi
        [ $rest -le 0 ] || sleep $((rest / 100)).$((rest %% 100 / 10))$((rest %% 10))
        """
        .formatted((settle.toMillis() + 9) / 10, SINCE);
  }

  /** Shows each sample as a writable copy, as a host has it. */
  private String probes(List<String> probe, List<Sample> samples, boolean digest) {
    var script = new StringBuilder("mkdir -p " + WORK + "\ncp -R");
    samples.stream()
        .map(sample -> sample.inInputs().replaceFirst("/.*", ""))
        .distinct()
        .forEach(top -> script.append(' ').append(Quoting.posix(inputs + "/" + top)));
    script.append(" " + WORK + "/ || exit 3\n");
    for (int i = 0; i < samples.size(); i++) {
      String copy = copy(samples.get(i));
      // A verb that says "flagged" to a file that is not there has caught nothing.
      script.append("[ -e ").append(copy).append(" ] || exit 3\n");
      script.append(Quoting.posix(probe)).append(' ').append(copy);
      script.append(" >" + OUT + " 2>&1; r=$?\n");
      script.append("echo \"sluice-probe ").append(i).append(" $r\"\n");
      script.append("[ $r -lt 2 ] || head -c 300 " + OUT + "\n");
    }
    if (digest) {
      script.append("sha256sum");
      samples.forEach(sample -> script.append(' ').append(copy(sample)));
      script.append(" 2>/dev/null\n");
    }
    return script.append("rm -rf " + WORK).toString();
  }

  private static String copy(Sample sample) {
    return Quoting.posix(WORK + "/" + sample.inInputs());
  }
}
