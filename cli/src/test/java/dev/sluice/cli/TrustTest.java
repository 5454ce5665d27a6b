package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Combination;
import dev.sluice.model.Digest;
import dev.sluice.model.Release;
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
import dev.sluice.trust.key.Keyring;
import dev.sluice.trust.key.LabKey;
import dev.sluice.trust.proof.Proof;
import dev.sluice.trust.proof.Statement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What clients make sure of themselves, whatever a server says. */
class TrustTest {
  private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");
  private static final ProductName PRODUCT = new ProductName("kernel-sensor");
  private static final ReleaseKey RELEASE =
      new ReleaseKey(new ArtifactName("channel"), new Version("292"));
  private static final Digest OTHER = new Digest("ab".repeat(32));

  @TempDir private Path home;
  private LabKey lab;
  private LocalServer server;
  private Shell shell;

  @BeforeEach
  void aServerHasAReleaseThatALabProved() throws IOException {
    Keyring keys = new Keyring(home.resolve("keys"));
    lab = keys.create("lab");
    keys.create("stranger");
    Files.createDirectories(home.resolve("trusted"));
    Files.write(home.resolve("trusted/lab-1.pub"), lab.publicKey().pem());
    serve(home.resolve("data"), RELEASE);
  }

  /** A server that names a release so whose content and proof are those of 292. */
  private void serve(Path data, ReleaseKey named) throws IOException {
    ContentStore store = new DiskContents(data.resolve("content"), 0).of(PRODUCT);
    Digest content = store.put("record 0".getBytes(StandardCharsets.UTF_8));
    Digest proof = store.put(Proof.sign(statement(content), lab));
    var run = RunKey.of(5);
    var work = new Work.Prove(OTHER, named, "sensor 7.15", "linux-6.1", OTHER);
    try (SqliteLedger ledger =
        SqliteLedger.open(data.resolve("ledger.db"), InstantSource.fixed(NOW))) {
      ledger.decide(
          new Ledger.Call(PRODUCT, Actor.SERVER, "test", new TraceId("4".repeat(32))),
          (_, _) ->
              new Decided<>(
                  List.of(
                      new Event.PipelineProposed(OTHER, null, List.of()),
                      new Event.PipelineInUse(OTHER),
                      new Event.ReleaseSubmitted(named, content, 8, "upload", null, null),
                      new Event.ReleaseAdmitted(named, OTHER, List.of()),
                      new Event.RunQueued(run, work),
                      new Event.RunClaimed(run, new PersonName("lab-1"), 1, lab.id()),
                      new Event.RunBegun(run),
                      new Event.RunEnded(run, Result.PASSED, "it works", null, proof, 1),
                      new Event.ReleaseProven(named),
                      new Event.ReleaseHandedOn(named, true)),
                  true));
    }
    server = LocalServer.start(data);
    shell = server.shell(home, Map.of("SLUICE_TOKEN", server.adminToken()));
  }

  @AfterEach
  void end() throws IOException {
    server.close();
  }

  private static Statement statement(Digest content) {
    return new Statement(
        new Statement.Run(
            Result.PASSED, NOW, List.of("boots", "healthy", "reverts", "updates"), List.of()),
        new Combination(
            new Release(new ArtifactName("sensor"), new Version("7.15"), OTHER, 9),
            List.of(new Release(RELEASE.artifact(), RELEASE.version(), content, 8))),
        Set.of(),
        new Statement.Suite("smoke", OTHER, List.of()),
        new Statement.Environment(
            "linux-6.1",
            OTHER,
            null,
            new TreeMap<>(Map.of("os", "debian")),
            new Statement.Machine("qemu", "7.2", "tcg", "vm", List.of())),
        new Statement.PipelineFile(OTHER, 1));
  }

  private Path key(String name) {
    return home.resolve("keys").resolve(name + ".pub");
  }

  private Path folder() {
    return home.resolve("kept");
  }

  @Test
  void aChannelMovesWhenATrustedLabSigned() {
    Shell.Ended ended =
        shell.run("channel", "channel", folder(), "--trust", home.resolve("trusted"));

    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(ended.err()).isEmpty();
    assertThat(folder().resolve("current/content")).hasContent("record 0");
  }

  @Test
  void aChannelStaysWhenAStrangerSigned() {
    Shell.Ended ended = shell.run("channel", "channel", folder(), "--trust", key("stranger"));

    assertThat(ended.status()).isEqualTo(3);
    assertThat(ended.err())
        .contains("r5.proof.json is not believed: no trusted key signed these bytes");
    assertThat(folder().resolve("current")).doesNotExist();
  }

  @Test
  void aChannelThatWasKeptWithoutAskingIsAskedLater() {
    Shell.Ended unasked = shell.run("channel", "channel", folder());
    Shell.Ended asked = shell.run("channel", "channel", folder(), "--trust", key("stranger"));

    assertThat(unasked.status()).isZero();
    assertThat(unasked.err()).contains("signatures were not checked");
    assertThat(asked.status()).isEqualTo(3);
    assertThat(asked.err()).contains("is not believed");
  }

  @Test
  void nothingIsFetchedThatAStrangerSigned() {
    Path file = home.resolve("292.bin");
    Shell.Ended refused =
        shell.run(
            "release", "get", "channel", "292", "--content", file, "--trust", key("stranger"));
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).contains("is not believed");
    assertThat(file).doesNotExist();

    Shell.Ended fetched =
        shell.run("release", "get", "channel", "292", "--content", file, "--trust", key("lab"));
    assertThat(fetched.status()).as(fetched.err()).isZero();
    assertThat(fetched.err()).isEmpty();
    assertThat(file).hasContent("record 0");
  }

  @Test
  void anOldReleaseUnderANewVersionIsNotBelieved() throws IOException {
    server.close();
    var named = new ReleaseKey(RELEASE.artifact(), new Version("999"));
    serve(home.resolve("hostile"), named);
    Path file = home.resolve("999.bin");

    Shell.Ended kept = shell.run("channel", "channel", folder(), "--trust", key("lab"));
    Shell.Ended fetched =
        shell.run("release", "get", "channel", "999", "--content", file, "--trust", key("lab"));

    assertThat(kept.status()).isEqualTo(3);
    assertThat(kept.err())
        .contains(
            "r5.proof.json is not believed: it is for sensor 7.15 + channel 292, not for channel 999");
    assertThat(folder().resolve("current")).doesNotExist();
    assertThat(fetched.status()).isEqualTo(1);
    assertThat(fetched.err()).contains("not for channel 999");
    assertThat(file).doesNotExist();
  }

  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aWatchGoesOnAfterAProofThatIsNotBelievedAndTakesItOnceItsLabIsTrusted() throws Exception {
    Path labs = Files.createDirectories(home.resolve("labs"));
    Files.copy(key("stranger"), labs.resolve("stranger.pub"));
    var watch =
        new FutureTask<>(
            () ->
                shell.run(
                    "channel", "channel", folder(), "--watch", "--every", "1", "--trust", labs));
    Thread thread = Thread.ofPlatform().start(watch);
    // Refused proofs stay here: by now the keys of this round were read.
    while (!Files.exists(folder().resolve(".coming")) && thread.isAlive()) {
      Thread.onSpinWait();
    }
    Files.copy(key("lab"), labs.resolve("lab.pub"));
    while (!Files.exists(folder().resolve("current/content")) && thread.isAlive()) {
      Thread.onSpinWait();
    }
    thread.interrupt();

    assertThat(watch.get().err())
        .contains("sluice channel: r5.proof.json is not believed: no trusted key signed");
    assertThat(folder().resolve("current/content")).hasContent("record 0");
  }

  @Test
  void aFolderWithoutKeysTrustsNobody() throws IOException {
    Path empty = Files.createDirectories(home.resolve("empty"));
    Shell.Ended ended = shell.run("channel", "channel", folder(), "--trust", empty);

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err()).contains("there is no lab key in");
  }

  @Test
  void anExportIsVerifiedWithoutTheServer() throws IOException {
    Path export = home.resolve("log.jsonl");
    Path signer = home.resolve("data/keys/server.pub");
    Shell.Ended made = shell.run("audit", "export", export);
    assertThat(made.status()).as(made.err()).isZero();
    Shell alone = new Shell(home);

    Shell.Ended whole = alone.run("audit", "verify", export, "--key", signer);
    assertThat(whole.status()).as(whole.err()).isZero();
    assertThat(whole.out().replaceAll("\\s+", " "))
        .contains("10 events of kernel-sensor", "signed by server (");
    Shell.Ended foreign = alone.run("audit", "verify", export, "--key", key("stranger"));
    assertThat(foreign.status()).isEqualTo(1);
    assertThat(foreign.out().replaceAll("\\s+", " "))
        .contains("no key that is trusted signed its head");
    Shell.Ended unasked = alone.run("audit", "verify", export);
    assertThat(unasked.status()).isEqualTo(2);
    assertThat(unasked.err()).contains("Give --key KEY");

    Files.writeString(export, Files.readString(export).replaceFirst("it works", "it failed"));
    Shell.Ended edited = alone.run("audit", "verify", export, "--key", signer);
    assertThat(edited.status()).isEqualTo(1);
    assertThat(edited.out().replaceAll("\\s+", " ")).contains("event 8 was edited");
  }
}
