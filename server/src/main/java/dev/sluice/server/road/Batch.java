package dev.sluice.server.road;

import dev.sluice.model.Digest;
import dev.sluice.server.event.Work;
import dev.sluice.server.ledger.RunRecord;
import dev.sluice.server.life.RunState;
import dev.sluice.trust.key.KeyId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The runs of a release that its newest admission queued: each combination as often as labs have to
 * prove it.
 */
public record Batch(List<RunRecord> runs) {
  public Batch {
    runs = List.copyOf(runs);
  }

  /**
   * The newest one.
   *
   * @param all runs of a release, oldest first
   */
  public static Batch newest(List<RunRecord> all) {
    // They were queued by one decision, so that their numbers follow each other; between two
    // admissions there is at least the second one's own event.
    int first = Math.max(0, all.size() - 1);
    while (first > 0 && all.get(first - 1).number() == all.get(first).number() - 1) {
      first--;
    }
    return new Batch(all.subList(first, all.size()));
  }

  /** The runs of the same combination in the same environment, itself among them. */
  List<RunRecord> alike(RunRecord run) {
    return run.work() instanceof Work.Prove(var _, var _, var _, var _, Digest likeness)
        ? runs.stream()
            .filter(other -> other.work() instanceof Work.Prove p && p.likeness().equals(likeness))
            .toList()
        : List.of(run);
  }

  /** By how many labs its combination has to be proven. */
  public int labs(RunRecord run) {
    return alike(run).size();
  }

  /** The lab keys that prove its combination, or have proven it, by another run. */
  public Set<KeyId> labsBeside(RunRecord run) {
    return keys(
        alike(run).stream()
            .filter(other -> !other.key().equals(run.key()))
            .filter(
                other ->
                    switch (other.state()) {
                      case RunState.Claimed _, RunState.Running _, RunState.Passed _ -> true;
                      case RunState.Queued _,
                          RunState.Failed _,
                          RunState.CouldNotTell _,
                          RunState.Cancelled _,
                          RunState.Expired _ ->
                          false;
                    }));
  }

  /** The different lab keys of all runs of its combination. */
  Set<KeyId> labsOf(RunRecord run) {
    return keys(alike(run).stream());
  }

  private static Set<KeyId> keys(Stream<RunRecord> runs) {
    Set<KeyId> keys = new HashSet<>();
    runs.forEach(
        run -> {
          if (run.lab() != null) {
            keys.add(run.lab());
          }
        });
    return keys;
  }
}
