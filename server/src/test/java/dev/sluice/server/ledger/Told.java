package dev.sluice.server.ledger;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Digest;
import dev.sluice.model.Result;
import dev.sluice.model.Version;
import dev.sluice.server.event.Actor;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.event.RunKey;
import dev.sluice.server.event.TokenKey;
import dev.sluice.server.event.TraceId;
import dev.sluice.server.event.Work;
import dev.sluice.trust.canonical.Sha256;
import dev.sluice.trust.key.KeyId;
import java.nio.charset.StandardCharsets;

/** Names, calls and events as tests tell of them. */
public final class Told {
  public static final ProductName SENSOR = new ProductName("kernel-sensor");
  public static final TraceId TRACE = new TraceId("4bf92f3577b34da6a3ce929d0e0e4736");

  private Told() {}

  public static Ledger.Call call(String person) {
    return call(SENSOR, person);
  }

  public static Ledger.Call call(ProductName product, String person) {
    return new Ledger.Call(
        product, new Actor(new PersonName(person), new TokenKey("t7")), "test", TRACE);
  }

  public static Digest digest(Object of) {
    return Sha256.of(of.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** The id of a lab key that nobody has. */
  public static KeyId lab(Object of) {
    return new KeyId(digest(of).hex());
  }

  public static ReleaseKey channel(int version) {
    return new ReleaseKey(new ArtifactName("channel"), new Version(Integer.toString(version)));
  }

  public static Event submitted(int version) {
    return submitted(channel(version));
  }

  public static Event submitted(ReleaseKey release) {
    return new Event.ReleaseSubmitted(release, digest(release), 1000, "upload", null, null);
  }

  public static Work.Prove prove(ReleaseKey release) {
    return new Work.Prove(
        digest("bundle"), release, "sensor 7.15", "linux-6.1", digest("like " + release));
  }

  public static Event queued(long number, ReleaseKey release) {
    return new Event.RunQueued(RunKey.of(number), prove(release));
  }

  public static Event ended(RunKey run, Result result) {
    return new Event.RunEnded(
        run,
        result,
        result.word(),
        digest("evidence " + run),
        result == Result.PASSED ? digest("proof " + run) : null,
        1234);
  }
}
