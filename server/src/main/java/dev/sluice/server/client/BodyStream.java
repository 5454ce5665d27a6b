package dev.sluice.server.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer. The JDK's own stream waits for ever when a connection falls silent after
 * the headers; this one gives up.
 */
final class BodyStream extends InputStream implements HttpResponse.BodySubscriber<InputStream> {
  private final Duration silence;
  private final BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();
  private final Deque<ByteBuffer> current = new ArrayDeque<>();
  private volatile Flow.@Nullable Subscription subscription;
  private @Nullable Arrived end;

  BodyStream(Duration silence) {
    this.silence = silence;
  }

  private sealed interface Arrived {}

  private record Bytes(List<ByteBuffer> buffers) implements Arrived {}

  private record Broken(Throwable why) implements Arrived {}

  private record Complete() implements Arrived {}

  @Override
  public CompletionStage<InputStream> getBody() {
    return CompletableFuture.completedStage(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    given.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    arrived.add(new Bytes(buffers));
  }

  @Override
  public void onError(Throwable why) {
    arrived.add(new Broken(why));
  }

  @Override
  public void onComplete() {
    arrived.add(new Complete());
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    while (true) {
      ByteBuffer buffer = current.peek();
      if (buffer == null) {
        if (!awaitMore()) {
          return -1;
        }
      } else if (buffer.hasRemaining()) {
        int count = Math.min(length, buffer.remaining());
        buffer.get(into, offset, count);
        return count;
      } else {
        current.remove();
        if (current.isEmpty()) {
          request();
        }
      }
    }
  }

  private boolean awaitMore() throws IOException {
    Arrived next = end;
    if (next == null) {
      try {
        next = arrived.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        close();
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while the server answers");
      }
    }
    return switch (next) {
      case null -> {
        close();
        throw new HttpTimeoutException("nothing came for " + silence.toSeconds() + " s");
      }
      case Bytes(var buffers) -> {
        current.addAll(buffers);
        if (current.isEmpty()) {
          request();
        }
        yield true;
      }
      case Broken(var why) -> {
        end = next;
        throw new IOException("the connection broke: " + why.getMessage(), why);
      }
      case Complete _ -> {
        end = next;
        yield false;
      }
    };
  }

  private void request() {
    Flow.Subscription given = subscription;
    if (given != null) {
      given.request(1);
    }
  }

  @Override
  public void close() {
    Flow.Subscription given = subscription;
    if (given != null) {
      given.cancel();
    }
  }
}
