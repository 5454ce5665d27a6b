package dev.sluice.server.ledger;

import static dev.sluice.server.ledger.Told.SENSOR;
import static dev.sluice.server.ledger.Told.channel;
import static dev.sluice.server.ledger.Told.digest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Digest;
import dev.sluice.model.Result;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.RunKey;
import dev.sluice.server.event.Shown;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RetentionTest {
  private static final Instant BEFORE = Instant.parse("2026-03-01T00:00:00Z");

  private final Retention retention = new Retention(BEFORE);

  private void saw(String time, Event event) {
    retention.saw(
        Line.of(Told.call("ann"), 1, Instant.parse(time), event, Chain.before(SENSOR)).entry());
  }

  private static Event ended(long run, Digest evidence) {
    return new Event.RunEnded(
        RunKey.of(run), Result.PASSED, "passed", evidence, digest("proof"), 1);
  }

  @Test
  void evidenceThatIsOldMayGo() {
    saw("2026-02-28T23:59:59.999Z", ended(1, digest("old")));
    saw("2026-03-01T00:00:00Z", ended(2, digest("young")));

    assertThat(retention.droppable()).containsExactly(digest("old"));
  }

  @Test
  void whatSomethingElseNamesStays() {
    for (String name :
        new String[] {"again", "proof", "content", "provenance", "bundle", "file", "control"}) {
      saw("2026-01-01T00:00:00Z", ended(1, digest(name)));
    }
    saw("2026-03-02T00:00:00Z", ended(2, digest("again")));
    saw(
        "2026-01-01T00:00:00Z",
        new Event.ReleaseSubmitted(
            channel(1), digest("content"), 1, "upload", null, digest("provenance")));
    saw("2026-01-01T00:00:00Z", new Event.PipelineInUse(digest("bundle")));
    saw(
        "2026-01-01T00:00:00Z",
        new Event.ControlsShown(
            digest("bundle"),
            new PersonName("lab"),
            List.of(
                new Shown(
                    channel(1).artifact(),
                    channel(1).version(),
                    digest("control"),
                    "boots",
                    true))));
    retention.need(Set.of(digest("file")));

    assertThat(retention.droppable()).isEmpty();
  }

  @Test
  void everyOtherEventIsPassedOver() {
    EveryEvent.all().forEach(event -> saw("2026-03-02T00:00:00Z", event));

    assertThat(retention.droppable()).isEmpty();
  }
}
