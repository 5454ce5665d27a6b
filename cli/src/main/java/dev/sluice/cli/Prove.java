package dev.sluice.cli;

import dev.sluice.cli.screen.Board;
import dev.sluice.cli.screen.ControlsScreen;
import dev.sluice.cli.screen.Plain;
import dev.sluice.cli.screen.ProveScreen;
import dev.sluice.model.ArtifactName;
import dev.sluice.model.Release;
import dev.sluice.model.Result;
import dev.sluice.model.Version;
import dev.sluice.model.pipeline.Artifact;
import dev.sluice.proving.lab.Answer;
import dev.sluice.proving.lab.Product;
import dev.sluice.proving.plan.Only;
import dev.sluice.proving.report.JUnitXml;
import dev.sluice.proving.report.ProveReport;
import dev.sluice.proving.report.ResultJson;
import dev.sluice.proving.run.Runner;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice prove}. */
@Command(
    name = "prove",
    sortOptions = false,
    customSynopsis = {
      "sluice prove ARTIFACT VERSION FILE [OPTIONS]",
      "       sluice prove --negative-controls [OPTIONS]"
    },
    description = {
      "Prove a candidate on real virtual machines.",
      "",
      "Boots them with FILE and every release that hosts run, and signs a proof for each combination"
          + " that works. Takes nothing from an earlier prove."
    },
    footer = {
      "Progress goes to stderr, the result to stdout; with --json stdout is JSON alone",
      "(docs/formats/result.md).",
      "",
      "Exit status:",
      "    0  every combination passed",
      "    1  stopped: a check failed, or FILE is empty, too large or changes meanwhile",
      "    2  nothing was run: wrong use, no such file, an invalid pipeline file",
      "    3  could not tell",
      "  130  stopped by Ctrl-C",
      "",
      "Examples:",
      "  sluice prove channel 291 channels/291.bin",
      "  sluice prove channel 291 channels/291.bin --keep-going --junit result.xml",
      "  sluice prove sensor 7.17 build/sensor-7.17.ko --json | jq .result",
      "  sluice prove --negative-controls"
    })
final class Prove implements Callable<Integer> {
  private final Program program;
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      arity = "0..1",
      hideParamSyntax = true,
      paramLabel = "ARTIFACT",
      description = "Its name in the pipeline file.")
  private @Nullable String artifact;

  @Parameters(
      index = "1",
      arity = "0..1",
      hideParamSyntax = true,
      paramLabel = "VERSION",
      description = "The version that the application will report as in force.")
  private @Nullable String version;

  @Parameters(
      index = "2",
      arity = "0..1",
      hideParamSyntax = true,
      paramLabel = "FILE",
      description = "The candidate: a regular file.")
  private @Nullable Path file;

  @Option(
      names = "--negative-controls",
      description = "Show that every known-bad release is still stopped.")
  private boolean negativeControls;

  @Option(
      names = "--pipeline",
      paramLabel = "FILE",
      description = "The pipeline file (default: ${DEFAULT-VALUE}).",
      defaultValue = "sluice.yaml")
  private Path pipeline = Path.of("sluice.yaml");

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Consoles, logs, proofs and result.json go to a new folder in here (default:"
              + " ${DEFAULT-VALUE}).",
      defaultValue = "out")
  private Path out = Path.of("out");

  @Option(names = "--keep-going", description = "Make every run, also after the first failure.")
  private boolean keepGoing;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      description =
          "Only runs with this counterpart, in this environment: sensor-7.15, @linux-6.1 or both in"
              + " one. The rest stays unproven.")
  private @Nullable String only;

  @Option(names = "--json", description = "The result as JSON on stdout.")
  private boolean json;

  @Option(names = "--junit", paramLabel = "FILE", description = "Also write it as JUnit XML.")
  private @Nullable Path junit;

  @Mixin private Common common = new Common();

  Prove(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException {
    Printer printer = program.printer(common);
    try {
      return negativeControls ? controls(printer) : prove(printer);
    } catch (Unusable e) {
      if (json) {
        printer.out().print(AnswerJson.notRun(String.valueOf(e.getMessage())));
      }
      throw e;
    }
  }

  private int prove(Printer printer) throws IOException {
    if (artifact == null || version == null || file == null) {
      throw new ParameterException(
          spec.commandLine(), "ARTIFACT, VERSION and FILE are needed (or --negative-controls)");
    }
    if (!Version.isValid(version)) {
      throw new Unusable(
          "sluice prove: \"" + Plain.of(version) + "\" is no version",
          "  1 to 64 letters, digits and . _ + ~ -, beginning with a letter or digit");
    }
    Product product = PipelineSource.valid(pipeline);
    ArtifactName name = named(product, artifact);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new Unusable("sluice prove: " + Plain.of(file.toString()) + ": no such file");
    }
    Printer results = json ? printer.withoutOut() : printer;
    boolean colour = results.outIsLive();
    var after = keepGoing ? Runner.AfterFailure.KEEP_GOING : Runner.AfterFailure.STOP;
    var candidateVersion = new Version(version);
    Path candidate = file;
    Only wanted = only == null ? Only.EVERYTHING : Only.of(only);
    @Nullable Answer answer =
        new LabCall(program, product, printer.err())
            .make(
                () ->
                    Progress.on(
                        printer,
                        results,
                        new Board(),
                        (c, plan) -> ProveScreen.header(c, plan, colour)),
                lab -> lab.prove(name, candidateVersion, candidate, out, after, wanted));
    String title = name + " " + version;
    return switch (answer) {
      case null -> Exit.STOPPED;
      case Answer.Proven(var report) -> {
        if (json) {
          printer.out().print(ResultJson.write(report));
        } else {
          ProveScreen.result(report, asCalled(), colour).forEach(results.out()::println);
        }
        report.remarks().forEach(remark -> printer.err().println(Plain.of(remark)));
        yield report(report, printer.err());
      }
      case Answer.ControlsShown _, Answer.Visited _ ->
          throw new IllegalStateException("asked for a proof");
      case Answer.Identical(var release, var fielded) -> identical(printer, release, fielded);
      case Answer.Refused(var reason) ->
          early(printer, title, Result.FAILED, title + " was refused: " + reason);
      case Answer.CouldNotTell(var reason) ->
          early(
              printer,
              title,
              Result.COULD_NOT_TELL,
              "could not tell whether " + title + " works: " + reason);
      case Answer.Unusable(var reason) -> throw new Unusable("sluice prove: " + Plain.of(reason));
    };
  }

  private static ArtifactName named(Product product, String artifact) {
    List<String> names =
        product.pipeline().artifacts().stream()
            .map(Artifact::name)
            .map(ArtifactName::value)
            .toList();
    if (!names.contains(artifact)) {
      throw new Unusable(
          "sluice prove: the pipeline file has no artifact \""
              + Plain.of(artifact)
              + "\""
              + NearWord.hint(artifact, names),
          "  it has " + String.join(", ", names));
    }
    return new ArtifactName(artifact);
  }

  private int controls(Printer printer) throws IOException {
    if (artifact != null || keepGoing || only != null || junit != null) {
      throw new ParameterException(
          spec.commandLine(),
          "--negative-controls takes its releases from the pipeline file and makes every run:"
              + " leave out "
              + (artifact != null
                  ? artifact
                  : keepGoing ? "--keep-going" : only != null ? "--only" : "--junit"));
    }
    Product product = PipelineSource.valid(pipeline);
    Printer results = json ? printer.withoutOut() : printer;
    boolean colour = results.outIsLive();
    ControlsScreen.header(product.pipeline()).forEach(results.out()::println);
    var titles = new ControlsScreen.Titles(product.pipeline());
    @Nullable Answer answer =
        new LabCall(program, product, printer.err())
            .make(
                () ->
                    Progress.on(
                        printer,
                        results,
                        new Board(titles::of, titles::must),
                        (_, plan) -> {
                          titles.planned(plan);
                          return List.of();
                        }),
                lab -> lab.showNegativeControls(out));
    return switch (answer) {
      case null -> Exit.STOPPED;
      case Answer.ControlsShown(var showings, var remarks) -> {
        if (json) {
          printer.out().print(AnswerJson.controls(showings));
        } else {
          ControlsScreen.result(showings, colour).forEach(results.out()::println);
        }
        remarks.forEach(remark -> printer.err().println(Plain.of(remark)));
        yield Exit.of(ControlsScreen.overall(showings));
      }
      case Answer.Proven _, Answer.Identical _, Answer.Visited _ ->
          throw new IllegalStateException("asked for controls");
      case Answer.Refused(var reason) ->
          early(printer, "negative controls", Result.FAILED, "a control was refused: " + reason);
      case Answer.CouldNotTell(var reason) ->
          early(
              printer,
              "negative controls",
              Result.COULD_NOT_TELL,
              "could not tell whether the suite still goes red: " + reason);
      case Answer.Unusable(var reason) -> throw new Unusable("sluice prove: " + Plain.of(reason));
    };
  }

  private ProveScreen.Call asCalled() {
    var words =
        new java.util.ArrayList<>(
            List.of(
                "sluice",
                "prove",
                String.valueOf(artifact),
                String.valueOf(version),
                String.valueOf(file)));
    if (!pipeline.equals(Path.of("sluice.yaml"))) {
      words.addAll(List.of("--pipeline", pipeline.toString()));
    }
    if (only != null) {
      words.addAll(List.of("--only", only));
    }
    if (!out.equals(Path.of("out"))) {
      words.addAll(List.of("--out", out.toString()));
    }
    return new ProveScreen.Call(
        String.join(" ", words.stream().map(ShellWord::of).toList()), keepGoing);
  }

  private int report(ProveReport report, PrintStream err) {
    return written(JUnitXml.of(report), err, Exit.of(report.result()));
  }

  private int identical(Printer printer, Release candidate, Release fielded) {
    String sentence =
        candidate.title()
            + " is byte for byte "
            + fielded.title()
            + ", which hosts run: nothing is proven twice.";
    if (json) {
      printer.out().print(AnswerJson.identical(sentence));
    } else {
      ProveScreen.sentence(Result.PASSED, sentence, printer.outIsLive())
          .forEach(printer.out()::println);
    }
    return written(
        JUnitXml.of(candidate.title(), Result.PASSED, sentence), printer.err(), Exit.DONE);
  }

  private int early(Printer printer, String title, Result result, String sentence) {
    if (json) {
      printer.out().print(AnswerJson.early(result, sentence));
    } else {
      ProveScreen.sentence(result, sentence, printer.outIsLive()).forEach(printer.out()::println);
    }
    return written(JUnitXml.of(title, result, sentence), printer.err(), Exit.of(result));
  }

  private int written(String xml, PrintStream err, int status) {
    if (junit == null) {
      return status;
    }
    try {
      Files.writeString(junit, xml);
      return status;
    } catch (IOException e) {
      err.println("sluice prove: no JUnit XML could be written: " + Unusable.reason(e));
      return status == Exit.DONE ? Exit.COULD_NOT_TELL : status;
    }
  }
}
