package dev.sluice.cli;

import dev.sluice.cli.screen.Board;
import dev.sluice.cli.screen.Plain;
import dev.sluice.model.ArtifactName;
import dev.sluice.model.Digest;
import dev.sluice.model.Version;
import dev.sluice.proving.history.PastProve;
import dev.sluice.proving.history.PastRun;
import dev.sluice.proving.lab.Answer;
import dev.sluice.proving.plan.Only;
import dev.sluice.trust.canonical.Sha256;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice run reproduce}. */
@Command(
    name = "reproduce",
    sortOptions = false,
    description = {
      "Make a past run again: the same candidate in the same combination.",
      "",
      "Prints the prove that does it, then runs it. The candidate's file must be the very same, by"
          + " its digest. Everything else is as the pipeline file says now; when that has changed, a"
          + " note says so. Of a whole prove, the run that decided it is meant."
    },
    footer = {
      "Exit status: as of sluice prove.",
      "",
      "Examples:",
      "  sluice run reproduce 8f3a-17.2",
      "  sluice run reproduce 8f3a-17 --file /mnt/old/291.bin",
      "  sluice run reproduce 8f3a-17.2 --print",
      "  sluice run reproduce 8f3a-17.2 --shell     look at the machine yourself"
    })
final class RunReproduce implements Callable<Integer> {
  private static final String NAME = "sluice run reproduce";

  private final Program program;

  @Parameters(index = "0", paramLabel = "ID", description = "Of a run or a prove: sluice runs.")
  private String id = "";

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "The candidate, where it lies elsewhere now.")
  private @Nullable Path file;

  @Option(
      names = "--pipeline",
      paramLabel = "FILE",
      description = "The pipeline file, where it lies elsewhere now.")
  private @Nullable Path pipeline;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Evidence goes there (default: where the first one went).")
  private @Nullable Path out;

  @Option(names = "--print", description = "Print the command and do not run it.")
  private boolean print;

  @Option(
      names = "--shell",
      description = {
        "Instead of the whole run: the machine as its first leg leaves it, kept on. Each line typed"
            + " is run on it; what its console says is shown."
      })
  private boolean shell;

  @Option(names = "--json", description = "The result as JSON on stdout.")
  private boolean json;

  @Mixin private Common common = new Common();

  RunReproduce(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException {
    Printer printer = program.printer(common);
    var past = new PastRuns(program, NAME);
    PastRuns.Named named = past.ask(printer.err(), history -> past.withRun(history, id));
    PastProve prove = named.prove();
    Path candidate = candidate(prove);
    Path described = pipeline(prove);
    Digest before = prove.where().file();
    if (before == null || !Sha256.of(described).equals(before)) {
      printer
          .err()
          .println(
              NAME
                  + ": "
                  + Plain.of(described.toString())
                  + (before == null ? " may have changed since" : " has changed since")
                  + "; what it says now is what is run");
    }
    List<String> words = words(prove, named.run(), candidate, described);
    String command = "sluice " + String.join(" ", words.stream().map(ShellWord::of).toList());
    if (print) {
      printer.out().println(command);
      return Exit.DONE;
    }
    if (shell) {
      return hold(printer, prove, named.run(), candidate, described);
    }
    printer.err().println("$ " + command);
    if (json) {
      words.add("--json");
    }
    if (common.isPlain()) {
      words.add("--plain");
    }
    if (common.isDebug()) {
      words.add("--debug");
    }
    return Sluice.run(program, words.toArray(String[]::new));
  }

  private int hold(Printer printer, PastProve prove, PastRun run, Path candidate, Path described)
      throws IOException {
    var product = PipelineSource.valid(described);
    Only only = Only.of(run.place().counterpart(), run.place().environment());
    var terminal = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    Path to = out(prove);
    @Nullable Answer answer =
        new LabCall(program, product, printer.err())
            .make(
                () -> Progress.on(printer, printer.withoutOut(), new Board(), (_, _) -> List.of()),
                lab ->
                    lab.hold(
                        new ArtifactName(prove.candidate().artifact()),
                        new Version(prove.candidate().version()),
                        candidate,
                        to,
                        only,
                        new MachineShell(terminal, printer.out())));
    return switch (answer) {
      case null -> Exit.STOPPED;
      case Answer.Visited _ -> Exit.DONE;
      case Answer.Proven _,
          Answer.ControlsShown _,
          Answer.Identical _,
          Answer.Refused _,
          Answer.Unusable _,
          Answer.CouldNotTell _ -> {
        printer.err().println(NAME + ": " + Plain.of(Demo.reason(answer)));
        yield Exit.COULD_NOT_TELL;
      }
    };
  }

  private Path candidate(PastProve prove) throws IOException {
    Path there = file == null ? prove.candidate().file() : file;
    if (!Files.isRegularFile(there, LinkOption.NOFOLLOW_LINKS)) {
      throw new Unusable(
          NAME + ": " + Plain.of(there.toString()) + " is not there, or no regular file",
          "  --file FILE names "
              + prove.candidate().title()
              + " where it lies now (sha256 "
              + prove.candidate().digest().abbreviated()
              + ")");
    }
    Digest digest = Sha256.of(there);
    if (!digest.equals(prove.candidate().digest())) {
      throw new Unusable(
          NAME + ": " + Plain.of(there.toString()) + " is not what was proven",
          "  its sha256 is "
              + digest.abbreviated()
              + ", that of "
              + prove.candidate().title()
              + " was "
              + prove.candidate().digest().abbreviated()
              + "; --file FILE names the right one");
    }
    return there;
  }

  private Path pipeline(PastProve prove) {
    Path there = pipeline == null ? prove.where().pipeline().resolve("sluice.yaml") : pipeline;
    if (!Files.isRegularFile(there)) {
      throw new Unusable(
          NAME + ": no pipeline file " + Plain.of(there.toString()),
          "  --pipeline FILE names it where it lies now");
    }
    return there;
  }

  private List<String> words(PastProve prove, PastRun run, Path candidate, Path described) {
    return new ArrayList<>(
        List.of(
            "prove",
            prove.candidate().artifact(),
            prove.candidate().version(),
            candidate.toString(),
            "--only",
            Only.of(run.place().counterpart(), run.place().environment()).toString(),
            "--pipeline",
            described.toString(),
            "--out",
            out(prove).toString()));
  }

  private Path out(PastProve prove) {
    Path parent = prove.where().evidence().getParent();
    return out != null ? out : parent != null ? parent : Path.of("out");
  }
}
