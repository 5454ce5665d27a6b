package dev.sluice.cli;

import dev.sluice.cli.screen.Board;
import dev.sluice.cli.screen.ControlsScreen;
import dev.sluice.cli.screen.Plain;
import dev.sluice.cli.screen.ProveScreen;
import dev.sluice.model.ArtifactName;
import dev.sluice.model.Result;
import dev.sluice.model.Version;
import dev.sluice.proving.cause.Cause;
import dev.sluice.proving.lab.Answer;
import dev.sluice.proving.lab.Product;
import dev.sluice.proving.report.ProveReport;
import dev.sluice.proving.run.RunReport;
import dev.sluice.proving.run.Runner;
import dev.sluice.trust.key.Keyring;
import dev.sluice.trust.proof.Proof;
import dev.sluice.trust.proof.TrustedKeys;
import dev.sluice.trust.proof.Verification;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice demo}: the outage of 19 July 2024 in miniature. */
@Command(
    name = "demo",
    sortOptions = false,
    description = {
      "Replay the outage of 19 July 2024 in miniature, and stop it.",
      "",
      "Real virtual machines, a real kernel module that reads channel files in kernel mode, three"
          + " acts: a good channel file, the bad one, and every known-bad one. Under a minute once"
          + " built."
    },
    footer = {
      "Exit status: 0 all went as told, 1 an act did not, 3 could not tell.",
      "",
      "Examples:",
      "  sluice demo",
      "  sluice demo --headless     say only whether each act went as it must",
      "  sluice demo --clamav       real data on whole machines: some 20 minutes where emulated"
    })
final class Demo implements Callable<Integer> {
  private static final ArtifactName CHANNEL = new ArtifactName("channel");

  private final Program program;

  @Option(
      names = "--headless",
      description = "No narration: check each act and say whether it went as it must.")
  private boolean headless;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Evidence goes to new folders in here (default: ${DEFAULT-VALUE}).",
      defaultValue = "out")
  private Path out = Path.of("out");

  @Option(
      names = "--clamav",
      description =
          "Instead: every signature set of examples/clamav on whole Debian machines, as one table.")
  private boolean clamav;

  @Option(
      names = "--set",
      paramLabel = "NAME",
      description = "With --clamav: only this set; may be given several times.")
  private List<String> sets = new ArrayList<>();

  @Mixin private Common common = new Common();

  Demo(Program program) {
    this.program = program;
  }

  /** One act: what must be so afterwards, and what was not. */
  private record Act(String title, Result result, List<String> wrong) {}

  @Override
  public Integer call() throws IOException {
    Printer printer = program.printer(common);
    if (clamav) {
      return new ClamavDemo(program, printer, out).show(sets);
    }
    Path example = SourceTree.kernelSensor();
    Product product = PipelineSource.valid(example.resolve("sluice.yaml"));
    var keyring = new Keyring(program.folders().keys());
    PrintStream screen = printer.out();
    tell(
        screen,
        "On 19 July 2024 a data file took down 8.5 million machines: well-formed, so its validator",
        "passed it, and deadly to the kernel module that read it. Here are such a module in three",
        "releases (7.11 and 7.15 trust the file, 7.16 checks it) and its channel files.");
    List<Act> acts = new ArrayList<>();
    acts.add(
        prove(
            product,
            keyring,
            printer,
            "1. Channel 291, as it should have been",
            "291-fixed",
            Demo::wrongWithFixed));
    acts.add(
        prove(
            product,
            keyring,
            printer,
            "2. Channel 291, as it was",
            "291-bad",
            (report, _) -> wrongWithBad(report)));
    acts.add(controls(product, printer));
    return end(acts, printer, example);
  }

  private interface Judge {
    List<String> wrong(ProveReport report, Keyring keyring) throws IOException;
  }

  private Act prove(
      Product product, Keyring keyring, Printer printer, String title, String file, Judge judge)
      throws IOException {
    Path candidate = product.folder().resolve("channels/" + file + ".bin");
    long from = System.nanoTime();
    PrintStream screen = printer.out();
    tell(screen, "", title);
    boolean colour = printer.outIsLive();
    Printer quiet = headless ? printer.withoutOut() : printer;
    Answer answer =
        ask(
            product,
            printer,
            () ->
                Progress.on(
                    printer, quiet, new Board(), (c, plan) -> ProveScreen.header(c, plan, colour)),
            lab ->
                lab.prove(
                    CHANNEL, new Version("291"), candidate, out, Runner.AfterFailure.KEEP_GOING));
    Act act;
    if (answer instanceof Answer.Proven(var report)) {
      if (!headless) {
        String again =
            "sluice prove channel 291 "
                + ShellWord.of(candidate.toString())
                + " --pipeline "
                + ShellWord.of(product.folder().resolve("sluice.yaml").toString());
        ProveScreen.result(report, new ProveScreen.Call(again, true), colour)
            .forEach(screen::println);
      }
      List<String> wrong = judge.wrong(report, keyring);
      act = new Act(title, told(report.result(), wrong), wrong);
    } else {
      act = new Act(title, Result.COULD_NOT_TELL, List.of(reason(answer)));
    }
    took(act, from, screen);
    return act;
  }

  /** An act that ran is as it must be or not; one that could not run tells nothing. */
  private static Result told(Result result, List<String> wrong) {
    return wrong.isEmpty()
        ? Result.PASSED
        : result == Result.COULD_NOT_TELL ? Result.COULD_NOT_TELL : Result.FAILED;
  }

  private static List<String> wrongWithFixed(ProveReport report, Keyring keyring)
      throws IOException {
    List<String> wrong = new ArrayList<>();
    for (RunReport run : report.runs()) {
      Path proof = report.statements().get(run.planned());
      String title = run.planned().combination().title();
      if (!(run instanceof RunReport.Finished f && f.result() == Result.PASSED) || proof == null) {
        wrong.add(title + " did not pass");
      } else if (Proof.verify(Proof.load(proof), TrustedKeys.anyOf(keyring.trusted()))
          instanceof Verification.Refused(var reason)) {
        wrong.add(title + ": its proof does not verify: " + reason);
      }
    }
    return report.runs().size() == 3 ? wrong : List.of("there are not three combinations");
  }

  private static List<String> wrongWithBad(ProveReport report) {
    Map<String, String> expected =
        new TreeMap<>(
            Map.of("7.11", Cause.PANICKED, "7.15", Cause.PANICKED, "7.16", Cause.NOT_IN_FORCE));
    List<String> wrong = new ArrayList<>();
    for (RunReport run : report.runs()) {
      String sensor = run.planned().combination().application().version().value();
      String must = expected.remove(sensor);
      String was =
          run instanceof RunReport.Finished f && f.result() == Result.FAILED
              ? f.cause().map(Cause::code).orElse("nothing")
              : "no failure";
      if (!was.equals(must)) {
        wrong.add("sensor " + sensor + ": " + was + " instead of " + must);
      }
    }
    expected.keySet().forEach(missing -> wrong.add("sensor " + missing + " was not run"));
    return wrong;
  }

  private Act controls(Product product, Printer printer) throws IOException {
    String title = "3. Every known-bad channel file: does the suite still go red?";
    long from = System.nanoTime();
    PrintStream screen = printer.out();
    tell(screen, "", title);
    var titles = new ControlsScreen.Titles(product.pipeline());
    Answer answer =
        ask(
            product,
            printer,
            () ->
                Progress.on(
                    printer,
                    printer.withoutOut(),
                    new Board(titles::of, titles::must),
                    (_, plan) -> {
                      titles.planned(plan);
                      return List.of();
                    }),
            lab -> lab.showNegativeControls(out));
    Act act;
    if (answer instanceof Answer.ControlsShown(var showings, var _)) {
      if (!headless) {
        ControlsScreen.result(showings, printer.outIsLive()).forEach(screen::println);
      }
      Result overall = ControlsScreen.overall(showings);
      act =
          new Act(
              title,
              overall,
              overall == Result.PASSED ? List.of() : List.of("not every control went red"));
    } else {
      act = new Act(title, Result.COULD_NOT_TELL, List.of(reason(answer)));
    }
    took(act, from, screen);
    return act;
  }

  private void took(Act act, long from, PrintStream screen) {
    double seconds = (System.nanoTime() - from) / 1e9;
    if (headless) {
      String word =
          switch (act.result()) {
            case PASSED -> "as it must";
            case FAILED -> "NOT as it must: " + String.join("; ", act.wrong());
            case COULD_NOT_TELL -> "could not tell: " + String.join("; ", act.wrong());
          };
      screen.println(String.format(Locale.ROOT, "%s  %s  %.1f s", act.title(), word, seconds));
    } else {
      act.wrong().forEach(line -> screen.println("  NOT as it must: " + Plain.of(line)));
      screen.println(String.format(Locale.ROOT, "  This act took %.1f s.", seconds));
    }
  }

  private int end(List<Act> acts, Printer printer, Path example) {
    tell(
        printer.out(),
        "",
        "Try next, in " + program.folders().spoken(example) + ":",
        "  ../../sluice check                                   the plan, and why",
        "  ../../sluice prove channel 292 channels/blind.bin    stopped: it catches nothing",
        "  ../../sluice prove sensor 7.17 build/sensor-7.16.ko  not in force: it says 7.16",
        "  ../../sluice explain suites                          what a pipeline file can say",
        "  ../../sluice init ~/my-product                       a commented file of your own");
    return Exit.of(acts.stream().map(Act::result).reduce(Result.PASSED, Result::worse));
  }

  private void tell(PrintStream screen, String... lines) {
    if (!headless) {
      for (String line : lines) {
        screen.println(line);
      }
    }
  }

  static String reason(Answer answer) {
    return switch (answer) {
      case Answer.Refused(var reason) -> reason;
      case Answer.Unusable(var reason) -> reason;
      case Answer.CouldNotTell(var reason) -> reason;
      case Answer.Proven _, Answer.ControlsShown _, Answer.Identical _, Answer.Visited _ ->
          "an answer to another question";
    };
  }

  private Answer ask(
      Product product, Printer printer, Supplier<Progress> shown, LabCall.Question question)
      throws IOException {
    @Nullable Answer answer = new LabCall(program, product, printer.err()).make(shown, question);
    return answer == null ? new Answer.CouldNotTell("stopped") : answer;
  }
}
