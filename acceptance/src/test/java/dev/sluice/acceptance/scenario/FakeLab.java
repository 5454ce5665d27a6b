package dev.sluice.acceptance.scenario;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Combination;
import dev.sluice.model.Digest;
import dev.sluice.model.Release;
import dev.sluice.model.Result;
import dev.sluice.model.Version;
import dev.sluice.model.pipeline.Artifact;
import dev.sluice.server.client.BearerToken;
import dev.sluice.server.client.Patience;
import dev.sluice.server.client.ServerAddress;
import dev.sluice.server.client.ServerClient;
import dev.sluice.server.event.TraceId;
import dev.sluice.server.runner.Bundles;
import dev.sluice.server.runner.HttpWork;
import dev.sluice.server.runner.Pace;
import dev.sluice.server.runner.RunWork;
import dev.sluice.server.runner.RunnerLoop;
import dev.sluice.server.runner.RunnerNotes;
import dev.sluice.server.runner.RunsInHand;
import dev.sluice.server.wire.Assignment;
import dev.sluice.server.wire.Offer;
import dev.sluice.server.wire.RunResult;
import dev.sluice.trust.canonical.Sha256;
import dev.sluice.trust.key.Keyring;
import dev.sluice.trust.key.LabKey;
import dev.sluice.trust.proof.Proof;
import dev.sluice.trust.proof.Statement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * A runner whose machines are made up; all else of it is real. A process of its own: {@code FakeLab
 * URL TOKEN-FILE FOLDER PLACES SEED LABS}. A candidate's bytes say how its runs go.
 */
final class FakeLab {
  /** What a candidate begins with whose runs take longer. */
  static final String SLOW = "slow";

  /** What a candidate begins with whose runs fail. */
  static final String BAD = "bad";

  private static final Duration SLOWLY = Duration.ofSeconds(2);
  private static final int MOST_MILLIS = 15;

  private final LabKey key = LabKey.generate("lab", new SecureRandom());

  private FakeLab() {}

  /** What is said on standard output of a result: {@code taken RUN ATTEMPT}. */
  static String line(boolean taken, String run, int attempt) {
    return (taken ? "taken " : "refused ") + run + " " + attempt;
  }

  /** Runs until it is ended by a signal, and gives back what it has then. */
  public static void main(String[] words) throws Exception {
    Path folder = Path.of(words[2]);
    int places = Integer.parseInt(words[3]);
    long seed = Long.parseLong(words[4]);
    var client =
        new ServerClient(
            ServerAddress.of(words[0], null),
            new BearerToken(Files.readString(Path.of(words[1])).strip()),
            new TraceId("%032x".formatted(seed + 1)),
            Patience.USUAL);
    var lab = new FakeLab();
    new Keyring(Path.of(words[5])).trust(String.valueOf(folder.getFileName()), lab.key.publicKey());
    var bundles = new Bundles(folder.resolve("bundles"), null);
    var inHand = new RunsInHand();
    List<RunnerLoop> loops =
        IntStream.range(0, places)
            .mapToObj(
                place ->
                    new RunnerLoop(
                        new HttpWork(client),
                        lab::make,
                        () ->
                            new Offer(
                                List.of("qemu"),
                                List.of("amd64"),
                                "tcg",
                                1,
                                4096,
                                List.of(),
                                lab.key.id().hex(),
                                5),
                        bundles,
                        folder.resolve("place-" + place),
                        Pace.real(new Random(seed + place)),
                        new Told(),
                        inHand))
            .toList();
    List<Thread> threads = new ArrayList<>();
    for (RunnerLoop loop : loops) {
      threads.add(Thread.ofPlatform().start(() -> loop.run(false)));
    }
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  loops.forEach(RunnerLoop::stop);
                  threads.forEach(FakeLab::join);
                }));
    threads.forEach(FakeLab::join);
  }

  private static void join(Thread thread) {
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private RunWork.Done make(RunWork.Job job, java.util.function.Consumer<String> said)
      throws IOException, InterruptedException {
    Assignment assignment = job.assignment();
    if (assignment.work().equals("controls")) {
      return new RunWork.Done(Result.PASSED, "all were stopped", null, shown(job));
    }
    said.accept("booting");
    String content = Files.readString(Objects.requireNonNull(job.candidate()));
    // What a machine would take; an interrupt ends it.
    long millis =
        content.startsWith(SLOW)
            ? SLOWLY.toMillis()
            : Math.floorMod(content.hashCode(), MOST_MILLIS);
    boolean _ = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
    Files.writeString(job.out().resolve("report.html"), "<!doctype html>" + assignment.run());
    if (content.startsWith(BAD)) {
      return new RunWork.Done(Result.FAILED, "the kernel panicked", null, List.of());
    }
    Path proof = Files.write(job.out().resolve("x.proof.json"), proof(job));
    return new RunWork.Done(Result.PASSED, "it works", proof, List.of());
  }

  private static List<RunResult.WireControl> shown(RunWork.Job job) throws IOException {
    List<RunResult.WireControl> shown = new ArrayList<>();
    for (Artifact artifact : job.product().pipeline().artifacts()) {
      for (Artifact.KnownBad bad : artifact.knownBad()) {
        byte[] bytes = Files.readAllBytes(job.product().folder().resolve(bad.file()));
        shown.add(
            new RunResult.WireControl(
                artifact.name().value(),
                bad.version().value(),
                Sha256.of(bytes).hex(),
                bad.goesRed(),
                true));
      }
    }
    return shown;
  }

  private byte[] proof(RunWork.Job job) throws IOException {
    Assignment assignment = job.assignment();
    var artifact = new ArtifactName(Objects.requireNonNull(assignment.artifact()));
    var candidate =
        new Release(
            artifact,
            new Version(Objects.requireNonNull(assignment.version())),
            new Digest(Objects.requireNonNull(assignment.content())),
            1);
    byte[] any = {1};
    Release counterpart = counterpart(job);
    boolean data = artifact.value().equals(Onslaught.DATA);
    return Proof.sign(
        new Statement(
            new Statement.Run(
                Result.PASSED,
                Instant.now(),
                List.of("boots", "updates", "healthy", "reverts"),
                List.of()),
            new Combination(
                data ? counterpart : candidate, List.of(data ? candidate : counterpart)),
            Set.of(),
            new Statement.Suite("smoke", Sha256.of(any), List.of()),
            new Statement.Environment(
                assignment.environment(),
                Sha256.of(any),
                null,
                new TreeMap<>(Map.of("os", "debian")),
                new Statement.Machine("qemu", "7.2", "tcg", "vm", List.of())),
            new Statement.PipelineFile(job.product().digest(), 1)),
        key);
  }

  private static Release counterpart(RunWork.Job job) throws IOException {
    String title = Objects.requireNonNull(job.assignment().counterpart());
    for (Artifact artifact : job.product().pipeline().artifacts()) {
      for (Artifact.FieldRelease release : artifact.field()) {
        if (title.equals(artifact.name() + " " + release.version())) {
          byte[] bytes = Files.readAllBytes(job.product().folder().resolve(release.file()));
          return new Release(artifact.name(), release.version(), Sha256.of(bytes), bytes.length);
        }
      }
    }
    throw new IllegalStateException("nothing in the field is " + title);
  }

  private static final class Told implements RunnerNotes {
    @Override
    public void claimed(Assignment assignment) {}

    @Override
    public void said(Assignment assignment, String line) {}

    @Override
    public void ended(Assignment assignment, RunResult result, boolean taken) {
      System.out.println(line(taken, assignment.run(), result.attempt()));
    }

    @Override
    public void lost(Assignment assignment) {
      System.out.println("lost " + assignment.run() + " " + assignment.attempt());
    }

    @Override
    public void away(String reason, Duration pause) {
      System.err.println(reason);
    }

    @Override
    public void refused(String sentence) {
      System.err.println(sentence);
    }
  }
}
