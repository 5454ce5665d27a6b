package dev.sluice.cli;

import java.io.PrintStream;
import java.util.List;

/**
 * What Ctrl-C leaves people with while a command waits for a server: that ends the waiting, and
 * nothing at the server.
 */
final class Goodbye implements AutoCloseable {
  private final Thread hook = new Thread(this::say, "goodbye");
  private final PrintStream err;
  private volatile List<String> lines;

  Goodbye(PrintStream err, List<String> lines) {
    this.err = err;
    this.lines = lines;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** What is true from now on. */
  void becomes(List<String> now) {
    lines = now;
  }

  private void say() {
    err.println();
    lines.forEach(err::println);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It is about to say it.
    }
  }
}
