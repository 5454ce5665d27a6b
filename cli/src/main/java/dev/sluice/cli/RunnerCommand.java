package dev.sluice.cli;

import dev.sluice.cli.screen.Plain;
import dev.sluice.proving.lab.LabFolders;
import dev.sluice.server.client.AnswerException;
import dev.sluice.server.client.ProblemException;
import dev.sluice.server.client.ServerClient;
import dev.sluice.server.client.ServerException;
import dev.sluice.server.client.UnreachableException;
import dev.sluice.server.runner.Bundles;
import dev.sluice.server.runner.HttpWork;
import dev.sluice.server.runner.KnownPrograms;
import dev.sluice.server.runner.LabWork;
import dev.sluice.server.runner.Machinery;
import dev.sluice.server.runner.Pace;
import dev.sluice.server.runner.RunnerLoop;
import dev.sluice.server.runner.RunsInHand;
import dev.sluice.server.wire.Offer;
import dev.sluice.server.wire.WireCaller;
import dev.sluice.trust.key.Keyring;
import dev.sluice.trust.key.LabKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice runner}. */
@Command(
    name = "runner",
    sortOptions = false,
    customSynopsis = "sluice runner --server URL [OPTIONS]",
    description = {
      "Make a server's runs on this machine.",
      "",
      "Asks the server for work that fits this machine, makes it with the lab here and signs with"
          + " the key here, which never leaves. Opens no port: all connections go to the server.",
      "",
      "Its first lines have the public half of the key. The server gives it no work until that lies"
          + " in the folder labs of the server's data folder, as NAME.pub."
    },
    footer = {
      "One token is one runner: sluice token create --role runner makes it. A second",
      "process needs a HOME of its own.",
      "",
      "Ctrl-C gives the runs under way back to the server; another runner makes them.",
      "",
      "Exit status:",
      "    0  with --once: a run was made and passed",
      "    1  with --once: it failed",
      "    2  the server wants no runs of this token, or shows another certificate",
      "       than --fingerprint says; wrong use",
      "    3  with --once: it could not tell, or was lost",
      "  130  stopped by Ctrl-C",
      "",
      "Examples:",
      "  sluice runner --server https://sluice.example:8420 --token-file runner.token",
      "  sluice runner --places 4 --files /etc/sluice/machines",
      "  sluice runner --once --progress"
    })
final class RunnerCommand implements Callable<Integer> {
  /** Of each product, from one start to the next. */
  private static final int KEPT_BUNDLES = 4;

  private static final String KEY = "lab";

  private final Program program;

  @Option(
      names = "--files",
      paramLabel = "DIR",
      description =
          "Files that pipeline files name and leave out, at their paths: keys to your own machines.")
  private @Nullable Path files;

  @Option(
      names = "--places",
      paramLabel = "N",
      description = "Runs at once (default: one a core, as far as there is memory).")
  private @Nullable Integer places;

  @Option(names = "--once", description = "End after one run.")
  private boolean once;

  @Option(names = "--progress", description = "Show what runs say while they go on.")
  private boolean progress;

  @Mixin private ServerCall server = new ServerCall();
  @Mixin private Common common = new Common();

  RunnerCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Printer printer = program.printer(common);
    Path own = files == null ? null : files.toAbsolutePath().normalize();
    if (own != null && !Files.isDirectory(own)) {
      throw new Unusable("sluice runner: --files: " + Plain.of(own.toString()) + " is no folder");
    }
    Path root = program.folders().cache().resolve("runner");
    Files.createDirectories(root);
    LabFolders lab = program.folders().lab();
    try (ServerClient client = server.open(program);
        FileChannel lockFile =
            FileChannel.open(
                root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = lockFile.tryLock()) {
      if (lock == null) {
        throw new Unusable(
            "sluice runner: another runner works with " + program.folders().spoken(root),
            "  for more runs at once: --places N; else give this one a HOME of its own");
      }
      LabKey key = key(printer);
      Machinery machinery = machinery(own);
      announce(client, machinery.offer(key.id()), printer);
      introduce(key, printer);
      var lines = new RunnerLines(printer, program.clock(), progress);
      var farm = new RunnerFarm();
      var bundles = new Bundles(root.resolve("bundles"), own);
      bundles.prune(KEPT_BUNDLES);
      var inHand = new RunsInHand();
      for (int i = 1; i <= machinery.places(); i++) {
        farm.add(
            new RunnerLoop(
                new HttpWork(client),
                new LabWork(
                    lab,
                    key,
                    program.clock(),
                    Math.max(1, machinery.cores() / machinery.places()),
                    machinery.cores()),
                () -> offer(machinery, key),
                bundles,
                root.resolve("place-" + i),
                Pace.real(new SecureRandom()),
                lines,
                inHand));
      }
      RunnerLoop.End end = farm.run(once, printer.err());
      return switch (end) {
        case REFUSED -> Exit.USAGE;
        case STOPPED -> Exit.STOPPED;
        case MADE -> lines.status();
      };
    }
  }

  private Machinery machinery(@Nullable Path own) throws IOException {
    int memory = Machinery.memoryMebibytes(Files.readString(Path.of("/proc/meminfo")));
    int cores = program.cores();
    int most = once ? 1 : Machinery.usualPlaces(cores, memory);
    if (places != null && (places < 1 || places > 1_000)) {
      throw new Unusable("sluice runner: --places takes 1 to 1000");
    }
    return new Machinery(
        program.environment().getOrDefault("PATH", "/usr/bin:/bin"),
        program.folders().cache(),
        own,
        cores,
        memory,
        places == null || once ? most : places,
        Main.VERSION,
        new KnownPrograms());
  }

  private static Offer offer(Machinery machinery, LabKey key) {
    try {
      return machinery.offer(key.id());
    } catch (IOException e) {
      throw new UncheckedIOException("what this machine has cannot be read", e);
    }
  }

  /** What whoever runs the server needs to believe this lab. */
  private void introduce(LabKey key, Printer printer) {
    printer.out().println("signs with the lab key " + key.id());
    printer
        .out()
        .println(
            "the server believes it while this lies in its data folder as labs/NAME.pub"
                + " (here it is "
                + program.folders().spoken(new Keyring(program.folders().keys()).publicFile(KEY))
                + "):");
    printer.out().print(new String(key.publicKey().pem(), StandardCharsets.US_ASCII));
    printer.out().flush();
  }

  private LabKey key(Printer printer) {
    var keyring = new Keyring(program.folders().keys());
    Keyring.Opened opened = keyring.openOrCreate(KEY);
    if (opened.created()) {
      printer
          .err()
          .println(
              "made a lab key, which signs what this lab proves: "
                  + program.folders().spoken(keyring.privateFile(KEY)));
    }
    return opened.key();
  }

  /** Whether the server says no to this runner, or is not the one that was meant. */
  private static boolean isForGood(ServerException e) {
    return switch (e) {
      case ProblemException _ -> ServerCall.status(e) != Exit.COULD_NOT_TELL;
      case UnreachableException away -> away.isForGood();
      case AnswerException _ -> false;
    };
  }

  /** Who asks whom for what; a wrong token ends it here, a server that is away does not. */
  private void announce(ServerClient client, Offer offer, Printer printer)
      throws IOException, InterruptedException {
    List<String> has = new ArrayList<>();
    if (!offer.architectures().isEmpty()) {
      has.add("qemu (" + String.join(", ", offer.architectures()) + ")");
    }
    if (offer.drivers().contains("process")) {
      has.add("process");
    }
    if (!offer.files().isEmpty()) {
      has.add("machine (" + String.join(", ", offer.files()) + ")");
    }
    String name = "";
    try {
      WireCaller caller = client.whoami();
      name = " as " + caller.name();
    } catch (ServerException e) {
      if (isForGood(e)) {
        throw new Unusable("sluice runner: " + Plain.of(String.valueOf(e.getMessage())));
      }
      printer.err().println(Plain.of(String.valueOf(e.getMessage())) + "; it is asked again");
    }
    printer
        .out()
        .println(
            Plain.of(
                "runs for "
                    + client.address()
                    + name
                    + ": "
                    + String.join(", ", has)
                    + "; each run has %d core%s and %,d MiB"
                        .formatted(
                            offer.cores(),
                            offer.cores() == 1 ? "" : "s",
                            offer.memoryMebibytes())));
  }
}
