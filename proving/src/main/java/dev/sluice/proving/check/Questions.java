package dev.sluice.proving.check;

import java.util.List;

/** What each step asks a machine, in the words of the machine's shell. */
sealed interface Questions permits PosixQuestions, PortableQuestions, PowerShellQuestions {
  /**
   * Questions to one machine.
   *
   * @param inputs folder on the machine with the prover's files
   * @param subject what is asked, whatever the step
   */
  static Questions to(String inputs, Subject subject) {
    return switch (subject.platform()) {
      case LINUX, SANDBOX -> new PosixQuestions(inputs, subject);
      case POSIX -> new PortableQuestions(inputs, subject);
      case WINDOWS -> new PowerShellQuestions(inputs, subject);
    };
  }

  /** One question, whose status is the script's. */
  String alone(Step step);

  /**
   * Several in one exchange, for {@link Sections#read}.
   *
   * @param first number of the first
   * @param names for the console, one a step
   * @param needed whether to stop after a question that does not end with 0
   */
  String together(int first, List<String> names, List<Step> steps, List<Boolean> needed);

  /** The same of an exchange of several, where nothing tells which of them was in progress. */
  static String duringOneOf(List<Step> steps) {
    List<String> checks = steps.stream().map(Step::check).distinct().toList();
    return "while it was asked "
        + steps.size()
        + " things at once (for "
        + String.join(", ", checks)
        + "; its console does not tell which was in progress)";
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
      case Step.Remember _, Step.Unchanged _ -> "while its vital files were read";
      case Step.ClockAt _ -> "while its clock was set";
      case Step.Owner s -> "during check " + s.command().name();
    };
  }
}
