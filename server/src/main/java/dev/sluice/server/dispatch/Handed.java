package dev.sluice.server.dispatch;

import dev.sluice.model.Digest;
import dev.sluice.model.Result;
import dev.sluice.server.event.Shown;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a runner hands in.
 *
 * @param attempt names its lease
 * @param shown how each negative control went; empty of a candidate's run, and when it could not
 *     tell
 * @param objection why it is not to be believed, as a clause after {@code "the runner "}; null when
 *     nothing speaks against it
 */
record Handed(
    int attempt,
    Result result,
    String sentence,
    @Nullable Digest evidence,
    @Nullable Digest proof,
    List<Shown> shown,
    long millis,
    @Nullable String objection) {
  Handed {
    shown = List.copyOf(shown);
  }
}
