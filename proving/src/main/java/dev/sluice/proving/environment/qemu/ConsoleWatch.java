package dev.sluice.proving.environment.qemu;

import dev.sluice.proving.cause.BusyHost;
import dev.sluice.proving.cause.ConsoleTrouble;
import dev.sluice.proving.cause.Restored;
import dev.sluice.proving.cause.Stranding;
import dev.sluice.proving.environment.Death;
import dev.sluice.proving.workplace.Transcript;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * What one machine's console shows. Written by one thread, looked at by that of the machine's
 * vigil.
 */
final class ConsoleWatch {
  static final int BOUND = 1024 * 1024;

  /**
   * How long a machine may be silent once its console shows that its kernel failed. No check is
   * passed on such a machine; what it still says makes the reason clearer.
   */
  private static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);

  /** How much of a line that comes in pieces is kept to be looked at. */
  private static final int LINE = 200;

  private final Transcript shown = new Transcript(BOUND);
  private final ProcessorShare share;
  private boolean answered;
  private boolean troubled;
  private long lookedAt;
  private long troubleUntil = Long.MAX_VALUE;

  /** That the machine has come to its end, by its console alone. */
  record End(Death.Kind kind, String detail) {}

  ConsoleWatch(ProcessorShare share) {
    this.share = share;
  }

  /**
   * Reads what it shows to its end, and says where the machine complains of a standstill whether it
   * was let run.
   */
  void drain(InputStream in) throws IOException {
    byte[] buffer = new byte[8192];
    String line = "";
    try (in) {
      for (int n; (n = in.read(buffer)) >= 0; ) {
        shown.write(buffer, 0, n);
        line += new String(buffer, 0, n, StandardCharsets.US_ASCII);
        if (ConsoleTrouble.tellsOfStandstill(line)) {
          share.ifStarved(this::hostWasBusy);
          line = "";
        }
        line = line.substring(line.lastIndexOf('\n') + 1);
        line = line.substring(Math.max(0, line.length() - LINE));
      }
    }
  }

  private void hostWasBusy(double got) {
    byte[] said = BusyHost.line(got, ProcessorShare.WINDOW).getBytes(StandardCharsets.UTF_8);
    shown.write(said, 0, said.length);
  }

  /**
   * Nothing of the machine's start will be shown, since it begins as it was kept.
   *
   * @param uptime what its clock showed then
   */
  void beginsRestored(Duration uptime) {
    byte[] line = Restored.line(uptime).getBytes(StandardCharsets.UTF_8);
    shown.write(line, 0, line.length);
  }

  /** The machine has come all the way up: what is shown now is no longer about that. */
  void hasAnswered() {
    answered = true;
  }

  /** Looks where there is something new; to be asked only while the machine is silent. */
  Optional<End> look() {
    long written = shown.written();
    if (written != lookedAt) {
      lookedAt = written;
      String text = shown.text();
      Optional<Stranding> stranding = answered ? Optional.empty() : Stranding.find(text);
      if (stranding.isPresent()) {
        return stranding.map(how -> new End(Death.Kind.STRANDED, how.what()));
      }
      if (!troubled && ConsoleTrouble.find(text).isPresent()) {
        troubled = true;
        troubleUntil = System.nanoTime() + AFTER_TROUBLE.toNanos();
      }
    }
    return troubled && System.nanoTime() >= troubleUntil
        ? Optional.of(new End(Death.Kind.SILENT, ""))
        : Optional.empty();
  }

  /** Whether it shows that the guest has come up. */
  boolean isUp() {
    return Stranding.isUp(shown.text());
  }

  /** How much was shown so far, in bytes. */
  long length() {
    return shown.written();
  }

  String text() {
    return shown.text();
  }
}
