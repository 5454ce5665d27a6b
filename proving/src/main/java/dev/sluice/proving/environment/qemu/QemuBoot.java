package dev.sluice.proving.environment.qemu;

import dev.sluice.proving.environment.Death;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.environment.RunningMachine;
import dev.sluice.proving.workplace.Transcript;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One boot of one machine, or one that was restored: which of its channels answers first is the one
 * that is used.
 */
final class QemuBoot implements RunningMachine {
  /** Told what is worth keeping beyond this boot. */
  interface Observer {
    /** The machine answered, so long after it was switched on from cold. */
    void ready(Duration sinceStart);

    /** The boot is over; consoles and logs are complete. */
    void ended(QemuBoot boot);
  }

  private static final Duration PREPARATION = Duration.ofSeconds(30);
  private static final String UNPREPARED = "sluice-unprepared";

  private final Vigil vigil;
  private final List<GuestChannel> channels;
  private final @Nullable String preparation;
  private final Duration deadline;
  private final Observer observer;
  private final Transcript guestLog;
  private @Nullable GuestChannel channel;
  private @Nullable String unprepared;
  private boolean closed;

  /**
   * A machine that was just switched on.
   *
   * @param channels by which it may answer
   * @param preparation a script that a machine runs first when it answers; null for one that needs
   *     none
   * @param deadline for the boot, and as a margin beyond a command's own limit
   */
  QemuBoot(
      Vigil vigil,
      List<GuestChannel> channels,
      @Nullable String preparation,
      Duration deadline,
      Observer observer,
      Transcript guestLog) {
    this.vigil = vigil;
    this.channels = List.copyOf(channels);
    this.preparation = preparation;
    this.deadline = deadline;
    this.observer = observer;
    this.guestLog = guestLog;
  }

  @Override
  public Start awaitReady() throws InterruptedException {
    if (channel == null) {
      Death none = meet();
      if (none != null) {
        return new Dead(none);
      }
    }
    Death known = vigil.death();
    return known == null ? new Ready(vigil.sinceStart()) : new Dead(known);
  }

  /** Waits for the first channel that answers; the machine's end when none does. */
  private @Nullable Death meet() throws InterruptedException {
    long until = vigil.startedNanos() + deadline.toNanos();
    boolean up = false;
    while (true) {
      channels.forEach(GuestChannel::knock);
      Vigil.Hearing hearing =
          vigil.await(
              signal -> channels.stream().anyMatch(c -> c.isAnswer(signal)),
              Math.min(until, System.nanoTime() + vigil.patience().knock().toNanos()));
      switch (hearing) {
        case Vigil.Gone(var how) -> {
          return how;
        }
        case Vigil.Heard(var signal) -> {
          channel = channels.stream().filter(c -> c.isAnswer(signal)).findFirst().orElseThrow();
          vigil.hasAnswered();
          Duration took = vigil.sinceStart();
          Death dead = prepare();
          if (dead == null && !vigil.isRestored()) {
            observer.ready(took);
          }
          return dead;
        }
        case Vigil.Nothing _ -> {
          if (System.nanoTime() >= until) {
            return up ? vigil.channelSilent("") : vigil.silent("");
          }
          if (!up && vigil.seemsUp()) {
            up = true;
            long most = Math.max(vigil.patience().afterUp().toNanos(), deadline.toNanos() / 10);
            until = Math.min(until, System.nanoTime() + most);
          }
        }
      }
    }
  }

  /**
   * A restored machine is believed when it is prepared. One from cold needs no proof that it lives,
   * and an exchange is dear: it is prepared with the first script that it runs.
   */
  private @Nullable Death prepare() throws InterruptedException {
    if (preparation == null) {
      return null;
    }
    if (!vigil.isRestored()) {
      unprepared = preparation;
      return null;
    }
    return switch (run(preparation, PREPARATION)) {
      case Dead(var how) -> how;
      case Exited(int status, var output, var _) -> {
        if (status != 0) {
          throw notMadeReady(output);
        }
        yield null;
      }
    };
  }

  @Override
  public Answer run(String script, Duration limit) throws InterruptedException {
    Death known = vigil.death();
    if (known != null) {
      return new Dead(known);
    }
    String before = unprepared;
    unprepared = null;
    return before == null
        ? channel().run(script, limit, deadline)
        : prepared(channel().run(preparing(before) + script, limit.plus(PREPARATION), deadline));
  }

  private static String preparing(String preparation) {
    return "said=$( ( "
        + preparation
        + " ) 2>&1 ) || { echo "
        + UNPREPARED
        + "; echo \"$said\"; exit 1; }\nunset said\n";
  }

  private static Answer prepared(Answer answer) {
    if (answer instanceof Exited(int _, var output, var _) && output.startsWith(UNPREPARED)) {
      throw notMadeReady(output.substring(UNPREPARED.length()));
    }
    return answer;
  }

  private static EnvironmentException notMadeReady(String output) {
    return new EnvironmentException(
        "the guest could not be made ready: " + LineChannel.clip(output.strip()));
  }

  private GuestChannel channel() {
    if (channel == null) {
      throw new IllegalStateException("a machine that has not answered is asked something");
    }
    return channel;
  }

  @Override
  public String inputs() {
    return QemuMachine.INPUTS;
  }

  @Override
  public Stop powerOff() throws InterruptedException {
    Death known = vigil.death();
    if (known != null) {
      return new Dead(known);
    }
    channel().off();
    long until = System.nanoTime() + deadline.toNanos();
    Vigil.Hearing hearing =
        vigil.await(
            signal -> signal instanceof Signal.Shutdown(var why) && why.equals("guest-shutdown"),
            until);
    return switch (hearing) {
      case Vigil.Heard _ -> {
        vigil.wentOff();
        yield new Off();
      }
      case Vigil.Gone(var how) -> new Dead(how);
      case Vigil.Nothing _ -> new Dead(vigil.stuck());
    };
  }

  @Override
  public Optional<Duration> processorTime() {
    return vigil.processorTime();
  }

  @Override
  public String console() {
    return vigil.console();
  }

  Vigil vigil() {
    return vigil;
  }

  String qmpLog() {
    return vigil.qmp().log();
  }

  String channelLog() {
    return guestLog.text();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    vigil.end();
    observer.ended(this);
  }
}
