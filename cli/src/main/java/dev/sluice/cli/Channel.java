package dev.sluice.cli;

import dev.sluice.cli.screen.Plain;
import dev.sluice.cli.screen.Stage;
import dev.sluice.model.ArtifactName;
import dev.sluice.model.Digest;
import dev.sluice.model.Version;
import dev.sluice.server.client.Moved;
import dev.sluice.server.client.ReleaseClient;
import dev.sluice.server.client.ServerClient;
import dev.sluice.server.client.ServerException;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.road.VersionOrder;
import dev.sluice.server.wire.Wire;
import dev.sluice.server.wire.WireEvent;
import dev.sluice.server.wire.WirePage;
import dev.sluice.server.wire.WireRelease;
import dev.sluice.trust.canonical.Sha256;
import dev.sluice.trust.key.KeyException;
import dev.sluice.trust.proof.TrustedKeys;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;

/** {@code sluice channel}. */
@Command(
    name = "channel",
    sortOptions = false,
    description = {
      "Keep a folder at the newest release that was handed on.",
      "",
      "DIR/current leads to its content, proofs and release.json, DIR/previous to the one before."
          + " The change is one rename: who reads through the link sees one whole set or the other."
          + " Nothing goes back to an older release by itself. The newest is the highest version where"
          + " versions are numbers, else what was submitted last.",
      "",
      "With --trust DIR moves only when every proof of the release is signed by a lab that you trust,"
          + " whatever the server says."
    },
    footer = {
      "Exit status, without --watch: 0 DIR is at the newest; 1 nothing is handed on",
      "yet; 2 wrong use; 3 could not tell, or a proof is not by a trusted lab: DIR stays",
      "as it was.",
      "",
      "Examples:",
      "  sluice channel channel /srv/channel",
      "  sluice channel channel /srv/channel --watch --trust /etc/sluice/labs",
      "  sluice channel channel /srv/channel --proven --json"
    })
final class Channel implements Callable<Integer> {
  private static final int LONGEST_EVERY = 86_400;
  private static final int LARGEST_RECORD = 1 << 20;

  /** Of so many submissions at least the newest version is taken: 1,000. */
  private static final int MOST_COMPARED = 1_000;

  private final Program program;

  @Parameters(index = "0", paramLabel = "ARTIFACT", description = "Its name in the pipeline file.")
  private String artifact = "";

  @Parameters(
      index = "1",
      paramLabel = "DIR",
      description = "The folder; made when it is not there.")
  private Path folder = Path.of("");

  @Option(names = "--once", description = "Look once and end, as without --watch.")
  private boolean once;

  @Option(
      names = "--watch",
      description = "Go on until it is stopped; what is handed on is here at once.")
  private boolean watch;

  @Option(
      names = "--every",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description =
          "How often --watch looks while the server tells it nothing (default:"
              + " ${DEFAULT-VALUE}).")
  private int every = 10;

  @Option(names = "--proven", description = "Take what is proven also before somebody hands it on.")
  private boolean proven;

  @Option(names = "--json", description = "As JSON; with --watch a line for each change.")
  private boolean json;

  @Mixin private AskedTrust trust = new AskedTrust();
  @Mixin private AskedProduct product = new AskedProduct();
  @Mixin private ServerCall server = new ServerCall();
  @Mixin private Common common = new Common();

  Channel(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (once && watch) {
      throw new Unusable("sluice channel: --once or --watch, not both");
    }
    if (every < 1 || every > LONGEST_EVERY) {
      throw new Unusable("sluice channel: --every %d: 1 to %d".formatted(every, LONGEST_EVERY));
    }
    ArtifactName name = AskedProduct.artifact(artifact);
    Printer printer = program.printer(common);
    if (trust.keys().isEmpty()) {
      AskedTrust.warn(printer, "sluice channel");
    }
    var at = new ChannelFolder(folder);
    try (FileChannel _ = at.lock();
        ServerClient client = server.open(program)) {
      ProductName of = product.of(client);
      var source = new Source(client, of, name);
      return watch ? watch(source, at, printer) : once(source, at, printer);
    }
  }

  /** What the folder is kept at. */
  private record Source(ServerClient client, ProductName of, ArtifactName name) {}

  private int watch(Source source, ChannelFolder at, Printer printer)
      throws IOException, InterruptedException {
    boolean first = true;
    long known = 0;
    while (true) {
      try {
        Kept kept = sync(source, at);
        if (kept.changed() || first) {
          tell(kept, source.name(), printer);
        }
        first = false;
        WireRelease release = kept.release();
        OptionalLong news =
            source
                .client()
                .releases(source.of())
                .await(
                    Math.max(known, release == null ? 0 : release.number()),
                    event -> isNews(event, source.name()));
        known = news.orElse(0);
        if (news.isPresent()) {
          continue;
        }
      } catch (IOException | KeyException | Unusable e) {
        if (e instanceof ServerException told && ServerCall.status(told) != Exit.COULD_NOT_TELL) {
          throw told;
        }
        // The consumers keep what they have, which is what the folder is for; and somebody may mend
        // what is wrong, there or here.
        String why = e instanceof IOException io ? Unusable.reason(io) : e.getMessage();
        printer.err().println("sluice channel: " + Plain.of(String.valueOf(why)));
      }
      Thread.sleep(Duration.ofSeconds(every));
    }
  }

  private boolean isNews(WireEvent event, ArtifactName name) {
    return name.value().equals(event.artifact())
        && switch (event.eventType()) {
          case "release-handed-on" -> true;
          case "release-proven", "release-accepted" -> proven;
          default -> false;
        };
  }

  private int once(Source source, ChannelFolder at, Printer printer)
      throws IOException, InterruptedException {
    Kept kept = sync(source, at);
    tell(kept, source.name(), printer);
    return kept.release() == null ? Exit.NO : Exit.DONE;
  }

  private void tell(Kept kept, ArtifactName name, Printer printer) {
    WireRelease release = kept.release();
    if (json) {
      Map<String, @Nullable Object> root = new LinkedHashMap<>();
      root.put("artifact", name.value());
      root.put("version", release == null ? null : release.version());
      root.put("sha256", release == null ? null : release.content());
      root.put("changed", kept.changed());
      root.put("folder", folder.toAbsolutePath().normalize().toString());
      printer.out().println(ServerJson.line(root));
    } else if (release == null) {
      printer
          .out()
          .println(
              "no release of %s is %s yet; %s stays as it is"
                  .formatted(name, proven ? "proven" : "handed on", folder));
    } else {
      printer
          .out()
          .println(
              "%s is at %s %s%s"
                  .formatted(
                      folder.resolve("current"),
                      name,
                      Plain.of(release.version()),
                      kept.changed() ? "" : ", as before"));
    }
  }

  /**
   * What the folder is at.
   *
   * @param release null when there was none to take
   */
  private record Kept(@Nullable WireRelease release, boolean changed) {}

  private Kept sync(Source source, ChannelFolder at) throws IOException, InterruptedException {
    ServerClient client = source.client();
    ProductName of = source.of();
    ArtifactName name = source.name();
    // Read anew each time: a lab's key that comes or goes while it is watched counts at once.
    @Nullable TrustedKeys trusted = trust.keys().orElse(null);
    Optional<WireRelease> found = newest(client.releases(of), of, name);
    @Nullable WireRelease here = here(at);
    if (found.isEmpty()) {
      return new Kept(here, false);
    }
    WireRelease newest = found.get();
    var key = new ReleaseKey(name, new Version(newest.version()));
    if (here != null && here.product().equals(newest.product())) {
      // Submitted again to a server that had to be restored, it has another number.
      boolean same =
          here.version().equals(newest.version()) && here.content().equals(newest.content());
      if (!same && isNewer(here, newest)) {
        throw new IOException(
            "the server's newest is %s, older than %s which is here: was an old backup restored there? %s stays as it is"
                .formatted(key.title(), Plain.of(here.version()), folder));
      }
      if (same && here.number() == newest.number()) {
        believed(trusted, key, at.current().orElseThrow(), new Digest(here.content()));
        at.prune();
        return new Kept(newest, false);
      }
    }
    var content = new Digest(newest.content());
    at.become(
        newest.version(),
        content,
        set -> {
          if (ReleaseGet.proofs(client, of, key, set.resolve(ChannelFolder.PROOFS)).isEmpty()) {
            throw new IOException(
                "the server has no proof of %s; %s stays as it is".formatted(key.title(), folder));
          }
          believed(trusted, key, set, content);
          client
              .content(of)
              .download(content, newest.size(), set.resolve(ChannelFolder.CONTENT), Moved.UNSEEN);
          Files.writeString(set.resolve(ChannelFolder.RELEASE), ServerJson.of(newest));
        });
    return new Kept(newest, true);
  }

  /** Nothing happens when nobody asked. */
  private static void believed(
      @Nullable TrustedKeys trusted, ReleaseKey key, Path set, Digest content) throws IOException {
    if (trusted != null) {
      try (Stream<Path> proofs = Files.list(set.resolve(ChannelFolder.PROOFS))) {
        AskedTrust.verify(proofs.sorted().toList(), key, content, trusted);
      }
    }
  }

  private Optional<WireRelease> newest(ReleaseClient releases, ProductName of, ArtifactName name)
      throws IOException, InterruptedException {
    @Nullable WireRelease newest = null;
    int seen = 0;
    @Nullable String cursor = null;
    do {
      WirePage<WireRelease> page = releases.page(name, cursor);
      for (WireRelease release : page.items()) {
        if (release.product().equals(of.value())
            && isToBeTaken(release)
            && (newest == null || isNewer(release, newest))) {
          newest = release;
        }
      }
      seen += page.items().size();
      cursor = page.next();
    } while (cursor != null && (newest == null || seen < MOST_COMPARED));
    return Optional.ofNullable(newest);
  }

  private boolean isToBeTaken(WireRelease release) {
    return switch (Stage.of(release)) {
      case HANDED_ON -> true;
      case PROVEN -> proven;
      case SUBMITTED, PROVING, DISPUTED, UNDECIDED, SUPERSEDED, REFUSED, STOPPED -> false;
    };
  }

  /** By version where that can be told, for what was submitted first may be proven last. */
  private static boolean isNewer(WireRelease a, WireRelease b) {
    var versionA = new Version(a.version());
    var versionB = new Version(b.version());
    return VersionOrder.isOlder(versionB, versionA)
        || (a.number() > b.number() && !VersionOrder.isOlder(versionA, versionB));
  }

  /** What the current set says it is, if its content is still what it was. */
  private static @Nullable WireRelease here(ChannelFolder at) throws IOException {
    Optional<Path> current = at.current();
    if (current.isEmpty()) {
      return null;
    }
    Path record = current.get().resolve(ChannelFolder.RELEASE);
    Path content = current.get().resolve(ChannelFolder.CONTENT);
    if (!Files.isRegularFile(record)
        || Files.size(record) > LARGEST_RECORD
        || !Files.isRegularFile(content)) {
      return null;
    }
    try {
      WireRelease release = Wire.LENIENT.readValue(Files.readAllBytes(record), WireRelease.class);
      return Sha256.of(content).hex().equals(release.content()) ? release : null;
    } catch (JacksonException e) {
      return null; // fetched anew
    }
  }
}
