package dev.sluice.server.runner;

import dev.sluice.model.Digest;
import dev.sluice.proving.lab.Product;
import dev.sluice.server.dispatch.Dispatcher;
import dev.sluice.server.wire.Assignment;
import dev.sluice.server.wire.Offer;
import dev.sluice.server.wire.RunResult;
import dev.sluice.server.wire.Wire;
import dev.sluice.trust.canonical.PlainText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One place for one run at a time: claims, fetches, makes, hands in, and begins again. One bad run
 * or a fault in the program ends nothing; a lost lease or a stop ends the run under way at once.
 */
public final class RunnerLoop {
  /** Between two answers that there is nothing to do. */
  private static final Duration IDLE = Duration.ofMillis(100);

  private static final System.Logger LOG = System.getLogger(RunnerLoop.class.getName());
  private static final long NANOS_A_MILLI = 1_000_000;

  private final WorkSource source;
  private final RunWork work;
  private final Supplier<Offer> offer;
  private final Bundles bundles;
  private final Path scratch;
  private final Pace pace;
  private final RunnerNotes notes;
  private final @Nullable RunsInHand inHand;
  private final BackOff claims = new BackOff();
  private final BackOff returns = new BackOff();
  private @Nullable Thread worker;
  private volatile boolean stopping;
  private volatile @Nullable String trouble;

  /** A loop that does not tell what the runner's places have in hand. */
  public RunnerLoop(
      WorkSource source,
      RunWork work,
      Supplier<Offer> offer,
      Bundles bundles,
      Path scratch,
      Pace pace,
      RunnerNotes notes) {
    this(source, work, offer, bundles, scratch, pace, notes, null);
  }

  /**
   * A loop that does not run yet.
   *
   * @param offer asked before each claim
   * @param scratch a folder of its own, emptied after each run
   * @param inHand of all places that work in this runner's name; null when there are others
   */
  public RunnerLoop(
      WorkSource source,
      RunWork work,
      Supplier<Offer> offer,
      Bundles bundles,
      Path scratch,
      Pace pace,
      RunnerNotes notes,
      @Nullable RunsInHand inHand) {
    this.inHand = inHand;
    this.source = source;
    this.work = work;
    this.offer = offer;
    this.bundles = bundles;
    this.scratch = scratch;
    this.pace = pace;
    this.notes = notes;
  }

  /** How a loop ended. */
  public enum End {
    /** Somebody stopped it. */
    STOPPED,
    /** The server wants nothing of this runner. */
    REFUSED,
    /** It made the one run that it was to make. */
    MADE
  }

  /**
   * Makes runs on the calling thread.
   *
   * @param once whether to end after one run
   */
  public End run(boolean once) {
    begin();
    try {
      @Nullable Throwable broken = null;
      while (!stopping) {
        try {
          if (broken != null) {
            Throwable why = broken;
            broken = null;
            rest(why, returns);
          }
          if (round() && once) {
            return End.MADE;
          }
        } catch (RuntimeException | Error e) {
          // An Error too: a machine short of memory for a moment would have a place less for ever.
          broken = e;
        }
      }
    } catch (WorkRefused e) {
      notes.refused(e.sentence());
      return End.REFUSED;
    } catch (InterruptedException _) {
      // Whoever stops it gets what it asked for; nobody else interrupts this thread.
    }
    return End.STOPPED;
  }

  private synchronized void begin() {
    worker = Thread.currentThread();
  }

  /** Ends the loop at once; the run under way is given back. */
  public synchronized void stop() {
    stopping = true;
    if (worker != null) {
      worker.interrupt();
    }
  }

  /** What keeps it from work now, in words; null when nothing does. From any thread. */
  public @Nullable String trouble() {
    return trouble;
  }

  /** Whether a run was made. */
  private boolean round() throws InterruptedException, WorkRefused {
    Optional<Assignment> claimed;
    try {
      Offer offered = offer.get();
      claimed = source.claim(inHand == null ? offered : offered.with(inHand.all()));
      if (inHand != null) {
        claimed.ifPresent(inHand::take);
      }
      claims.reset();
      trouble = null;
    } catch (WorkRefused e) {
      if (e.isForGood()) {
        throw e;
      }
      rest(e, claims);
      return false;
    } catch (IOException | RuntimeException | Error e) {
      // An Error too: whoever waits for a run would wait for ever.
      rest(e, claims);
      return false;
    }
    if (claimed.isEmpty()) {
      pace.pause(IDLE);
      return false;
    }
    make(claimed.get());
    return true;
  }

  private void rest(Throwable e, BackOff pauses) throws InterruptedException {
    Duration pause = pauses.next(pace.chance());
    try {
      complain(e);
      notes.away(sentence(e), pause);
    } finally {
      pace.pause(pause);
    }
  }

  /** What only a fault in the program explains goes to its log. */
  private void complain(Throwable e) {
    trouble = sentence(e);
    if (!(e instanceof IOException)) {
      LOG.log(System.Logger.Level.ERROR, "the runner has a fault, and goes on", e);
    }
  }

  private void make(Assignment assignment) throws InterruptedException {
    var lease = new LeaseKeeper(source, assignment, pace);
    @Nullable RunResult result = null;
    Given given = Given.LOST;
    try {
      notes.claimed(assignment);
      result = result(assignment, lease);
      given = handIn(assignment, result);
    } catch (InterruptedException e) {
      boolean lost = lease.close();
      if (stopping) {
        giveBack(assignment);
        throw e;
      }
      if (!lost) {
        throw e;
      }
    } finally {
      lease.close();
      empty();
      if (inHand != null) {
        inHand.drop(assignment);
      }
    }
    if (result == null || given == Given.LOST) {
      notes.lost(assignment);
      return;
    }
    notes.ended(assignment, result, given == Given.TAKEN);
    if (result.result().equals(Dispatcher.RETURNED)) {
      // Something is wrong here: whoever is better off may take it first.
      pace.pause(returns.next(pace.chance()));
    } else {
      returns.reset();
    }
  }

  private RunResult result(Assignment assignment, LeaseKeeper lease) throws InterruptedException {
    long from = pace.nanos();
    try {
      lease.keep();
      Path out = Files.createDirectories(scratch.resolve("out"));
      Product bundle = persistently(() -> bundles.open(source, assignment));
      @Nullable Path candidate = candidate(assignment);
      lease.begun();
      RunWork.Done done =
          work.make(
              new RunWork.Job(assignment, bundle, candidate, out),
              line -> {
                lease.said(line);
                notes.said(assignment, line);
              });
      return uploaded(assignment, done, out, (pace.nanos() - from) / NANOS_A_MILLI);
    } catch (IOException | RuntimeException | Error e) {
      if (stopping || lease.isLost()) {
        // What an interrupt looks like to whoever was reading a file.
        throw new InterruptedException(sentence(e));
      }
      complain(e);
      return new RunResult(
          assignment.attempt(),
          Dispatcher.RETURNED,
          plain("could not be made here: " + sentence(e)),
          null,
          null,
          List.of(),
          0);
    }
  }

  private @Nullable Path candidate(Assignment assignment) throws IOException, InterruptedException {
    String content = assignment.content();
    if (content == null) {
      return null;
    }
    Path file = scratch.resolve("candidate");
    persistently(
        () -> {
          source.fetch(assignment, new Digest(content), file);
          return file;
        });
    return file;
  }

  private RunResult uploaded(Assignment assignment, RunWork.Done done, Path out, long millis)
      throws IOException, InterruptedException {
    // Which run it was, and whose: an archive may outlive all else that says so.
    Files.write(
        out.resolve("assignment.json"),
        Wire.LENIENT.writerWithDefaultPrettyPrinter().writeValueAsBytes(assignment));
    Path archive = scratch.resolve("evidence.zip");
    boolean any = EvidenceArchive.pack(out, archive);
    @Nullable Digest evidence = any ? persistently(() -> source.store(assignment, archive)) : null;
    Path proofFile = done.proof();
    @Nullable Digest proof =
        proofFile == null ? null : persistently(() -> source.store(assignment, proofFile));
    return new RunResult(
        assignment.attempt(),
        done.result().word(),
        plain(done.sentence()),
        evidence == null ? null : evidence.hex(),
        proof == null ? null : proof.hex(),
        done.controls(),
        millis);
  }

  /** What became of a result. */
  private enum Given {
    TAKEN,
    LOST,
    REFUSED
  }

  private Given handIn(Assignment assignment, RunResult result) throws InterruptedException {
    try {
      return persistently(() -> source.end(assignment, result)) ? Given.TAKEN : Given.LOST;
    } catch (IOException e) {
      notes.away(sentence(e), Duration.ZERO);
      return Given.REFUSED;
    }
  }

  private interface Try<T> {
    T go() throws IOException, InterruptedException;
  }

  /**
   * Tries again while the server is away: what was made costs more than waiting. The lease is kept
   * meanwhile, or its loss ends this.
   */
  private <T> T persistently(Try<T> something) throws IOException, InterruptedException {
    var pauses = new BackOff();
    long from = pace.nanos();
    while (true) {
      try {
        return something.go();
      } catch (ServerAway e) {
        if (pace.nanos() - from >= LeaseKeeper.MOST_ALONE.toNanos()) {
          throw e;
        }
        Duration pause = pauses.next(pace.chance());
        notes.away(sentence(e), pause);
        pace.pause(pause);
      }
    }
  }

  private void giveBack(Assignment assignment) {
    var back =
        new RunResult(
            assignment.attempt(),
            Dispatcher.RETURNED,
            "the runner was stopped",
            null,
            null,
            List.of(),
            0);
    try {
      notes.ended(assignment, back, source.end(assignment, back));
    } catch (IOException | RuntimeException | InterruptedException e) {
      // The server notices by itself when the lease is over.
      notes.away(sentence(e), Duration.ZERO);
    }
  }

  private void empty() {
    try {
      Trees.delete(scratch);
      Files.createDirectories(scratch);
    } catch (IOException e) {
      notes.away("could not empty " + scratch + ": " + sentence(e), Duration.ZERO);
    }
  }

  /** As a server takes it: bounded, on one line. */
  private static String plain(String sentence) {
    return sentence.isBlank() ? "no reason was given" : PlainText.plain(sentence);
  }

  static String sentence(Throwable e) {
    String message = e.getMessage();
    return message == null || message.isBlank() || e instanceof Error ? e.toString() : message;
  }
}
