package dev.sluice.cli;

import dev.sluice.cli.screen.Plain;
import dev.sluice.server.OwnLab;
import dev.sluice.server.Server;
import dev.sluice.server.Settings;
import dev.sluice.server.api.ListenOn;
import dev.sluice.server.retention.Rule;
import dev.sluice.server.runner.KnownPrograms;
import dev.sluice.server.runner.LabWork;
import dev.sluice.server.runner.Machinery;
import dev.sluice.server.tls.SelfMade;
import dev.sluice.server.tls.TlsFiles;
import dev.sluice.trust.key.Keyring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice serve}. */
@Command(
    name = "serve",
    sortOptions = false,
    description = {
      "Run the server that a team shares.",
      "",
      "Needs no configuration: everything lies in one folder, runs are made in this process, and it"
          + " listens on this machine alone. The first start makes an admin token."
    },
    footer = {
      "A flag goes before a variable SLUICE_SERVE_NAME, that before a line name= of",
      "~/.config/sluice/serve, that before what is usual.",
      "",
      "Ends with Ctrl-C or SIGTERM: runs under way are given back, and nothing",
      "that was answered is lost.",
      "",
      "Exit status: 0 stopped by somebody (or --check: all is well), 2 it cannot start.",
      "",
      "Examples:",
      "  sluice serve",
      "  sluice serve --check",
      "  sluice serve --data /srv/sluice --listen 0.0.0.0:8420 --make-certificate",
      "  sluice serve --no-runner        runs are made by sluice runner elsewhere"
    })
final class Serve implements Callable<Integer> {
  private static final int MOST_SECONDS = 30;
  private static final int MOST_PLACES = 1_000;

  private final Program program;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where everything lies (usual: ~/.local/share/sluice/server).")
  private @Nullable String data;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "Where to listen (usual: " + ServeSettings.LISTEN + "); port 0 for any.")
  private @Nullable String listen;

  @Option(
      names = "--tls-certificate",
      paramLabel = "FILE",
      description = "PEM, the server's own first; read again when it changes.")
  private @Nullable String certificate;

  @Option(names = "--tls-key", paramLabel = "FILE", description = "Its private key, PEM (PKCS #8).")
  private @Nullable String key;

  @Option(
      names = "--make-certificate",
      description = "Make one, once, and print the fingerprint that clients pin.")
  private boolean makeCertificate;

  @Option(names = "--insecure", description = "Plain HTTP may leave this machine.")
  private boolean insecure;

  @Option(names = "--no-runner", description = "Make no runs in this process.")
  private boolean noRunner;

  @Option(
      names = "--places",
      paramLabel = "N",
      description = "Runs at once (usual: one a core, as far as there is memory).")
  private @Nullable String places;

  @Option(
      names = "--heads",
      paramLabel = "FILE",
      description = "Also write the log's heads there, so that nobody can rewrite yesterday.")
  private @Nullable String heads;

  @Option(
      names = "--fetch-from",
      paramLabel = "HOST,...",
      description = "Content may be fetched from these hosts, though they are not public.")
  private @Nullable String fetchFrom;

  @Option(
      names = "--evidence-days",
      paramLabel = "N",
      description = "Remove what runs left so long after their release ended (usual: never).")
  private @Nullable String evidenceDays;

  @Option(
      names = "--content-days",
      paramLabel = "N",
      description = {
        "Remove the content of releases that came to nothing so long after their end (usual:"
            + " never). sluice audit retention says what would go."
      })
  private @Nullable String contentDays;

  @Option(
      names = "--check",
      description = {
        "Judge flags, variables and file, say what holds and why, and whose proofs would count; do"
            + " not start."
      })
  private boolean check;

  @Mixin private Common common = new Common();

  Serve(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException {
    Printer printer = program.printer(common);
    var said =
        new ServeSettings(
            flags(),
            program.environment(),
            SettingsFile.read(program.folders().config().resolve("serve"), ServeSettings.KEYS));
    Path folder = said.data(program.folders().server());
    Settings settings = settings(said, folder);
    Machinery machinery = machinery(said);
    boolean runs = said.flag("runner", true);
    Optional<String> refusal = settings.listen().refusal();
    if (refusal.isPresent()) {
      throw new Unusable("sluice serve: " + refusal.get());
    }
    if (check) {
      return checked(printer, said, settings, runs ? machinery : null);
    }
    return serve(printer, settings, runs ? machinery : null);
  }

  private Map<String, String> flags() {
    Map<String, String> flags = new HashMap<>();
    put(flags, "data", data);
    put(flags, "listen", listen);
    put(flags, "tls-certificate", certificate);
    put(flags, "tls-key", key);
    put(flags, "make-certificate", makeCertificate ? "yes" : null);
    put(flags, "insecure", insecure ? "yes" : null);
    put(flags, "runner", noRunner ? "no" : null);
    put(flags, "places", places);
    put(flags, "heads", heads);
    put(flags, "fetch-from", fetchFrom);
    put(flags, "evidence-days", evidenceDays);
    put(flags, "content-days", contentDays);
    return flags;
  }

  private static void put(Map<String, String> flags, String key, @Nullable String value) {
    if (value != null) {
      flags.put(key, value);
    }
  }

  private Settings settings(ServeSettings said, Path folder) throws IOException {
    ServeSettings.Address address = said.listen();
    return new Settings(
        folder,
        new ListenOn(
            address.host(),
            address.port(),
            tls(said, folder, address),
            said.flag("insecure", false)),
        Settings.LARGEST,
        Settings.RESERVE,
        said.path("heads").orElse(null),
        said.hosts("fetch-from"),
        new Rule(said.days("evidence-days").orElse(null), said.days("content-days").orElse(null)));
  }

  private @Nullable TlsFiles tls(ServeSettings said, Path folder, ServeSettings.Address address)
      throws IOException {
    Optional<Path> chain = said.path("tls-certificate");
    Optional<Path> secret = said.path("tls-key");
    boolean make = said.flag("make-certificate", false);
    if (chain.isPresent() != secret.isPresent()) {
      throw new Unusable(
          "sluice serve: --tls-certificate and --tls-key belong together: give both or neither");
    }
    if (chain.isPresent() && secret.isPresent()) {
      if (make) {
        throw new Unusable(
            "sluice serve: --make-certificate makes one and --tls-certificate names one: choose");
      }
      TlsFiles files = new TlsFiles(chain.get(), secret.get());
      files.read(); // what is wrong with them is better said now
      return files;
    }
    if (!make) {
      return null;
    }
    Files.createDirectories(folder);
    try {
      return SelfMade.in(folder.resolve("tls"), List.of(address.host()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unusable("sluice serve: interrupted while the certificate was made");
    }
  }

  private int checked(
      Printer printer, ServeSettings said, Settings settings, @Nullable Machinery machinery) {
    printer.out().println("All is well; sluice serve would start so:");
    printer.out().println();
    Map<String, String> holds = new HashMap<>();
    said.all().forEach(one -> holds.put(one.key(), one.source()));
    line(printer, "data", program.folders().spoken(settings.data()), holds);
    line(printer, "listen", settings.listen().host() + ":" + settings.listen().port(), holds);
    TlsFiles tls = settings.listen().tls();
    line(
        printer,
        tls == null ? "tls" : holds.containsKey("tls-key") ? "tls-certificate" : "make-certificate",
        tls == null ? "none" : tls.certificate().toString(),
        holds);
    line(printer, "runner", machinery == null ? "none here" : "in this process", holds);
    if (machinery != null) {
      line(printer, "places", String.valueOf(machinery.places()), holds);
    }
    Path outside = settings.heads();
    line(
        printer, "heads", outside == null ? "in the data folder alone" : outside.toString(), holds);
    line(
        printer,
        "fetch-from",
        settings.fetchFrom().isEmpty()
            ? "public addresses alone"
            : String.join(",", settings.fetchFrom()) + " too",
        holds);
    line(printer, "evidence-days", kept(settings.retention().evidence()), holds);
    line(printer, "content-days", kept(settings.retention().content()), holds);
    Path labs = settings.labs();
    printer.out().println();
    printer.out().println("Lab keys whose proofs count:");
    TrustedLabs.lines(labs, program.folders().spoken(labs), machinery != null, program.clock())
        .forEach(line -> printer.out().println("  " + line));
    return Exit.DONE;
  }

  private static String kept(@Nullable Duration time) {
    return time == null ? "kept for ever" : Long.toString(time.toDays());
  }

  private static void line(Printer printer, String key, String value, Map<String, String> holds) {
    printer
        .out()
        .printf("  %-18s %-44s %s%n", key, Plain.of(value), holds.getOrDefault(key, "usual"));
  }

  private int serve(Printer printer, Settings settings, @Nullable Machinery machinery)
      throws IOException {
    CountDownLatch stopping = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              stopping.countDown();
              await(ended);
            },
            "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try (JsonLog _ = JsonLog.on(printer.err());
        Server server =
            Server.start(
                settings,
                machinery == null ? null : lab(printer, machinery),
                program.clock(),
                System::nanoTime,
                new SecureRandom())) {
      greet(printer, server, settings, machinery);
      stopping.await();
      printer.err().println("stopping: runs under way are given back");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new Unusable("sluice serve: " + Plain.of(Unusable.reason(e)));
    } finally {
      ended.countDown();
    }
    return Exit.DONE;
  }

  private static void await(CountDownLatch ended) {
    try {
      boolean _ = ended.await(MOST_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void greet(
      Printer printer, Server server, Settings settings, @Nullable Machinery machinery) {
    printer.out().println("Sluice is at " + server.address());
    String fingerprint = server.fingerprint();
    if (fingerprint != null) {
      printer.out().println("  fingerprint  " + fingerprint);
    }
    Path token = server.newToken();
    if (token != null) {
      printer
          .out()
          .println("  admin token  in " + program.folders().spoken(token) + " (made just now)");
    }
    printer.out().println("  data         " + program.folders().spoken(settings.data()));
    printer
        .out()
        .println(
            machinery == null
                ? "  runs         wait for sluice runner elsewhere"
                : "  runs         are made in this process, %d at once, with its lab key beside"
                        .formatted(machinery.places())
                    + " the server: a lab of its own (sluice runner) separates them");
    printer.out().println("Ctrl-C ends it.");
    printer.out().flush();
  }

  private Machinery machinery(ServeSettings said) throws IOException {
    int cores = program.cores();
    int memory = Machinery.memoryMebibytes(Files.readString(Path.of("/proc/meminfo")));
    return new Machinery(
        program.environment().getOrDefault("PATH", ""),
        program.folders().cache(),
        null,
        cores,
        memory,
        said.number("places", 1, MOST_PLACES).orElse(Machinery.usualPlaces(cores, memory)),
        Main.VERSION,
        new KnownPrograms());
  }

  private OwnLab lab(Printer printer, Machinery machinery) throws IOException {
    Folders folders = program.folders();
    Keyring.Opened opened = new Keyring(folders.keys()).openOrCreate("lab");
    return new OwnLab(
        new LabWork(
            folders.lab(),
            opened.key(),
            program.clock(),
            Math.max(1, machinery.cores() / machinery.places()),
            machinery.cores()),
        opened.key(),
        machinery,
        new RunnerLines(printer, program.clock(), false));
  }
}
