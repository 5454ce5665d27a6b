package dev.sluice.proving.check;

import java.util.List;

/** What each step asks a machine: POSIX shell, run as root on the machine. */
final class Questions {
  private static final String WORK = "/run/sluice/work";

  /** Beside the samples' folder, so that no sample can have its name. */
  private static final String OUT = "/run/sluice/probe.out";

  private final String inputs;
  private final List<String> inForce;

  /**
   * Questions to one machine.
   *
   * @param inputs folder on the machine with the prover's files
   * @param inForce words of the application's verb
   */
  Questions(String inputs, List<String> inForce) {
    this.inputs = inputs;
    this.inForce = List.copyOf(inForce);
  }

  String script(Step step) {
    return switch (step) {
      case Step.InForceIs _ -> Quoting.posix(inForce);
      case Step.Healthy s -> healthy(s);
      case Step.Catches s -> probes(s.probe().words(), s.samples(), false);
      case Step.LeavesAlone s -> probes(s.probe().words(), s.samples(), true);
      case Step.Within s -> Meter.script(s.stateMount());
      case Step.TakeLive s ->
          Quoting.posix(s.verb().words()) + " " + Quoting.posix(inputs + "/" + s.inInputs());
      case Step.Owner s -> Quoting.posix(s.command().command().words());
      case Step.Reach _ -> throw new IllegalStateException("reaching a machine asks nothing");
    };
  }

  /** What is being done, for a sentence about a machine that died meanwhile. */
  static String during(Step step) {
    return switch (step) {
      case Step.Reach _ -> "while booting";
      case Step.InForceIs _ -> "while it was asked what it has in force";
      case Step.Healthy _ -> "while its health was asked";
      case Step.Catches _ -> "while it was shown a known threat";
      case Step.LeavesAlone _ -> "while it was shown good files";
      case Step.Within _ -> "after use, while its meters were read";
      case Step.TakeLive s -> "while the running machine took " + s.release().title();
      case Step.Owner s -> "during check " + s.command().name();
    };
  }

  /** Bit 7 of the taint says that the kernel has survived an oops, even if no line got out. */
  private static String healthy(Step.Healthy step) {
    String verb = step.verb() == null ? ":" : Quoting.posix(step.verb().words());
    // The empty line first: a verb may print no final newline.
    return verb
        + "\nr=$?\nread -r t </proc/sys/kernel/tainted; echo; echo \"sluice-taint $t\"\nexit $r";
  }

  /** Shows each sample as a writable copy, as a host has it. */
  private String probes(List<String> probe, List<Sample> samples, boolean digest) {
    var script = new StringBuilder("mkdir -p " + WORK + "\n");
    for (int i = 0; i < samples.size(); i++) {
      String name = samples.get(i).name();
      String copy = Quoting.posix(WORK + "/" + name.substring(name.lastIndexOf('/') + 1));
      script.append("cp ").append(Quoting.posix(inputs + "/" + samples.get(i).inInputs()));
      // A verb that says "flagged" to a file that is not there has caught nothing.
      script.append(' ').append(copy).append(" || exit 3\n");
      script.append(Quoting.posix(probe)).append(' ').append(copy);
      script.append(" >" + OUT + " 2>&1; r=$?\nh=\n");
      if (digest) {
        script.append("[ -e ").append(copy).append(" ] && h=$(sha256sum < ").append(copy);
        script.append(") && h=${h%% *}\n");
      }
      script.append("echo \"sluice-probe ").append(i).append(" $r $h\"\n");
      script.append("[ $r -lt 2 ] || head -c 300 " + OUT + "\n");
    }
    return script.append("rm -rf " + WORK).toString();
  }
}
