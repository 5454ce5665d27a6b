package dev.sluice.proving.environment.sandbox;

import dev.sluice.proving.environment.BoundedLines;
import dev.sluice.proving.environment.Death;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.environment.RunningMachine;
import dev.sluice.proving.workplace.Transcript;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One sandbox, from its start to its end. */
final class SandboxBoot implements RunningMachine {
  /** Told what is worth keeping beyond this boot. */
  interface Observer {
    /** It answered, so long after its start. */
    void ready(Duration sinceStart);

    /** It is over; console and log are complete. */
    void ended(SandboxBoot boot);
  }

  private static final int CONSOLE_BOUND = 1024 * 1024;
  private static final int LOG_BOUND = 1024 * 1024;

  /** Output of at most 64 KiB in base64, and the words around it. */
  private static final int LINE_BOUND = 96 * 1024;

  /** How long after a sandbox's end its last words may take to arrive. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  /** What the channel gives an application after SIGTERM, and some more. */
  private static final Duration STOPPING = Duration.ofSeconds(15);

  /** What can be heard of a sandbox, in the order it arrived. */
  private sealed interface Signal {}

  private record Line(String text) implements Signal {}

  private record Ended(int status) implements Signal {}

  /**
   * How a sandbox was started.
   *
   * @param process whose end is the sandbox's end
   * @param groups its control groups
   * @param state what it can write to
   * @param status what bubblewrap says of its end
   * @param settle how long an application must live before it counts as started; null when there is
   *     none
   * @param deadline for the start, and as a margin beyond a command's own limit
   */
  record Start(
      Process process,
      KeptGroups groups,
      StateFolder state,
      Bounds bounds,
      Path status,
      @Nullable Duration settle,
      Duration deadline) {}

  private final Start started;
  private final Observer observer;
  private final EnforcedBounds enforced;
  private final long startedNanos = System.nanoTime();
  private final BlockingQueue<Signal> heard = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
  private final Transcript console = new Transcript(CONSOLE_BOUND);
  private final Transcript channelLog = new Transcript(LOG_BOUND);
  private final Thread consoleReader;
  private final Thread writer;
  private @Nullable Death death;
  private boolean ready;
  private @Nullable Integer applicationStatus;
  private boolean channelLost;
  private long nextCommand = 1;
  private boolean closed;

  SandboxBoot(Start started, Observer observer) {
    this.started = started;
    this.observer = observer;
    KeptGroups groups = started.groups();
    this.enforced =
        new EnforcedBounds(
            started.bounds().asked(), groups::killedForMemory, groups::refusedProcesses);
    Process process = started.process();
    consoleReader = thread(() -> console.drain(process.getErrorStream()));
    Thread answers =
        thread(
            () -> {
              var lines = process.inputReader(StandardCharsets.UTF_8);
              for (String line; (line = BoundedLines.next(lines, LINE_BOUND)) != null; ) {
                log("< " + line);
                heard.add(new Line(line));
              }
            });
    thread(
        () -> {
          int status = process.waitFor();
          answers.join(LAST_WORDS);
          heard.add(new Ended(status));
        });
    // On a thread of its own: a sandbox that reads nothing must meet the deadline, not stop us.
    writer =
        thread(
            () -> {
              OutputStream to = process.getOutputStream();
              while (true) {
                to.write((requests.take() + "\n").getBytes(StandardCharsets.UTF_8));
                to.flush();
              }
            });
  }

  @Override
  public RunningMachine.Start awaitReady() throws InterruptedException {
    long until = startedNanos + started.deadline().toNanos();
    if (await("sluice-guest 1 ready", until) == null) {
      return new Dead(died());
    }
    ready = true;
    Duration settle = started.settle();
    if (settle != null && await("ended ", System.nanoTime() + settle.toNanos(), false) != null) {
      return new Dead(awaitEnd());
    }
    if (death != null) {
      return new Dead(death);
    }
    Duration took = sinceStart();
    observer.ready(took);
    return new Ready(took);
  }

  @Override
  public Answer run(String script, Duration limit) throws InterruptedException {
    if (death != null) {
      return new Dead(death);
    }
    long id = nextCommand++;
    long seconds = Math.max(1, (limit.toMillis() + 999) / 1000);
    String coded = Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_8));
    send("run " + id + " " + seconds + " " + coded);
    long until =
        System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds) + started.deadline().toNanos();
    String line = await("done " + id + " ", until);
    if (line == null) {
      return new Dead(died());
    }
    String told = tell();
    Optional<String> excess = started.state().excess();
    return excess.isPresent()
        ? new Dead(die(Death.Kind.OVER_BOUND, excess.get()))
        : answer(line, told);
  }

  private static Answer answer(String line, String told) {
    String[] words = line.split(" ", -1);
    if (words.length != 6) {
      throw new EnvironmentException("the sandbox answered out of turn: " + clip(line));
    }
    try {
      byte[] output = words[5].equals("-") ? new byte[0] : Base64.getDecoder().decode(words[5]);
      long millis =
          Math.round(1000 * (Double.parseDouble(words[4]) - Double.parseDouble(words[3])));
      return new Exited(
          Integer.parseInt(words[2]),
          behind(new String(output, StandardCharsets.UTF_8), told),
          Duration.ofMillis(millis));
    } catch (IllegalArgumentException e) {
      throw new EnvironmentException("the sandbox answered nonsense: " + clip(line), e);
    }
  }

  /** On a line of its own, also behind output that was cut. */
  private static String behind(String output, String told) {
    return told.isEmpty() || output.isEmpty() || output.endsWith("\n")
        ? output + told
        : output + "\n" + told;
  }

  /** What the kernel did at the bounds since the last time, also for the console. */
  private String tell() {
    String told = enforced.news();
    byte[] bytes = told.getBytes(StandardCharsets.UTF_8);
    console.write(bytes, 0, bytes.length);
    return told;
  }

  @Override
  public String inputs() {
    return SandboxMachine.INPUTS;
  }

  @Override
  public Stop powerOff() throws InterruptedException {
    if (death != null) {
      return new Dead(death);
    }
    long id = nextCommand++;
    send("off " + id);
    long until = System.nanoTime() + STOPPING.toNanos() + started.deadline().toNanos();
    if (await("off " + id + " ", until) == null) {
      return new Dead(died());
    }
    return awaitEnded(until) ? new Off() : new Dead(die(Death.Kind.SILENT, "it did not end"));
  }

  @Override
  public String console() {
    return console.text();
  }

  String channelLog() {
    return channelLog.text();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    kill();
    writer.interrupt();
    try {
      started.process().waitFor(5, TimeUnit.SECONDS);
      consoleReader.join(LAST_WORDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    started.groups().close();
    observer.ended(this);
  }

  /** Waits for a line with this beginning; null when the machine is dead instead. */
  private @Nullable String await(String start, long untilNanos) throws InterruptedException {
    return await(start, untilNanos, true);
  }

  private @Nullable String await(String start, long untilNanos, boolean silenceIsDeath)
      throws InterruptedException {
    while (death == null) {
      Signal signal = heard.poll(untilNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
      switch (signal) {
        case null -> {
          if (silenceIsDeath) {
            die(Death.Kind.SILENT, "");
          }
          return null;
        }
        case Line(var text) -> {
          note(text);
          if (text.startsWith(start)) {
            return text;
          }
        }
        case Ended(int status) -> end(status);
      }
    }
    return null;
  }

  private void note(String line) {
    if (line.matches("ended [0-9]{1,3}")) {
      applicationStatus = Integer.valueOf(line.substring("ended ".length()));
    } else if (line.equals("lost")) {
      channelLost = true;
    }
  }

  private boolean awaitEnded(long untilNanos) throws InterruptedException {
    while (true) {
      Signal signal = heard.poll(untilNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (signal == null || signal instanceof Ended) {
        return signal != null;
      }
    }
  }

  private Death awaitEnd() throws InterruptedException {
    // What tells of the application's end is the sandbox's last line.
    await("\n", System.nanoTime() + started.deadline().toNanos());
    return died();
  }

  private Death died() {
    if (death == null) {
      throw new IllegalStateException("asked for the end of a sandbox that lives");
    }
    return death;
  }

  private void end(int status) throws InterruptedException {
    Integer application = applicationStatus;
    var _ = tell();
    if (application != null) {
      die(
          Death.Kind.APPLICATION_ENDED,
          Statuses.words(application) + enforced.clauses(application));
    } else if (channelLost) {
      die(Death.Kind.CHANNEL_SILENT, "something in the sandbox ended it");
    } else if (ready && endedFromWithin()) {
      die(
          Death.Kind.APPLICATION_ENDED,
          "it ended everything in its sandbox, the guest channel included");
    } else {
      die(Death.Kind.EMULATOR_ENDED, lastWords(status));
    }
  }

  /** bubblewrap says how what ran inside ended; it says nothing when it was killed itself. */
  private boolean endedFromWithin() {
    try {
      return Files.readString(started.status()).contains("exit-code");
    } catch (IOException e) {
      return false;
    }
  }

  private String lastWords(int status) throws InterruptedException {
    consoleReader.join(LAST_WORDS);
    String said = console.text().strip();
    return "bubblewrap ended with status "
        + status
        + (said.isEmpty() ? "" : ": " + clip(said.substring(said.lastIndexOf('\n') + 1)));
  }

  private Death die(Death.Kind kind, String detail) throws InterruptedException {
    Death known = new Death(kind, sinceStart(), detail);
    death = known;
    kill();
    started.process().waitFor(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    consoleReader.join(LAST_WORDS);
    return known;
  }

  /** By its handle: {@code Process.destroyForcibly} closes the pipes too, with what is unread. */
  private void kill() {
    started.process().toHandle().destroyForcibly();
  }

  private Duration sinceStart() {
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }

  private void send(String line) {
    log("> " + line);
    requests.add(line);
  }

  private void log(String line) {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    channelLog.write(bytes, 0, bytes.length);
  }

  private static String clip(String line) {
    return line.length() <= 200 ? line : line.substring(0, 200) + "…";
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private static Thread thread(Work work) {
    return Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                work.run();
              } catch (IOException | InterruptedException e) {
                return; // the sandbox ended; whoever waits is told by its end
              }
            });
  }
}
