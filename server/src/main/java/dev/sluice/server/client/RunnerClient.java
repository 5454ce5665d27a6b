package dev.sluice.server.client;

import dev.sluice.server.wire.Assignment;
import dev.sluice.server.wire.Offer;
import dev.sluice.server.wire.Renewal;
import dev.sluice.server.wire.RunResult;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What runners ask for. */
public final class RunnerClient {
  private static final int NOTHING = 204;

  private final Calls calls;

  RunnerClient(Calls calls) {
    this.calls = calls;
  }

  /**
   * Waits for work that fits; empty when none came within the offer's time. An answer that is lost
   * on its way costs no run: its lease ends, and it is queued again.
   */
  public Optional<Assignment> claim(Offer offer) throws IOException, InterruptedException {
    Duration within =
        calls.exchange().patience().answer().plus(Duration.ofSeconds(offer.waitSeconds()));
    return calls
        .exchange()
        .call(
            Ask.post(Ask.path("claims"), Calls.json(offer)).within(within),
            Set.of(),
            answer ->
                answer.status() == NOTHING
                    ? Optional.empty()
                    : Optional.of(Calls.record(answer, Assignment.class)));
  }

  /** Keeps the lease; false when it is lost. */
  public boolean renew(Assignment assignment, Renewal renewal)
      throws IOException, InterruptedException {
    return calls.sendUnlessConflict(Ask.put(path(assignment, "lease"), Calls.json(renewal)));
  }

  /** Hands in the result; false when the lease was lost before. */
  public boolean end(Assignment assignment, RunResult result)
      throws IOException, InterruptedException {
    return calls.sendUnlessConflict(Ask.put(path(assignment, "result"), Calls.json(result)));
  }

  private static String path(Assignment assignment, String what) {
    return Ask.path("products", assignment.product(), "runs", assignment.run(), what);
  }
}
