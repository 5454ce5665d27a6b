package dev.sluice.server.api;

import java.io.IOException;

/** Answers one request of one route. */
@FunctionalInterface
public interface Handler {
  /**
   * Called on a thread of the request's own, which may wait.
   *
   * @throws ProblemException for what the caller is told
   * @throws IOException for what only the log is told; the caller gets a 500
   */
  Answer answer(Request request) throws IOException, InterruptedException;
}
