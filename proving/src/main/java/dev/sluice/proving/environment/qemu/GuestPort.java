package dev.sluice.proving.environment.qemu;

import dev.sluice.proving.environment.BoundedLines;
import dev.sluice.proving.workplace.Transcript;
import java.io.IOException;
import java.io.Reader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The host's end of one port of a guest: lines in, bytes out. QEMU connects to it. */
final class GuestPort implements AutoCloseable {
  /** 64 KiB of output in base64 and the words around it; an agent's answer is a little longer. */
  private static final int LINE_BOUND = 96 * 1024;

  private final String id;
  private final String prefix;
  private final ServerSocketChannel server;
  private final Transcript log;
  private volatile @Nullable SocketChannel socket;

  /**
   * Waits at a socket for QEMU to connect.
   *
   * @param id as QEMU calls it, and the log where it is not the line protocol's
   * @param log shared by the ports of a machine
   */
  GuestPort(String id, Path socket, Transcript log) throws IOException {
    this.id = id;
    this.prefix = id.equals(CommandLine.LINE_PORT) ? "" : id + " ";
    this.server = listenAt(socket);
    this.log = log;
  }

  static ServerSocketChannel listenAt(Path socket) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    return server;
  }

  String id() {
    return id;
  }

  /** Hands on lines until the connection ends. */
  void listen(Consumer<Signal> heard) throws IOException {
    try (SocketChannel connection = server.accept()) {
      socket = connection;
      Reader lines = BoundedLines.of(connection);
      for (String line; (line = BoundedLines.next(lines, LINE_BOUND)) != null; ) {
        log(log, prefix + "< " + line);
        heard.accept(new Signal.Line(id, line));
      }
    }
  }

  /** Sends a line; whether it arrives is for the answer to tell. */
  void send(String line) {
    send(line, (line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Sends bytes.
   *
   * @param shown what the log says was sent
   */
  void send(String shown, byte[] bytes) {
    SocketChannel to = socket;
    log(log, prefix + "> " + shown);
    if (to == null) {
      return; // the deadline will say so
    }
    // On a thread of its own: a guest that reads nothing must meet the deadline, not stop us here.
    Vigil.reader(
        () -> {
          synchronized (this) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
              to.write(left);
            }
          }
        });
  }

  static void log(Transcript to, String line) {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    to.write(bytes, 0, bytes.length);
  }

  /** No connection is waited for any longer; one that is there stays. */
  @Override
  public void close() throws IOException {
    server.close();
  }
}
