package dev.sluice.cli;

import dev.sluice.cli.screen.Plain;
import dev.sluice.cli.screen.ReleaseScreen;
import dev.sluice.cli.screen.Stage;
import dev.sluice.model.Digest;
import dev.sluice.proving.report.JUnitXml;
import dev.sluice.server.client.ContentClient;
import dev.sluice.server.client.Moved;
import dev.sluice.server.client.ReleaseClient;
import dev.sluice.server.client.ServerClient;
import dev.sluice.server.client.ServerException;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.wire.Submission;
import dev.sluice.server.wire.WireRelease;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
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

/** {@code sluice submit}. */
@Command(
    name = "submit",
    sortOptions = false,
    customSynopsis = {
      "sluice submit ARTIFACT VERSION FILE [OPTIONS]",
      "       sluice submit ARTIFACT VERSION --url URL [OPTIONS]"
    },
    description = {
      "Submit a release to a server, which proves it and hands it on.",
      "",
      "Sends nothing that is there already; after a broken connection it goes on where it was. The"
          + " same version and content a second time changes nothing."
    },
    footer = {
      "Progress goes to stderr, the result to stdout; with --json stdout is JSON alone.",
      "",
      "Exit status:",
      "    0  the submission is durable; with --wait: it is proven",
      "    1  refused, stopped by a check, or the version is other content already",
      "    2  nothing was submitted: wrong use, no such file or artifact, no right to",
      "    3  could not tell; with --wait also: superseded, or a person has to decide",
      "  130  stopped by Ctrl-C; what is submitted goes on at the server",
      "",
      "Examples:",
      "  sluice submit channel 291 channels/291.bin",
      "  sluice submit channel 291 channels/291.bin --wait --junit result.xml",
      "  sluice submit channel 291 --url https://vendor.example/291.bin --wait",
      "  sluice submit channel 292 292.bin --urgent --reason 'attacks since 6'"
    })
final class Submit implements Callable<Integer> {
  private static final int LONGEST_PROVENANCE = 1 << 20;

  private final Program program;
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "ARTIFACT",
      hideParamSyntax = true,
      description = "Its name in the pipeline file.")
  private String artifact = "";

  @Parameters(
      index = "1",
      paramLabel = "VERSION",
      hideParamSyntax = true,
      description = "The version that the application will report as in force.")
  private String version = "";

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "FILE",
      hideParamSyntax = true,
      description = "The content: a regular file.")
  private @Nullable Path file;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The server fetches the content there.")
  private @Nullable String url;

  @Option(
      names = "--sha256",
      paramLabel = "HEX",
      description = "What the content at --url must have; else whatever is there is taken.")
  private @Nullable String sha256;

  @Mixin private AskedProduct product = new AskedProduct();

  @Option(names = "--wait", description = "Wait until it is decided, and show the stages.")
  private boolean wait;

  @Option(
      names = "--urgent",
      description =
          "Before everything that is not; needs --reason and a second person, skips no check.")
  private boolean urgent;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why it may not wait; shown for good.")
  private @Nullable String reason;

  @Option(
      names = "--provenance",
      paramLabel = "FILE",
      description = "A signed statement where it comes from.")
  private @Nullable Path provenance;

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Also write the result as JUnit XML; needs --wait.")
  private @Nullable Path junit;

  @Option(names = "--json", description = "The release as JSON on stdout.")
  private boolean json;

  @Mixin private ServerCall server = new ServerCall();
  @Mixin private Common common = new Common();

  Submit(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    judge();
    ReleaseKey key = AskedProduct.release(artifact, version);
    Printer printer = program.printer(common);
    try (ServerClient client = server.open(program)) {
      ProductName name = product.of(client);
      ReleaseClient releases = client.releases(name);
      Printer results = json ? printer.withoutOut() : printer;
      WireRelease release;
      try (var goodbye =
              new Goodbye(
                  printer.err(),
                  List.of(
                      "stopped: %s was not submitted".formatted(key.title()),
                      "  the same command goes on where this one was"));
          var progress = new WaitProgress(printer, key.title())) {
        Submission submission = submission(client.content(name), progress.sending());
        ReleaseClient.Submitted submitted = releases.submit(key, submission);
        release = submitted.release();
        if (!submitted.isNew()) {
          progress.note(key.title() + " was submitted before, with the same content");
        }
        if (wait) {
          goodbye.becomes(
              List.of(
                  "stopped waiting: %s goes on at %s".formatted(key.title(), client.address()),
                  "  see it         sluice release show " + key.title(),
                  "  wait again     " + asCalled()));
          progress.submitted(release, () -> releases.find(key).orElse(null));
          if (!json) {
            ReleaseScreen.header(release, client.address().toString(), results.outIsLive())
                .forEach(results.out()::println);
          }
          release =
              releases.follow(
                  key,
                  event -> {
                    progress.heard(event);
                    return true;
                  },
                  now -> Stage.of(now).isDecided(),
                  why ->
                      progress.note(
                          (why.endsWith("?") ? why : why + ".")
                              + " Waiting for it; the release goes on."));
        }
      }
      return told(releases, key, release, printer);
    }
  }

  private int told(ReleaseClient releases, ReleaseKey key, WireRelease release, Printer printer)
      throws InterruptedException {
    if (json) {
      printer.out().print(ServerJson.of(release));
    } else if (wait) {
      ReleaseScreen.result(release, printer.outIsLive()).forEach(printer.out()::println);
    } else {
      printer.out().println("%s is submitted: sha256 %s".formatted(key.title(), release.content()));
      printer.out().println("  how it goes    sluice release show " + key.title());
    }
    if (!wait) {
      return Exit.DONE;
    }
    int status = Exit.of(Stage.of(release).result());
    return junit == null ? status : written(releases, key, release, junit, printer.err(), status);
  }

  private int written(
      ReleaseClient releases,
      ReleaseKey key,
      WireRelease release,
      Path into,
      PrintStream err,
      int status)
      throws InterruptedException {
    try {
      try {
        releases.junit(key, into);
      } catch (ServerException e) {
        // Without the checks one by one, but a build server sees what it came to.
        err.println(
            "sluice submit: the server has no JUnit XML of it: "
                + Plain.of(String.valueOf(e.getMessage())));
        Files.writeString(
            into,
            JUnitXml.of(key.title(), Stage.of(release).result(), ReleaseScreen.sentence(release)));
      }
      return status;
    } catch (IOException e) {
      err.println("sluice submit: no JUnit XML could be written: " + Unusable.reason(e));
      return status == Exit.DONE ? Exit.COULD_NOT_TELL : status;
    }
  }

  private void judge() {
    if ((file == null) == (url == null)) {
      throw new ParameterException(
          spec.commandLine(), file == null ? "FILE or --url is needed" : "FILE or --url, not both");
    }
    if (sha256 != null && (url == null || !sha256.matches("[0-9a-f]{64}"))) {
      throw new ParameterException(
          spec.commandLine(), "--sha256 goes with --url: 64 lower-case hexadecimal digits");
    }
    if (urgent == (reason == null)) {
      throw new ParameterException(spec.commandLine(), "--urgent and --reason go together");
    }
    if (junit != null && !wait) {
      throw new ParameterException(
          spec.commandLine(), "--junit needs --wait: there is no result yet");
    }
    if (file != null && !Files.isRegularFile(file)) {
      throw new Unusable(
          "sluice submit: %s: %s"
              .formatted(
                  Plain.of(file.toString()),
                  Files.exists(file) ? "not a regular file" : "no such file"));
    }
  }

  private Submission submission(ContentClient content, Moved moved)
      throws IOException, InterruptedException {
    String statement = provenance == null ? null : uploaded(content, provenance).hex();
    String digest = file == null ? sha256 : content.upload(file, moved).hex();
    return new Submission(digest, url, reason, statement);
  }

  private static Digest uploaded(ContentClient content, Path statement)
      throws IOException, InterruptedException {
    if (Files.size(statement) > LONGEST_PROVENANCE) {
      throw new Unusable(
          "sluice submit: %s is longer than %,d bytes, the most of a statement"
              .formatted(Plain.of(statement.toString()), LONGEST_PROVENANCE));
    }
    return content.upload(statement, Moved.UNSEEN);
  }

  private String asCalled() {
    String what = url == null ? String.valueOf(file) : "--url " + ShellWord.of(url);
    return "sluice submit %s %s %s --wait"
        .formatted(artifact, version, url == null ? ShellWord.of(what) : what);
  }
}
