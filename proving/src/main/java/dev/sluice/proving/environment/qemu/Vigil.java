package dev.sluice.proving.environment.qemu;

import dev.sluice.proving.environment.Death;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.workplace.Transcript;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Watches over one running machine: QMP, its ports, its console and its process feed one queue, and
 * the caller's thread decides what they mean. Not safe for several threads.
 */
final class Vigil {
  /** How long after a machine's end its last words may take to arrive. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  /** A QEMU that ends at once may have connected before our thread was there to accept it. */
  private static final Duration NOT_YET_ACCEPTED = Duration.ofMillis(300);

  private static final Duration PICTURE = Duration.ofSeconds(3);
  private static final int MOST_UNHEARD = 4096;
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Process qemu;
  private final Qmp qmp;
  private final List<GuestPort> ports;
  private final Manner manner;
  private final long startedNanos = System.nanoTime();
  private final BlockingQueue<Signal> heard = new LinkedBlockingQueue<>();
  private final ConsoleWatch console;
  private final Transcript errors = new Transcript(64 * 1024);
  private final Map<String, Long> closedSince = new HashMap<>();
  private final Set<String> opened = new HashSet<>();
  private final Thread consoleReader;
  private @Nullable Death death;
  private boolean panicked;
  private boolean restored;
  private boolean isOff;

  /**
   * What is particular to a kind of machine.
   *
   * @param hasTerminal whether somebody is at its console who echoes keys
   * @param picture where its display goes when it ends other than well; null when it has none, and
   *     it pauses when it panics when it has one
   */
  record Manner(boolean hasTerminal, @Nullable Path picture, Patience patience) {
    Manner(boolean hasTerminal, @Nullable Path picture) {
      this(hasTerminal, picture, Patience.USUAL);
    }
  }

  /** What a wait came to. */
  sealed interface Hearing {}

  record Heard(Signal signal) implements Hearing {}

  record Gone(Death how) implements Hearing {}

  /** The time is up, and the machine is still there as far as anybody knows. */
  record Nothing() implements Hearing {}

  /** Begins to watch a machine that was just switched on. */
  Vigil(Process qemu, Qmp qmp, List<GuestPort> ports, Manner manner) {
    this.qemu = qemu;
    this.qmp = qmp;
    this.ports = List.copyOf(ports);
    this.manner = manner;
    var share = new ProcessorShare(System::nanoTime, this::processorTime);
    console = new ConsoleWatch(share);
    reader(
        () -> {
          while (!qemu.waitFor(1, TimeUnit.SECONDS)) {
            share.sample();
          }
        });
    consoleReader = reader(() -> console.drain(qemu.getInputStream()));
    Thread errorReader =
        reader(
            () -> {
              try (var said = qemu.getErrorStream()) {
                errors.drain(said);
              }
            });
    Thread qmpReader = reader(() -> qmp.listen(heard::add));
    ports.forEach(port -> reader(() -> port.listen(this::hear)));
    reader(
        () -> {
          int status = qemu.waitFor();
          // QMP's last events may still be in the socket; they say more than an exit status.
          if (!qmp.isConnected()) {
            qmpReader.join(NOT_YET_ACCEPTED);
          }
          closeServers();
          qmpReader.join(LAST_WORDS);
          errorReader.join(LAST_WORDS);
          heard.add(new Signal.Ended(status));
        });
  }

  /**
   * Waits for a signal; those before it that are not wanted are passed over.
   *
   * @param untilNanos on the clock of {@link System#nanoTime}
   */
  Hearing await(Predicate<Signal> wanted, long untilNanos) throws InterruptedException {
    if (death != null) {
      return new Gone(death);
    }
    while (true) {
      long left = untilNanos - System.nanoTime();
      Signal signal = heard.poll(Math.min(left, LOOK_NANOS), TimeUnit.NANOSECONDS);
      if (signal == null) {
        Optional<ConsoleWatch.End> seen = console.look();
        if (seen.isPresent()) {
          return new Gone(die(known(seen.get().kind(), seen.get().detail())));
        }
        if (left <= LOOK_NANOS) {
          return new Nothing();
        }
        continue;
      }
      Death told = note(signal);
      if (wanted.test(signal) && !(panicked && signal instanceof Signal.Shutdown)) {
        return new Heard(signal);
      }
      if (told != null) {
        return new Gone(die(told));
      }
      if (left <= 0) {
        return new Nothing(); // a guest that talks without end
      }
    }
  }

  /** A guest that floods its ports while nobody listens is not kept in memory. */
  private void hear(Signal line) {
    if (heard.size() < MOST_UNHEARD) {
      heard.add(line);
    }
  }

  /** What a signal says of the machine itself: how it ended, or null while it has not. */
  private @Nullable Death note(Signal signal) {
    return switch (signal) {
      case Signal.Panicked _ -> {
        panicked = true;
        // With a display it pauses here; without one QEMU goes on to say how it ends.
        yield manner.picture == null ? null : known(Death.Kind.PANICKED, "");
      }
      case Signal.Shutdown(var reason) -> known(kindOf(reason), reason);
      case Signal.PortChange(var port, var open) -> {
        if (open) {
          closedSince.remove(port);
          opened.add(port);
        } else if (opened.contains(port)) {
          closedSince.putIfAbsent(port, System.nanoTime());
        }
        yield null;
      }
      case Signal.Line _, Signal.Migration _ -> null;
      case Signal.Ended(int status) ->
          known(panicked ? Death.Kind.PANICKED : Death.Kind.EMULATOR_ENDED, lastWords(status));
    };
  }

  private Death known(Death.Kind kind, String detail) {
    return new Death(kind, sinceStart(), detail);
  }

  /** Whether the console shows that the guest has come up, however silent its channel is. */
  boolean seemsUp() {
    return manner.hasTerminal && console.isUp();
  }

  boolean isClosedFor(String port, Duration time) {
    Long since = closedSince.get(port);
    return since != null && System.nanoTime() - since > time.toNanos();
  }

  /**
   * The verdict on a machine that does not answer. It is alive if somebody in it closed the agent's
   * port, or if its console echoes.
   */
  Death silent(String detail) throws InterruptedException {
    if (death != null) {
      return death;
    }
    boolean alive = manner.hasTerminal && (!closedSince.isEmpty() || echoes());
    return death != null
        ? death
        : die(known(alive ? Death.Kind.CHANNEL_SILENT : Death.Kind.SILENT, detail));
  }

  /** The verdict on a machine that was told to switch itself off and has not. */
  Death stuck() throws InterruptedException {
    return death != null ? death : die(known(Death.Kind.SILENT, "it did not switch itself off"));
  }

  /** The verdict on a machine that is known to live while its channel fails. */
  Death channelSilent(String detail) throws InterruptedException {
    return death != null ? death : die(known(Death.Kind.CHANNEL_SILENT, detail));
  }

  /** Presses return at the console: a living terminal echoes it, and a hung kernel does not. */
  private boolean echoes() throws InterruptedException {
    long before = console.length();
    OutputStream keys = qemu.getOutputStream();
    reader(
        () -> {
          keys.write('\n');
          keys.flush();
        });
    long until = System.nanoTime() + manner.patience.echo().toNanos();
    while (System.nanoTime() < until) {
      if (await(_ -> false, System.nanoTime() + LOOK_NANOS / 5) instanceof Gone) {
        return false;
      }
      if (console.length() != before) {
        return true;
      }
    }
    return false;
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
  private Death die(Death how) throws InterruptedException {
    death = how;
    boolean stillRuns =
        switch (how.kind()) {
          case SILENT, CHANNEL_SILENT, STRANDED -> true;
          case PANICKED -> manner.picture != null;
          case REBOOTED, POWERED_OFF, APPLICATION_ENDED, OVER_BOUND, EMULATOR_ENDED -> false;
        };
    if (stillRuns) {
      picture();
      kill();
    }
    qemu.waitFor(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    kill();
    consoleReader.join(LAST_WORDS);
    return how;
  }

  private void picture() throws InterruptedException {
    Path picture = manner.picture;
    if (picture == null || !qemu.isAlive()) {
      return;
    }
    try {
      var _ =
          qmp.execute(
              "screendump", Map.of("filename", picture.toString(), "format", "png"), PICTURE);
    } catch (EnvironmentException e) {
      return; // its refusal is in the QMP log; a verdict does not hang on a picture
    }
  }

  @Nullable Death death() {
    return death;
  }

  Qmp qmp() {
    return qmp;
  }

  Patience patience() {
    return manner.patience;
  }

  /**
   * The machine will not be as it starts but as it was kept; its console begins with that.
   *
   * @param uptime what its clock showed then
   */
  void becomesRestored(Duration uptime) {
    restored = true;
    console.beginsRestored(uptime);
  }

  /** It has come all the way up. */
  void hasAnswered() {
    console.hasAnswered();
  }

  boolean isRestored() {
    return restored;
  }

  /** The machine went off in order. */
  void wentOff() throws InterruptedException {
    isOff = true;
    qemu.waitFor(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
  }

  String console() {
    return console.text();
  }

  Optional<Duration> processorTime() {
    return qemu.info().totalCpuDuration();
  }

  Duration sinceStart() {
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }

  long startedNanos() {
    return startedNanos;
  }

  /** Cuts the power if it is still on; afterwards console and logs are complete. */
  void end() {
    try {
      if (!isOff && death == null) {
        picture();
      }
      kill();
      closeServers();
      qemu.waitFor(5, TimeUnit.SECONDS);
      consoleReader.join(LAST_WORDS);
    } catch (InterruptedException e) {
      kill();
      closeServers();
      Thread.currentThread().interrupt();
    }
  }

  /** By its handle: {@code Process.destroyForcibly} closes the pipes too, with what is unread. */
  private void kill() {
    qemu.toHandle().destroyForcibly();
  }

  String lastWords(int status) {
    String said = errors.text().strip();
    String last =
        said.isEmpty() ? "" : ": " + LineChannel.clip(said.substring(said.lastIndexOf('\n') + 1));
    return "qemu ended with status " + status + last;
  }

  private void closeServers() {
    try {
      qmp.close();
      for (GuestPort port : ports) {
        port.close();
      }
    } catch (IOException e) {
      throw new EnvironmentException("could not close a socket: " + e.getMessage(), e);
    }
  }

  interface Reading {
    void read() throws IOException, InterruptedException;
  }

  static Thread reader(Reading reading) {
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
