package dev.sluice.server.runner;

import dev.sluice.model.Digest;
import dev.sluice.server.wire.Assignment;
import dev.sluice.server.wire.Offer;
import dev.sluice.server.wire.Renewal;
import dev.sluice.server.wire.RunResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a runner gets work and leaves what comes of it: a server far away, or the one in the same
 * process.
 */
public interface WorkSource {
  /** Waits for work that fits; empty when none came within the offer's time. */
  Optional<Assignment> claim(Offer offer) throws IOException, InterruptedException;

  /** Keeps the lease. False when it is lost: the work is to be dropped at once. */
  boolean renew(Assignment assignment, Renewal renewal) throws IOException, InterruptedException;

  /** Hands in the result. False when the lease was lost before and nobody took it. */
  boolean end(Assignment assignment, RunResult result) throws IOException, InterruptedException;

  /** Fetches content into a new file, verified; resumed where a connection broke. */
  void fetch(Assignment assignment, Digest content, Path into)
      throws IOException, InterruptedException;

  /** Stores a file's bytes; nothing is sent that is there already. */
  Digest store(Assignment assignment, Path file) throws IOException, InterruptedException;
}
