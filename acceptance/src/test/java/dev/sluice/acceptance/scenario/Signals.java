package dev.sluice.acceptance.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;

/** {@code kill}, since Java knows only two signals. */
final class Signals {
  private Signals() {}

  /** Sends one; that the process is gone already is no error. */
  static void send(String name, String process) {
    try {
      var _ =
          new ProcessBuilder("/bin/kill", "-s", name, "--", process)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
