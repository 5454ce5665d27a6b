package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Digest;
import dev.sluice.model.Result;
import dev.sluice.model.Version;
import dev.sluice.server.content.ContentStore;
import dev.sluice.server.content.disk.DiskContents;
import dev.sluice.server.event.Actor;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.event.RunKey;
import dev.sluice.server.event.TraceId;
import dev.sluice.server.event.Work;
import dev.sluice.server.ledger.Decided;
import dev.sluice.server.ledger.Ledger;
import dev.sluice.server.ledger.sqlite.SqliteLedger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which release a channel takes. */
class ChannelTest {
  private static final ProductName PRODUCT = new ProductName("kernel-sensor");
  private static final Digest PIPELINE = new Digest("ab".repeat(32));

  @TempDir private Path home;

  private Path data;

  @BeforeEach
  void aServerWithoutAnything() {
    data = home.resolve("data");
  }

  private static ReleaseKey sensor(String version) {
    return new ReleaseKey(new ArtifactName("sensor"), new Version(version));
  }

  private Digest stored(String text) throws IOException {
    ContentStore store = new DiskContents(data.resolve("content"), 0).of(PRODUCT);
    return store.put(text.getBytes(StandardCharsets.UTF_8));
  }

  private void happens(Event... events) throws IOException {
    try (SqliteLedger ledger =
        SqliteLedger.open(
            data.resolve("ledger.db"),
            InstantSource.fixed(Instant.parse("2026-02-03T04:05:06Z")))) {
      ledger.decide(
          new Ledger.Call(PRODUCT, Actor.SERVER, "test", new TraceId("4".repeat(32))),
          (_, _) -> new Decided<>(List.of(events), true));
    }
  }

  private Event submitted(String version) throws IOException {
    return new Event.ReleaseSubmitted(
        sensor(version), stored(version), version.length(), "upload", null, null);
  }

  /** From its admission on, after so many events. */
  private Event[] handedOn(String version, long after) throws IOException {
    ReleaseKey key = sensor(version);
    var run = RunKey.of(after + 2);
    return new Event[] {
      new Event.ReleaseAdmitted(key, PIPELINE, List.of()),
      new Event.RunQueued(
          run,
          new Work.Prove(PIPELINE, key, "channel 290", "linux-6.1", stored("like " + version))),
      new Event.RunClaimed(run, new PersonName("lab-1"), 1, null),
      new Event.RunBegun(run),
      new Event.RunEnded(run, Result.PASSED, "it works", null, stored("proof " + version), 1),
      new Event.ReleaseProven(key),
      new Event.ReleaseHandedOn(key, true)
    };
  }

  private Shell.Ended channel() throws IOException {
    try (LocalServer server = LocalServer.start(data)) {
      return server
          .shell(home, Map.of("SLUICE_TOKEN", server.adminToken()))
          .run("channel", "sensor", home.resolve("kept"));
    }
  }

  @Test
  void theHighestVersionIsTakenAlsoWhenItWasSubmittedFirstAndHandedOnLast() throws IOException {
    happens(new Event.PipelineProposed(PIPELINE, null, List.of()));
    happens(new Event.PipelineInUse(PIPELINE), submitted("7.16"));
    happens(new Event.ReleaseAdmitted(sensor("7.16"), PIPELINE, List.of()));
    happens(new Event.ReleaseUndecided(sensor("7.16"), "no disk"), submitted("7.15.1"));
    happens(handedOn("7.15.1", 6));
    assertThat(channel().out()).contains("sensor 7.15.1");

    happens(new Event.ReleaseRetried(sensor("7.16"), "a new disk"));
    happens(handedOn("7.16", 14));
    Shell.Ended ended = channel();

    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(home.resolve("kept/current/content")).hasContent("7.16");
    assertThat(channel().out()).contains("sensor 7.16, as before");
  }

  @Test
  void theSameReleaseSubmittedAgainAfterARestoreIsNotOlderThanItself() throws IOException {
    happens(new Event.PipelineProposed(PIPELINE, null, List.of()));
    happens(new Event.PipelineProposed(PIPELINE, null, List.of()));
    happens(new Event.PipelineInUse(PIPELINE), submitted("7.16"));
    happens(handedOn("7.16", 4));
    assertThat(channel().out()).contains("sensor 7.16");

    data = home.resolve("restored");
    happens(new Event.PipelineProposed(PIPELINE, null, List.of()));
    happens(new Event.PipelineInUse(PIPELINE), submitted("7.16"));
    happens(handedOn("7.16", 3));
    Shell.Ended ended = channel();

    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(home.resolve("kept/current/content")).hasContent("7.16");
  }

  @Test
  void aServerThatForgotTheHighestVersionTakesNobodyBack() throws IOException {
    happens(new Event.PipelineProposed(PIPELINE, null, List.of()));
    happens(new Event.PipelineInUse(PIPELINE), submitted("7.16"));
    happens(handedOn("7.16", 3));
    assertThat(channel().out()).contains("sensor 7.16");

    data = home.resolve("forgetful");
    happens(new Event.PipelineProposed(PIPELINE, null, List.of()));
    happens(new Event.PipelineProposed(PIPELINE, null, List.of()));
    happens(new Event.PipelineInUse(PIPELINE), submitted("7.15.1"));
    happens(handedOn("7.15.1", 4));
    Shell.Ended ended = channel();

    assertThat(ended.status()).isEqualTo(3);
    assertThat(ended.err()).contains("sensor 7.15.1, older than 7.16 which is here");
    assertThat(home.resolve("kept/current/content")).hasContent("7.16");
  }
}
