package dev.sluice.server.api;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A request's body on its way in: late, it is given up. */
final class Arriving implements AutoCloseable {
  private final ServerRequest request;
  private final Deadlines deadlines;
  private final Limits limits;
  private Deadlines.@Nullable Deadline deadline;
  private @Nullable InputStream stream;
  private boolean whole;

  Arriving(ServerRequest request, Deadlines deadlines, Limits limits) {
    this.request = request;
    this.deadlines = deadlines;
    this.limits = limits;
    this.whole = !request.content().hasEntity();
  }

  /** 0 for none, -1 when it is not told. */
  long length() {
    return whole && stream == null ? 0 : request.headers().contentLength().orElse(-1);
  }

  /** Begins to take it; the same stream when asked again. */
  InputStream open() {
    if (stream == null) {
      if (whole) {
        stream = InputStream.nullInputStream();
      } else {
        deadline = deadlines.within(limits.timeFor(length()));
        stream = new Watched(request.content().inputStream());
      }
    }
    return stream;
  }

  /** Whether it came too slowly. */
  boolean isLate() {
    return deadline != null && deadline.hasPassed();
  }

  /**
   * Takes what nobody read, so that the client reads the answer instead of failing to write.
   *
   * @return whether all is taken; else the connection is of no more use
   */
  boolean drain() {
    if (whole) {
      return true;
    }
    if (stream == null && request.headers().contains(HeaderNames.EXPECT)) {
      // The client waits for leave to send; without it, it sends nothing.
      return false;
    }
    try {
      open().skipNBytes(Long.MAX_VALUE);
    } catch (IOException | RuntimeException _) {
      return whole;
    }
    return whole;
  }

  /** Nothing is interrupted from here on. */
  void end() {
    if (deadline != null) {
      deadline.close();
    }
  }

  @Override
  public void close() {
    end();
  }

  private final class Watched extends InputStream {
    private final InputStream in;

    Watched(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      return seen(in.read());
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return seen(in.read(bytes, offset, length));
    }

    private int seen(int read) {
      if (read < 0) {
        whole = true;
        end();
      }
      return read;
    }
  }
}
