package dev.sluice.server.runner;

import dev.sluice.model.Digest;
import dev.sluice.server.content.ContentException;
import dev.sluice.server.content.Contents;
import dev.sluice.server.dispatch.Dispatcher;
import dev.sluice.server.dispatch.Taken;
import dev.sluice.server.dispatch.UntrustedLab;
import dev.sluice.server.event.Actor;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.RunKey;
import dev.sluice.server.event.TraceId;
import dev.sluice.server.ledger.LedgerException;
import dev.sluice.server.wire.Assignment;
import dev.sluice.server.wire.Offer;
import dev.sluice.server.wire.Renewal;
import dev.sluice.server.wire.RunResult;
import dev.sluice.trust.canonical.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** Work from the server in the same process, for its embedded runner. */
public final class LocalWork implements WorkSource {
  private final Dispatcher dispatcher;
  private final Contents contents;
  private final Actor runner;
  private final Supplier<TraceId> traces;

  /**
   * Work for one runner.
   *
   * @param runner in whose name it claims
   * @param traces a new one for each claim
   */
  public LocalWork(
      Dispatcher dispatcher, Contents contents, Actor runner, Supplier<TraceId> traces) {
    this.dispatcher = dispatcher;
    this.contents = contents;
    this.runner = runner;
    this.traces = traces;
  }

  @Override
  public Optional<Assignment> claim(Offer offer) throws InterruptedException, WorkRefused {
    try {
      return dispatcher.claim(runner, null, offer, traces.get());
    } catch (UntrustedLab e) {
      throw new WorkRefused(e.sentence(), false);
    }
  }

  @Override
  public boolean renew(Assignment assignment, Renewal renewal) {
    return dispatcher.renew(
        runner, product(assignment), run(assignment), renewal, trace(assignment));
  }

  @Override
  public boolean end(Assignment assignment, RunResult result) throws IOException {
    Taken taken =
        told(
            () ->
                dispatcher.end(
                    runner, product(assignment), run(assignment), result, trace(assignment)));
    return switch (taken) {
      case Taken.Kept _ -> true;
      case Taken.Lost _ -> false;
      case Taken.Refused(var sentence) -> throw new WorkRefused(sentence, false);
      case Taken.Unusable(var sentence) -> throw new WorkRefused(sentence, false);
    };
  }

  @Override
  public void fetch(Assignment assignment, Digest content, Path into) throws IOException {
    Digest copied;
    try (InputStream in = contents.of(product(assignment)).open(content, 0)) {
      copied = FileSha256.copy(in, into);
    } catch (NoSuchFileException e) {
      throw new WorkRefused("the content " + content.abbreviated() + " is not here", false);
    }
    if (!copied.equals(content)) {
      Files.delete(into);
      throw new WorkRefused(
          "the content " + content.abbreviated() + " is damaged in the server's store", false);
    }
  }

  @Override
  public Digest store(Assignment assignment, Path file) throws IOException {
    Digest digest = Sha256.of(file);
    return told(
        () -> {
          contents.of(product(assignment)).put(digest, file);
          return digest;
        });
  }

  private interface Call<T> {
    T make() throws IOException;
  }

  /** What may pass, as over HTTP: a full disk, or a log that does not do its work. */
  private static <T> T told(Call<T> call) throws IOException {
    try {
      return call.make();
    } catch (LedgerException e) {
      throw new ServerAway(RunnerLoop.sentence(e), e);
    } catch (ContentException e) {
      if (e.kind() == ContentException.Kind.FULL) {
        throw new ServerAway(RunnerLoop.sentence(e), e);
      }
      throw e;
    }
  }

  private static ProductName product(Assignment assignment) {
    return new ProductName(assignment.product());
  }

  private static RunKey run(Assignment assignment) {
    return new RunKey(assignment.run());
  }

  private static TraceId trace(Assignment assignment) {
    return new TraceId(assignment.trace());
  }
}
