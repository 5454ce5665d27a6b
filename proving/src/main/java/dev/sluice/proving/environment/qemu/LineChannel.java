package dev.sluice.proving.environment.qemu;

import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.environment.RunningMachine.Answer;
import dev.sluice.proving.environment.RunningMachine.Dead;
import dev.sluice.proving.environment.RunningMachine.Exited;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/** Line protocol 1: see docs/formats/guest.md. */
final class LineChannel implements GuestChannel {
  private final GuestPort port;
  private final Vigil vigil;
  private long nextId = 1;

  LineChannel(GuestPort port, Vigil vigil) {
    this.port = port;
    this.vigil = vigil;
  }

  /**
   * A guest that was cold says by itself that it is ready; one that was restored said so to
   * another, and answers this.
   */
  @Override
  public void knock() {
    if (vigil.isRestored()) {
      port.send("sync " + nextId++);
    }
  }

  @Override
  public boolean isAnswer(Signal signal) {
    return signal instanceof Signal.Line(var from, var text)
        && from.equals(port.id())
        && (text.startsWith("sluice-guest 1 ready") || text.startsWith("synced "));
  }

  @Override
  public Answer run(String script, Duration limit, Duration margin) throws InterruptedException {
    long id = nextId++;
    long seconds = Math.max(1, (limit.toMillis() + 999) / 1000);
    String coded = Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_8));
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds) + margin.toNanos();
    port.send("run " + id + " " + seconds + " " + coded);
    String start = "done " + id + " ";
    return switch (vigil.await(signal -> isLine(signal, start), until)) {
      case Vigil.Heard(var signal) -> answer(((Signal.Line) signal).text());
      case Vigil.Gone(var how) -> new Dead(how);
      case Vigil.Nothing _ -> new Dead(vigil.silent(""));
    };
  }

  private boolean isLine(Signal signal, String start) {
    return signal instanceof Signal.Line(var from, var text)
        && from.equals(port.id())
        && text.startsWith(start);
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

  static String clip(String line) {
    return line.length() <= 80 ? line : line.substring(0, 80) + "…";
  }

  @Override
  public void off() {
    port.send("off " + nextId++);
  }
}
