package dev.sluice.proving.environment.qemu;

import dev.sluice.proving.cause.ConsoleTrouble;
import dev.sluice.proving.environment.Death;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.environment.RunningMachine;
import dev.sluice.proving.workplace.Transcript;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One boot of one machine. QEMU connects to our sockets, so there is nothing to poll for; all
 * sources feed one queue, and the caller's thread decides.
 */
final class QemuBoot implements RunningMachine {
  /** Told what is worth keeping beyond this boot. */
  interface Observer {
    /** The machine answered, so long after switching on. */
    void ready(Duration sinceStart);

    /** The boot is over; consoles and logs are complete. */
    void ended(QemuBoot boot);
  }

  static final int CONSOLE_BOUND = 1024 * 1024;
  private static final int LOG_BOUND = 1024 * 1024;

  /** Output of at most 64 KiB in base64, and the words around it. */
  private static final int CHANNEL_LINE_BOUND = 96 * 1024;

  /** How long after a machine's end its last words may take to arrive. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  /**
   * How long a machine may be silent once its console shows that its kernel failed. No check is
   * passed on such a machine; what it still says makes the reason clearer.
   */
  private static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);

  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Process qemu;
  private final ServerSocketChannel qmpServer;
  private final ServerSocketChannel channelServer;
  private final long startedNanos;
  private final Duration deadline;
  private final Observer observer;
  private final BlockingQueue<Signal> heard = new LinkedBlockingQueue<>();
  private final Transcript console = new Transcript(CONSOLE_BOUND);
  private final Transcript errors = new Transcript(64 * 1024);
  private final Transcript qmpLog = new Transcript(LOG_BOUND);
  private final Transcript channelLog = new Transcript(LOG_BOUND);
  private final Thread consoleReader;
  private volatile @Nullable SocketChannel channel;
  private @Nullable Death death;
  private boolean panicked;
  private boolean troubled;
  private long lookedAt;
  private long nextCommand = 1;
  private boolean closed;

  /**
   * Begins to listen to a machine that was just switched on.
   *
   * @param deadline for the boot, and as a margin beyond a command's own limit
   */
  QemuBoot(
      Process qemu,
      ServerSocketChannel qmpServer,
      ServerSocketChannel channelServer,
      Duration deadline,
      Observer observer) {
    this.qemu = qemu;
    this.qmpServer = qmpServer;
    this.channelServer = channelServer;
    this.deadline = deadline;
    this.observer = observer;
    this.startedNanos = System.nanoTime();
    consoleReader = reader(() -> drain(qemu.getInputStream(), console));
    Thread errorReader = reader(() -> drain(qemu.getErrorStream(), errors));
    Thread qmpReader =
        reader(
            () -> {
              try (SocketChannel socket = qmpServer.accept()) {
                Qmp.listen(socket, line -> log(qmpLog, line), heard::add);
              }
            });
    reader(
        () -> {
          try (SocketChannel socket = channelServer.accept()) {
            channel = socket;
            var lines = new BufferedReader(Channels.newReader(socket, StandardCharsets.UTF_8));
            for (String line; (line = BoundedLines.next(lines, CHANNEL_LINE_BOUND)) != null; ) {
              log(channelLog, "< " + line);
              heard.add(new Signal.Line(line));
            }
          }
        });
    reader(
        () -> {
          int status = qemu.waitFor();
          // QMP's last events may still be in the socket; they say more than an exit status.
          closeServers();
          qmpReader.join(LAST_WORDS);
          errorReader.join(LAST_WORDS);
          heard.add(new Signal.Ended(status));
        });
  }

  static ServerSocketChannel listenAt(Path socket) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    return server;
  }

  @Override
  public Start awaitReady() throws InterruptedException {
    long until = startedNanos + deadline.toNanos();
    return switch (awaitLine("sluice-guest 1 ready", until)) {
      case Heard(var _) -> {
        Duration took = sinceStart();
        observer.ready(took);
        yield new Ready(took);
      }
      case Gone(var how) -> new Dead(how);
    };
  }

  @Override
  public Answer run(String script, Duration limit) throws InterruptedException {
    long id = nextCommand++;
    long seconds = Math.max(1, (limit.toMillis() + 999) / 1000);
    String coded = Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_8));
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds) + deadline.toNanos();
    return switch (ask("run " + id + " " + seconds + " " + coded, "done " + id + " ", until)) {
      case Heard(var line) -> answer(line);
      case Gone(var how) -> new Dead(how);
    };
  }

  private static Answer answer(String line) {
    String[] words = line.split(" ", -1);
    if (words.length != 6) {
      throw new EnvironmentException("the guest channel answered out of turn: " + clip(line));
    }
    try {
      byte[] output = words[5].equals("-") ? new byte[0] : Base64.getDecoder().decode(words[5]);
      long millis =
          Math.round(1000 * (Double.parseDouble(words[4]) - Double.parseDouble(words[3])));
      return new Exited(
          Integer.parseInt(words[2]),
          new String(output, StandardCharsets.UTF_8),
          Duration.ofMillis(millis));
    } catch (IllegalArgumentException e) {
      throw new EnvironmentException("the guest channel answered nonsense: " + clip(line), e);
    }
  }

  private static String clip(String line) {
    return line.length() <= 80 ? line : line.substring(0, 80) + "…";
  }

  @Override
  public String inputs() {
    return QemuMachine.INPUTS;
  }

  @Override
  public Stop powerOff() throws InterruptedException {
    if (death != null) {
      return new Dead(death);
    }
    send("off " + nextCommand++);
    long until = System.nanoTime() + deadline.toNanos();
    while (true) {
      Signal signal = heard.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
      switch (signal) {
        case null -> {
          return new Dead(die(Death.Kind.SILENT, "it did not switch itself off"));
        }
        case Signal.Panicked _ -> panicked = true;
        case Signal.Line _ -> {}
        case Signal.Shutdown(var reason) -> {
          if (panicked || !reason.equals("guest-shutdown")) {
            return new Dead(die(kindOf(reason), reason));
          }
          qemu.waitFor(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
          return new Off();
        }
        case Signal.Ended(int status) -> {
          return new Dead(die(Death.Kind.EMULATOR_ENDED, lastWords(status)));
        }
      }
    }
  }

  @Override
  public String console() {
    return console.text();
  }

  String qmpLog() {
    return qmpLog.text();
  }

  String channelLog() {
    return channelLog.text();
  }

  Duration sinceStart() {
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    kill();
    closeServers();
    try {
      qemu.waitFor(5, TimeUnit.SECONDS);
      consoleReader.join(LAST_WORDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    observer.ended(this);
  }

  private sealed interface Hearing {}

  private record Heard(String line) implements Hearing {}

  private record Gone(Death how) implements Hearing {}

  private Hearing ask(String line, String answerStart, long untilNanos)
      throws InterruptedException {
    if (death != null) {
      return new Gone(death);
    }
    send(line);
    return awaitLine(answerStart, untilNanos);
  }

  /** Waits for a line with this beginning; lines that answer earlier commands are passed over. */
  private Hearing awaitLine(String start, long untilNanos) throws InterruptedException {
    if (death != null) {
      return new Gone(death);
    }
    long until = untilNanos;
    while (true) {
      long left = until - System.nanoTime();
      Signal signal = heard.poll(Math.min(left, LOOK_NANOS), TimeUnit.NANOSECONDS);
      switch (signal) {
        case null -> {
          if (left <= LOOK_NANOS) {
            return new Gone(die(Death.Kind.SILENT, ""));
          }
          if (isTroubled()) {
            until = Math.min(until, System.nanoTime() + AFTER_TROUBLE.toNanos());
          }
        }
        case Signal.Panicked _ -> panicked = true;
        case Signal.Shutdown(var reason) -> {
          return new Gone(die(kindOf(reason), reason));
        }
        case Signal.Line(var text) -> {
          if (text.startsWith(start)) {
            return new Heard(text);
          }
        }
        case Signal.Ended(int status) -> {
          return new Gone(
              die(panicked ? Death.Kind.PANICKED : Death.Kind.EMULATOR_ENDED, lastWords(status)));
        }
      }
    }
  }

  /** Looked at only while the machine is silent, and when there is something new. */
  private boolean isTroubled() {
    long printed = console.written();
    if (!troubled && printed != lookedAt) {
      lookedAt = printed;
      troubled = ConsoleTrouble.find(console.text()).isPresent();
    }
    return troubled;
  }

  private Death.Kind kindOf(String shutdownReason) {
    if (panicked) {
      return Death.Kind.PANICKED;
    }
    return switch (shutdownReason) {
      case "guest-panic" -> Death.Kind.PANICKED;
      case "guest-reset" -> Death.Kind.REBOOTED;
      case "guest-shutdown" -> Death.Kind.POWERED_OFF;
      // host-signal, host-ui, host-qmp-quit and what newer versions add: not the guest's doing
      default -> Death.Kind.EMULATOR_ENDED;
    };
  }

  /** The machine is judged: power off, so that the console is complete when it is read. */
  private Death die(Death.Kind kind, String detail) throws InterruptedException {
    Death known = new Death(kind, sinceStart(), detail);
    death = known;
    if (kind == Death.Kind.SILENT) {
      kill();
    }
    qemu.waitFor(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    kill();
    consoleReader.join(LAST_WORDS);
    return known;
  }

  /** By its handle: {@code Process.destroyForcibly} closes the pipes too, with what is unread. */
  private void kill() {
    qemu.toHandle().destroyForcibly();
  }

  private String lastWords(int status) {
    String said = errors.text().strip();
    String last = said.isEmpty() ? "" : ": " + clip(said.substring(said.lastIndexOf('\n') + 1));
    return "qemu ended with status " + status + last;
  }

  private void send(String line) {
    SocketChannel to = channel;
    log(channelLog, "> " + line);
    if (to == null) {
      return; // the deadline will say so
    }
    // On a thread of its own: a guest that reads nothing must meet the deadline, not stop us here.
    reader(
        () -> {
          ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
          while (bytes.hasRemaining()) {
            to.write(bytes);
          }
        });
  }

  private static void log(Transcript to, String line) {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    to.write(bytes, 0, bytes.length);
  }

  private void closeServers() {
    try {
      qmpServer.close();
      channelServer.close();
    } catch (IOException e) {
      throw new EnvironmentException("could not close a socket: " + e.getMessage(), e);
    }
  }

  private static void drain(InputStream in, Transcript to) throws IOException {
    try (in) {
      to.drain(in);
    }
  }

  private interface Reading {
    void read() throws IOException, InterruptedException;
  }

  private static Thread reader(Reading reading) {
    return Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                reading.read();
              } catch (IOException | InterruptedException e) {
                return; // the boot ended; whoever waits on the queue is told by the process's end
              }
            });
  }
}
