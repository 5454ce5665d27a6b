package dev.sluice.server.road;

import dev.sluice.model.Digest;
import dev.sluice.server.event.Work;
import java.util.List;

/** What looking at a release's content came to. */
public sealed interface Admission {
  /** The pipeline says no. */
  record Refused(String reason) implements Admission {}

  /** It could not be looked at, for a reason that is not the release's. */
  record CouldNotTell(String reason) implements Admission {}

  /**
   * It may be proven.
   *
   * @param bundle digest of the bundle it was judged by
   * @param impact what hangs on the artifact, in sentences
   * @param runs most at risk first
   * @param labs by how many lab keys each of them is proven, at least 1
   * @param newestWins whether a newer release of the artifact makes it worthless: true of data
   */
  record Admitted(
      Digest bundle, List<String> impact, List<Work.Prove> runs, int labs, boolean newestWins)
      implements Admission {
    public Admitted {
      impact = List.copyOf(impact);
      runs = List.copyOf(runs);
      if (runs.isEmpty()) {
        throw new IllegalArgumentException("nothing to prove: then it is refused");
      }
      if (labs < 1) {
        throw new IllegalArgumentException("a proof by no lab: " + labs);
      }
    }
  }
}
