package dev.sluice.proving.environment.qemu;

import dev.sluice.proving.environment.BoundedLines;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.workplace.Transcript;
import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The QEMU Machine Protocol of one boot: the events that decide, and commands with their replies.
 * One thread listens, one other asks.
 */
final class Qmp implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** QMP lines here are a few kilobytes at most; a longer one is not ours. */
  private static final int LINE_BOUND = 64 * 1024;

  private static final int LOG_BOUND = 1024 * 1024;

  private final ServerSocketChannel server;
  private final Transcript log = new Transcript(LOG_BOUND);
  private final CompletableFuture<SocketChannel> connected = new CompletableFuture<>();
  private volatile @Nullable Pending pending;
  private long nextId = 1;

  private record Pending(long id, CompletableFuture<JsonNode> reply) {}

  /** Waits at a socket for QEMU to connect. */
  Qmp(Path socket) throws IOException {
    server = GuestPort.listenAt(socket);
  }

  /** Greets QEMU, then hands on events until the connection ends. */
  void listen(Consumer<Signal> heard) throws IOException {
    try (SocketChannel socket = server.accept()) {
      greet(socket);
      connected.complete(socket);
      Reader lines = BoundedLines.of(socket);
      for (String line; (line = BoundedLines.next(lines, LINE_BOUND)) != null; ) {
        GuestPort.log(log, line);
        Signal signal = signalOf(line);
        if (signal != null) {
          heard.accept(signal);
        } else {
          replied(line);
        }
      }
    } finally {
      connected.completeExceptionally(new IOException("qemu has ended"));
      Pending left = pending;
      if (left != null) {
        left.reply.completeExceptionally(new IOException("qemu has ended"));
      }
    }
  }

  boolean isConnected() {
    return connected.isDone();
  }

  private static void greet(SocketChannel socket) {
    try {
      write(socket, "{\"execute\":\"qmp_capabilities\"}\n");
    } catch (IOException e) {
      return; // QEMU has ended, but what it said before can still be read
    }
  }

  private void replied(String line) {
    Pending waiting = pending;
    JsonNode message = parsed(line);
    if (waiting != null && message != null && message.path("id").asLong(0) == waiting.id) {
      waiting.reply.complete(message);
    }
  }

  /**
   * Has QEMU do something and waits until it has.
   *
   * @return what QEMU returned
   * @throws EnvironmentException when it refuses, ends, or does not answer within the limit
   */
  JsonNode execute(String command, Map<String, ?> arguments, Duration limit)
      throws InterruptedException {
    long id = nextId++;
    var reply = new CompletableFuture<JsonNode>();
    pending = new Pending(id, reply);
    long until = System.nanoTime() + limit.toNanos();
    try {
      SocketChannel socket = connected.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      String request =
          JSON.writeValueAsString(Map.of("execute", command, "arguments", arguments, "id", id));
      GuestPort.log(log, request);
      write(socket, request + "\n");
      JsonNode message = reply.get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (message.has("error")) {
        throw new EnvironmentException(
            "qemu refused " + command + ": " + message.path("error").path("desc").asString("?"));
      }
      return message.path("return");
    } catch (TimeoutException e) {
      throw new EnvironmentException(
          "qemu did not answer " + command + " within " + limit.toSeconds() + " s", e);
    } catch (ExecutionException | IOException e) {
      throw new EnvironmentException("qemu ended before it answered " + command, e);
    } finally {
      pending = null;
    }
  }

  private static void write(SocketChannel socket, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      socket.write(bytes);
    }
  }

  String log() {
    return log.text();
  }

  /** No connection is waited for any longer; one that is there stays. */
  @Override
  public void close() throws IOException {
    server.close();
  }

  private static @Nullable JsonNode parsed(String line) {
    try {
      return JSON.readTree(line);
    } catch (JacksonException e) {
      return null;
    }
  }

  /** The verdict-bearing event in a line of QMP, or null for everything else. */
  static @Nullable Signal signalOf(String line) {
    if (!line.contains("\"event\"")) {
      return null;
    }
    JsonNode message = parsed(line);
    if (message == null) {
      return null;
    }
    JsonNode data = message.path("data");
    return switch (message.path("event").asString("")) {
      case "GUEST_PANICKED" -> new Signal.Panicked();
      case "SHUTDOWN" -> new Signal.Shutdown(data.path("reason").asString("unknown"));
      case "VSERPORT_CHANGE" ->
          new Signal.PortChange(data.path("id").asString(""), data.path("open").asBoolean(false));
      case "MIGRATION" -> new Signal.Migration(data.path("status").asString(""));
      default -> null; // QMP has dozens of events; these decide
    };
  }
}
