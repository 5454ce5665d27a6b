package dev.sluice.proving.environment.machine;

import dev.sluice.proving.cause.ConsoleTrouble;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * What the owner's console command says during one boot, asked for only when it may say something
 * new: such a command may take seconds.
 */
final class Witness {
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  /** As in every driver: what is still said after a kernel failed makes the reason clearer. */
  private static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);

  private static final Pattern POWERED_DOWN =
      Pattern.compile("reboot: (Power down|System halted)|System Power Off");

  private final OwnerCommands commands;
  private final String name;
  private final Time time;
  private String said = "";
  private boolean stale = true;
  private boolean troubled;
  private long lookedAt;

  Witness(OwnerCommands commands, String name, Time time) {
    this.commands = commands;
    this.name = name;
    this.time = time;
    this.lookedAt = time.nanos();
  }

  /** From now on the console may say more than it did. */
  void somethingHappens() {
    stale = true;
  }

  void lookOnceMore() throws InterruptedException {
    if (stale && commands.hasConsole()) {
      said = commands.console(name);
      stale = false;
      lookedAt = time.nanos();
    }
  }

  String console() {
    if (stale) {
      try {
        lookOnceMore();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // what it said before is all there is
      }
    }
    return said;
  }

  boolean sawPanic() throws InterruptedException {
    lookOnceMore();
    return ConsoleTrouble.find(said).map(ConsoleTrouble::panicked).orElse(false);
  }

  /** The end of a wait, which is near once the console shows that the kernel failed. */
  long shortened(long until) throws InterruptedException {
    long now = time.nanos();
    if (!troubled && commands.hasConsole() && now - lookedAt > LOOK_NANOS) {
      stale = true;
      lookOnceMore();
      troubled = ConsoleTrouble.find(said).isPresent();
    }
    return troubled ? Math.min(until, now + AFTER_TROUBLE.toNanos()) : until;
  }

  /** Waits until the console says that the machine is off, or so long where it says nothing. */
  void awaitOff(Duration most) throws InterruptedException {
    long until = time.nanos() + most.toNanos();
    while (time.nanos() < until) {
      stale = true;
      lookOnceMore();
      if (POWERED_DOWN.matcher(said).find()) {
        return;
      }
      time.pause(BETWEEN_LOOKS);
    }
  }
}
