package dev.sluice.server.runner;

import dev.sluice.model.Digest;
import dev.sluice.server.client.ContentClient;
import dev.sluice.server.client.Moved;
import dev.sluice.server.client.ProblemException;
import dev.sluice.server.client.ServerClient;
import dev.sluice.server.client.UnreachableException;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.wire.Assignment;
import dev.sluice.server.wire.Offer;
import dev.sluice.server.wire.Renewal;
import dev.sluice.server.wire.RunResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Work from a server far away. */
public final class HttpWork implements WorkSource {
  /** Larger content than any bundle may name is not fetched: 16 GiB. */
  private static final long MOST_BYTES = 16L << 30;

  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERRORS = 500;

  private final ServerClient server;

  public HttpWork(ServerClient server) {
    this.server = server;
  }

  private interface Call<T> {
    T make() throws IOException, InterruptedException;
  }

  @Override
  public Optional<Assignment> claim(Offer offer) throws IOException, InterruptedException {
    return told(() -> server.runner().claim(offer));
  }

  @Override
  public boolean renew(Assignment assignment, Renewal renewal)
      throws IOException, InterruptedException {
    return told(() -> server.runner().renew(assignment, renewal));
  }

  @Override
  public boolean end(Assignment assignment, RunResult result)
      throws IOException, InterruptedException {
    return told(() -> server.runner().end(assignment, result));
  }

  @Override
  public void fetch(Assignment assignment, Digest content, Path into)
      throws IOException, InterruptedException {
    told(
        () -> {
          contents(assignment).download(content, MOST_BYTES, into, Moved.UNSEEN);
          return into;
        });
  }

  @Override
  public Digest store(Assignment assignment, Path file) throws IOException, InterruptedException {
    return told(() -> contents(assignment).upload(file, Moved.UNSEEN));
  }

  private ContentClient contents(Assignment assignment) {
    return server.content(new ProductName(assignment.product()));
  }

  /** What is wrong, as the loop tells it apart: away, or no. */
  private static <T> T told(Call<T> call) throws IOException, InterruptedException {
    try {
      return call.make();
    } catch (UnreachableException e) {
      if (e.isForGood()) {
        throw new WorkRefused(RunnerLoop.sentence(e), true);
      }
      throw new ServerAway(RunnerLoop.sentence(e), e);
    } catch (ProblemException e) {
      // No room, too many requests and whatever breaks in the server may pass.
      if (e.status() >= SERVER_ERRORS || e.status() == TOO_MANY) {
        throw new ServerAway(RunnerLoop.sentence(e), e);
      }
      throw new WorkRefused(
          RunnerLoop.sentence(e), e.status() == UNAUTHORIZED || e.status() == FORBIDDEN);
    }
  }
}
