package dev.sluice.server.runner;

import dev.sluice.model.Digest;
import dev.sluice.server.content.ContentStore;
import dev.sluice.server.dispatch.MemoryContents;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.wire.Assignment;
import dev.sluice.server.wire.Offer;
import dev.sluice.server.wire.Renewal;
import dev.sluice.server.wire.RunResult;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A server that does what the test says. */
final class ScriptedSource implements WorkSource {
  static final ProductName PRODUCT = new ProductName("a");

  final ContentStore store = new MemoryContents().of(PRODUCT);
  final Deque<Assignment> waiting = new ArrayDeque<>();
  final List<RunResult> results = new ArrayList<>();
  final List<Offer> offers = new ArrayList<>();
  final List<String> lines = new ArrayList<>();
  final CountDownLatch begun = new CountDownLatch(1);

  /** Calls that find the server away before one does not. */
  volatile int away;

  /** Results at which it breaks before one that it takes. */
  volatile int broken;

  volatile boolean leaseLost;
  volatile boolean refused;

  Assignment assignment(String version) throws IOException {
    Digest bundle = TestBundle.in(store, PRODUCT);
    Digest content = store.put(version.getBytes(StandardCharsets.UTF_8));
    return new Assignment(
        PRODUCT.value(),
        "r" + version,
        1,
        "prove",
        bundle.hex(),
        "small",
        "channel",
        version,
        content.hex(),
        "sensor 7.15",
        1,
        "0123456789abcdef0123456789abcdef");
  }

  private synchronized void reach() throws IOException {
    if (away > 0) {
      away--;
      throw new ServerAway("cannot be reached", new ConnectException());
    }
  }

  @Override
  public synchronized Optional<Assignment> claim(Offer offer) throws IOException {
    offers.add(offer);
    reach();
    if (refused) {
      throw new WorkRefused("the token was revoked", true);
    }
    return Optional.ofNullable(waiting.poll());
  }

  @Override
  public synchronized boolean renew(Assignment assignment, Renewal renewal) throws IOException {
    reach();
    lines.addAll(renewal.lines());
    if (renewal.begun()) {
      begun.countDown();
    }
    return !leaseLost;
  }

  @Override
  public synchronized boolean end(Assignment assignment, RunResult result) throws IOException {
    reach();
    if (broken > 0) {
      broken--;
      throw new IllegalStateException("a fault");
    }
    results.add(result);
    return !leaseLost;
  }

  @Override
  public void fetch(Assignment assignment, Digest content, Path into) throws IOException {
    reach();
    try (InputStream in = store.open(content, 0)) {
      Files.copy(in, into);
    }
  }

  @Override
  public Digest store(Assignment assignment, Path file) throws IOException {
    reach();
    return store.put(Files.readAllBytes(file));
  }
}
