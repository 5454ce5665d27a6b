package dev.sluice.proving.environment.qemu;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The QEMU Machine Protocol, as far as verdicts need it: the events of one boot. */
final class Qmp {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** QMP lines here are a few hundred bytes; a longer one is not ours. */
  private static final int LINE_BOUND = 64 * 1024;

  private Qmp() {}

  /** Greets QEMU, then hands on events until the connection ends. */
  static void listen(SocketChannel socket, Consumer<String> log, Consumer<Signal> heard)
      throws IOException {
    greet(socket);
    BufferedReader lines =
        new BufferedReader(Channels.newReader(socket, StandardCharsets.UTF_8), 8192);
    for (String line; (line = BoundedLines.next(lines, LINE_BOUND)) != null; ) {
      log.accept(line);
      Signal signal = signalOf(line);
      if (signal != null) {
        heard.accept(signal);
      }
    }
  }

  private static void greet(SocketChannel socket) {
    try {
      socket.write(
          ByteBuffer.wrap("{\"execute\":\"qmp_capabilities\"}\n".getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      return; // QEMU has ended, but what it said before can still be read
    }
  }

  /** The verdict-bearing event in a line of QMP, or null for everything else. */
  static @org.jspecify.annotations.Nullable Signal signalOf(String line) {
    if (!line.contains("\"event\"")) {
      return null;
    }
    JsonNode message;
    try {
      message = JSON.readTree(line);
    } catch (JacksonException e) {
      return null;
    }
    return switch (message.path("event").asString("")) {
      case "GUEST_PANICKED" -> new Signal.Panicked();
      case "SHUTDOWN" ->
          new Signal.Shutdown(message.path("data").path("reason").asString("unknown"));
      default -> null; // QMP has dozens of events; these two decide
    };
  }
}
