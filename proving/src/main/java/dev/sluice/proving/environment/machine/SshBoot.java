package dev.sluice.proving.environment.machine;

import dev.sluice.proving.environment.Death;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.environment.RunningMachine;
import dev.sluice.proving.environment.machine.Connection.Running;
import dev.sluice.proving.environment.machine.Dialect.About;
import dev.sluice.proving.environment.machine.Dialect.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One boot of the owner's machine, spoken to by SSH. */
final class SshBoot implements RunningMachine {
  private static final long SLICE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final Duration BETWEEN_KNOCKS = Duration.ofMillis(300);
  private static final Duration FIRST_KNOCK = Duration.ofSeconds(5);
  private static final Duration LONGEST_KNOCK = Duration.ofSeconds(30);

  /** From the end of its SSH server to the end of a machine that shuts down in order. */
  private static final Duration UNMOUNTING = Duration.ofSeconds(10);

  private final MachineEnvironment environment;
  private final String name;
  private final Runnable whenClosed;
  private final Dialect dialect;
  private final Time time;
  private final Duration deadline;
  private final Witness witness;
  private final SshLog log = new SshLog();
  private @Nullable String marker;
  private @Nullable Connection connection;
  private @Nullable About about;
  private @Nullable Death death;
  private long startedNanos;
  private String done = Dialect.NO_RUN;
  private int runs;
  private boolean off;
  private boolean closed;

  /**
   * A boot that is yet to be switched on.
   *
   * @param name of this boot, for evidence
   * @param marker that must be on the machine; null on the first boot after a restore, when there
   *     must be none
   * @param whenClosed told once the machine is off for good
   */
  SshBoot(
      MachineEnvironment environment, String name, @Nullable String marker, Runnable whenClosed) {
    this.whenClosed = whenClosed;
    this.environment = environment;
    this.name = name;
    this.marker = marker;
    this.dialect = Dialect.of(environment.spec().shell());
    this.time = environment.time();
    this.startedNanos = time.nanos();
    this.deadline = environment.deadline();
    this.witness = new Witness(environment.commands(), name, time);
  }

  void switchOn() throws InterruptedException {
    startedNanos = time.nanos();
    environment.commands().powerOn(name);
  }

  String name() {
    return name;
  }

  /** What is planted on the machine by now. */
  @Nullable String marker() {
    return marker;
  }

  @Override
  public Start awaitReady() throws InterruptedException {
    if (death != null) {
      return new Dead(death);
    }
    switch (connect(startedNanos + deadline.toNanos())) {
      case Gone(var how) -> {
        return new Dead(how);
      }
      case Connected _ -> {}
    }
    Duration took = sinceStart();
    environment.ready(took);
    Optional<Dead> dead = new Preparation(environment, dialect, this).prepare(marker);
    if (dead.isPresent()) {
      return dead.get();
    }
    return new Ready(took);
  }

  void prepared(About by, String planted) {
    about = by;
    marker = planted;
  }

  /** Copies files to the folder of inputs by the connection there is. */
  void copy(java.util.Map<String, java.nio.file.Path> files) throws InterruptedException {
    try {
      open().copy(dialect.sftp(inputs()), files, environment.inputs().limit());
    } catch (IOException e) {
      throw new EnvironmentException(
          "could not copy files to " + inputs() + " on the machine: " + e.getMessage(), e);
    }
  }

  private Connection open() {
    Connection on = connection;
    if (on == null) {
      throw new IllegalStateException("nothing is asked of a machine that is not ready");
    }
    return on;
  }

  @Override
  public Answer run(String script, Duration limit) throws InterruptedException {
    if (death != null) {
      return new Dead(death);
    }
    witness.somethingHappens();
    long began = time.nanos();
    long seconds = Math.max(1, (limit.toMillis() + 999) / 1000);
    String id = nextId();
    log.asked(id, script);
    Optional<Reply> reply =
        ask(open(), id, done, script, seconds, began + deadline.toNanos() + nanos(seconds));
    Answer answer = reply.isPresent() ? exited(reply.get(), began) : afterLoss(id, seconds, began);
    done = id;
    if (answer instanceof Exited exited) {
      log.answered(id, exited);
    }
    return answer;
  }

  private static long nanos(long seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }

  /** Unique since the restore: the number of the boot is in the name. */
  private String nextId() {
    return name.replaceAll("[^A-Za-z0-9]", "-") + "-" + ++runs;
  }

  private Exited exited(Reply reply, long began) {
    double seconds = reply.after() - reply.before();
    Duration took =
        reply.before() < 0 || seconds < 0
            ? Duration.ofNanos(time.nanos() - began)
            : Duration.ofMillis(Math.round(1000 * seconds));
    return new Exited(reply.status(), reply.output(), took);
  }

  /** One exchange; empty when there came no reply, for whatever reason. */
  private Optional<Reply> ask(
      Connection on, String id, String before, String script, long seconds, long until)
      throws InterruptedException {
    try (Running running = on.start(dialect.command(id, seconds, before), dialect.input(script))) {
      return await(running, until) ? dialect.reply(id, running.said()) : Optional.empty();
    } catch (IOException e) {
      log.note("the connection did not take " + id + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private boolean await(Running running, long untilNanos) throws InterruptedException {
    long until = untilNanos;
    while (true) {
      long left = until - time.nanos();
      if (running.ended(Duration.ofNanos(Math.min(left, SLICE_NANOS)))) {
        return true;
      }
      if (left <= 0) {
        return false;
      }
      until = witness.shortened(until);
    }
  }

  /** No reply came: the machine is dead, was started anew, or only the connection was cut. */
  private Answer afterLoss(String id, long seconds, long began) throws InterruptedException {
    log.note("no reply to " + id);
    disconnect();
    long until = Math.max(time.nanos(), began + nanos(seconds)) + deadline.toNanos();
    while (true) {
      switch (connect(until)) {
        case Gone(var how) -> {
          return new Dead(how);
        }
        case Connected(var on) -> {
          Optional<About> now = about(on, until);
          if (now.isPresent()) {
            if (about != null && now.get().isOtherBootThan(about)) {
              return new Dead(die(Death.Kind.REBOOTED, "it was started anew during a command"));
            }
            Optional<Answer> resumed = resume(on, id, seconds, began, until);
            if (resumed.isPresent()) {
              return resumed.get();
            }
          }
        }
      }
      disconnect();
      if (time.nanos() > until) {
        return new Dead(
            die(Death.Kind.CHANNEL_SILENT, "its SSH server lets us in and runs no command"));
      }
    }
  }

  private Optional<About> about(Connection on, long until) throws InterruptedException {
    long most = Math.min(until, time.nanos() + nanos(30));
    return ask(on, nextId(), Dialect.NO_RUN, dialect.about(), 20, most)
        .flatMap(reply -> About.read(reply.output()));
  }

  private Optional<Answer> resume(Connection on, String id, long seconds, long began, long until)
      throws InterruptedException {
    long left = seconds - TimeUnit.NANOSECONDS.toSeconds(time.nanos() - began);
    Optional<String> command = dialect.resume(id, Math.max(0, left) + 5);
    if (command.isEmpty()) {
      throw lost();
    }
    try (Running running = on.start(command.get(), new byte[0])) {
      if (!await(running, until)) {
        return Optional.empty();
      }
      Optional<Reply> reply = dialect.reply(id, running.said());
      if (reply.isPresent()) {
        log.note("the connection was cut; the reply to " + id + " was fetched by another");
        return Optional.of(exited(reply.get(), began));
      }
      return switch (running.status()) {
        case PosixDialect.NOT_THERE -> throw lost();
        case PosixDialect.NO_END ->
            Optional.of(
                new Dead(die(Death.Kind.CHANNEL_SILENT, "what ran the command on it was killed")));
        default -> Optional.empty();
      };
    } catch (IOException e) {
      log.note("the connection was cut again: " + e.getMessage());
      return Optional.empty();
    }
  }

  private EnvironmentException lost() {
    return new EnvironmentException(
        "the connection to "
            + environment.facts().name()
            + " was cut during a command, the machine was not started anew, and what the command"
            + " did is not known");
  }

  private sealed interface Reached {}

  private record Connected(Connection by) implements Reached {}

  private record Gone(Death how) implements Reached {}

  private Reached connect(long untilNanos) throws InterruptedException {
    long until = untilNanos;
    Duration knock = FIRST_KNOCK;
    Door.Knock last = new Door.Knock.Closed("never tried");
    while (true) {
      long left = until - time.nanos();
      if (left <= 0) {
        return new Gone(
            switch (last) {
              case Door.Knock.Closed(var why) -> die(Death.Kind.SILENT, why);
              case Door.Knock.Unanswered(var why) ->
                  die(Death.Kind.CHANNEL_SILENT, "its port answers, and SSH does not: " + why);
              case Door.Knock.Open _ -> throw new IllegalStateException("it was open");
            });
      }
      last = environment.door().knock(min(knock, Duration.ofNanos(left)), deadline);
      if (last instanceof Door.Knock.Open(var by)) {
        connection = by;
        log.note("connected after " + sinceStart().toMillis() + " ms");
        return new Connected(by);
      }
      log.note("not yet: " + last);
      // A busy machine may need longer than the first attempts are given.
      knock = min(knock.multipliedBy(2), LONGEST_KNOCK);
      until = witness.shortened(until);
      time.pause(BETWEEN_KNOCKS);
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  private void disconnect() {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }

  private Death die(Death.Kind kind, String detail) throws InterruptedException {
    witness.somethingHappens();
    Death known =
        new Death(
            witness.sawPanic() && kind != Death.Kind.REBOOTED ? Death.Kind.PANICKED : kind,
            sinceStart(),
            detail);
    log.note(known.kind() + ": " + detail);
    death = known;
    disconnect();
    return known;
  }

  @Override
  public String inputs() {
    return environment.spec().inputs();
  }

  @Override
  public Stop powerOff() throws InterruptedException {
    if (death != null) {
      return new Dead(death);
    }
    witness.somethingHappens();
    String id = nextId();
    log.asked(id, dialect.off());
    long until = time.nanos() + deadline.toNanos();
    var _ = ask(open(), id, done, dialect.off(), 30, Math.min(until, time.nanos() + nanos(40)));
    disconnect();
    while (environment.door().knock(FIRST_KNOCK, deadline) instanceof Door.Knock.Open(var by)) {
      by.close();
      if (time.nanos() > until) {
        return new Dead(die(Death.Kind.SILENT, "it did not switch itself off"));
      }
      time.pause(BETWEEN_KNOCKS);
    }
    witness.awaitOff(UNMOUNTING);
    environment.commands().powerOff(name);
    off = true;
    log.note("off");
    return new Off();
  }

  @Override
  public String console() {
    return witness.console();
  }

  Duration sinceStart() {
    return Duration.ofNanos(time.nanos() - startedNanos);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    disconnect();
    try {
      Uninterrupted.run(this::switchOffAndKeep);
    } finally {
      whenClosed.run();
    }
  }

  private void switchOffAndKeep() throws InterruptedException {
    try {
      if (!off) {
        witness.somethingHappens();
        witness.lookOnceMore();
        environment.commands().screenshot(name, environment.screen(name));
      }
    } finally {
      if (!off) {
        environment.commands().powerOff(name);
      }
      environment.keep(name, witness.console(), log.text());
    }
  }
}
