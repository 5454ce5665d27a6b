package dev.sluice.server.backup;

import static dev.sluice.server.ledger.Told.SENSOR;
import static dev.sluice.server.ledger.Told.call;
import static dev.sluice.server.ledger.Told.channel;
import static dev.sluice.server.ledger.Told.queued;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.Digest;
import dev.sluice.model.Result;
import dev.sluice.server.bundle.Bundle;
import dev.sluice.server.bundle.BundleJson;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.RunKey;
import dev.sluice.server.ledger.Decided;
import dev.sluice.server.ledger.ReleaseRecord;
import dev.sluice.server.ledger.audit.HeadKeeper;
import dev.sluice.server.ledger.audit.HeadsFile;
import dev.sluice.server.ledger.sqlite.SqliteLedger;
import dev.sluice.trust.canonical.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The drill: a copy taken while the server goes on, a directory made from it, and each damage. */
class BackupTest {
  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);

  @TempDir Path folder;
  private Path data;
  private Path copy;
  private SqliteLedger ledger;

  @BeforeEach
  void serve() throws IOException {
    data = folder.resolve("data");
    copy = folder.resolve("copies").resolve("monday");
    ledger = SqliteLedger.open(data.resolve("ledger.db"), CLOCK);
    HeadKeeper keeper =
        new HeadKeeper(new HeadsFile(data.resolve("heads.jsonl")), CLOCK, 3, Duration.ofDays(1));
    ledger.listen(keeper::appended);
    for (int version = 1; version <= 10; version++) {
      submit(version);
    }
    Files.writeString(data.resolve("admin.token"), "secret");
    Files.createDirectories(data.resolve("content/kernel-sensor/part"));
    Files.writeString(data.resolve("content/kernel-sensor/part/half.10"), "half");
  }

  @AfterEach
  void end() {
    ledger.close();
  }

  private Digest submit(int version) throws IOException {
    byte[] bytes = ("release " + version).getBytes(StandardCharsets.UTF_8);
    Digest digest = Sha256.of(bytes);
    Path file = content(digest);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
    Event event =
        new Event.ReleaseSubmitted(channel(version), digest, bytes.length, "upload", null, null);
    ledger.decide(call("ann"), (_, _) -> new Decided<>(List.of(event), true));
    return digest;
  }

  private Digest store(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Path file = content(Sha256.of(bytes));
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
    return Sha256.of(bytes);
  }

  private void happen(Event... events) {
    ledger.decide(call("ann"), (_, _) -> new Decided<>(List.of(events), true));
  }

  private void assertMissed(String text, String what) throws IOException {
    Digest digest = store(text);
    Files.delete(content(digest));
    assertThatThrownBy(() -> Backup.make(data, copy, NOW))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("content that is not there: kernel-sensor " + digest + ", " + what);
    assertThat(copy).doesNotExist();
    store(text);
  }

  private Path content(Digest digest) {
    return below(data, digest);
  }

  private static Path below(Path folder, Digest digest) {
    return folder
        .resolve("content/kernel-sensor/whole")
        .resolve(digest.hex().substring(0, 2))
        .resolve(digest.hex());
  }

  private static Digest digest(int version) {
    return Sha256.of(("release " + version).getBytes(StandardCharsets.UTF_8));
  }

  private void refused(String told) {
    Path target = folder.resolve("restored");
    assertThatThrownBy(() -> Restore.from(copy, target))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining(told);
    assertThat(target).doesNotExist();
  }

  @Test
  void aServerGoesOnFromACopy() throws IOException {
    Manifest manifest = Backup.make(data, copy, NOW);
    submit(11);

    assertThat(manifest.heads())
        .singleElement()
        .satisfies(head -> assertThat(head.number()).isEqualTo(10));
    assertThat(copy.resolve("content/kernel-sensor/part")).doesNotExist();
    assertThat(folder.resolve("copies/monday.part")).doesNotExist();

    Path restored = folder.resolve("elsewhere").resolve("data");
    assertThat(Restore.from(copy, restored)).isEqualTo(manifest);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(restored)))
        .isEqualTo("rwx------");
    assertThat(restored.resolve("admin.token")).hasContent("secret");
    assertThat(below(restored, digest(7))).hasContent("release 7");
    try (SqliteLedger again = SqliteLedger.open(restored.resolve("ledger.db"), CLOCK)) {
      assertThat(again.<Long>read(records -> records.nextNumber(SENSOR))).isEqualTo(11);
      Optional<ReleaseRecord> before = ledger.read(records -> records.release(SENSOR, channel(7)));
      Optional<ReleaseRecord> after = again.read(records -> records.release(SENSOR, channel(7)));
      assertThat(after).isEqualTo(before).isPresent();
      again.decide(
          call("ann"),
          (_, _) ->
              new Decided<>(List.of(new Event.ReleaseRefused(channel(7), "too large")), true));
    }
  }

  @Test
  void whatWasRemovedByRuleIsNotMissed() throws IOException {
    Files.delete(content(digest(7)));
    ledger.decide(
        call("ann"),
        (_, _) ->
            new Decided<>(
                List.of(new Event.ContentRemoved(digest(7), 9, "the content of channel 7")), true));
    Manifest manifest = Backup.make(data, copy, NOW);
    assertThat(Restore.from(copy, folder.resolve("restored"))).isEqualTo(manifest);
  }

  @Test
  void whatIsLostIsNamedWhenTheCopyIsMade() throws IOException {
    Files.delete(content(digest(7)));
    assertThatThrownBy(() -> Backup.make(data, copy, NOW))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("content that is not there: kernel-sensor " + digest(7));
    assertThat(copy).doesNotExist();
  }

  @Test
  void eachFileThatAPipelineFileNamesMustBeThere() throws IOException {
    Bundle bundle =
        new Bundle(
            SENSOR,
            List.of(
                new Bundle.File("sluice.yaml", store("a pipeline"), 10, false),
                new Bundle.File("field/290.bin", store("a sample"), 8, false)),
            List.of());
    Digest named = store(new String(BundleJson.bytes(bundle), StandardCharsets.UTF_8));
    happen(new Event.PipelineProposed(named, null, List.of()));

    assertMissed("a sample", "field/290.bin of the pipeline file " + named);
    assertMissed("a pipeline", "sluice.yaml of the pipeline file " + named);
    Manifest manifest = Backup.make(data, copy, NOW);
    assertThat(Restore.from(copy, folder.resolve("restored"))).isEqualTo(manifest);
  }

  @Test
  void proofsAndStatementsMustBeThereAndEvidenceNeedNot() throws IOException {
    Digest proof = store("a proof");
    happen(
        new Event.ReleaseSubmitted(
            channel(11), store("new"), 3, "upload", null, store("a statement")),
        new Event.ReleaseRefused(channel(11), "its statement is by nobody known"),
        new Event.ReleaseVouched(channel(11), store("a better statement")));
    RunKey run = RunKey.of(ledger.<Long>read(records -> records.nextNumber(SENSOR)));
    happen(
        queued(run.number(), channel(11)),
        new Event.RunClaimed(run, new PersonName("lab-1"), 1, null),
        new Event.RunBegun(run),
        new Event.RunEnded(run, Result.PASSED, "passed", Sha256.of(new byte[1]), proof, 1));

    assertMissed("a proof", "the proof of run " + run);
    assertMissed("a statement", "the provenance of channel 11");
    assertMissed("a better statement", "the provenance of channel 11");
    Manifest manifest = Backup.make(data, copy, NOW);
    assertThat(Restore.from(copy, folder.resolve("restored"))).isEqualTo(manifest);
  }

  @Test
  void nothingIsReplaced() throws IOException {
    Backup.make(data, copy, NOW);

    assertThatThrownBy(() -> Backup.make(data, copy, NOW)).hasMessageContaining("not empty");
    assertThatThrownBy(() -> Restore.from(copy, data)).hasMessageContaining("not empty");
    assertThatThrownBy(() -> Backup.make(folder, folder.resolve("x"), NOW))
        .hasMessageContaining("no data directory");
    assertThatThrownBy(() -> Restore.from(data, folder.resolve("x")))
        .hasMessageContaining("no copy of a server");
    Files.createDirectories(folder.resolve("empty"));
    Restore.from(copy, folder.resolve("empty"));
  }

  @Test
  void aDamagedCopyIsRefused() throws IOException {
    Backup.make(data, copy, NOW);
    Files.writeString(below(copy, digest(4)), "release X");
    refused("is damaged");
  }

  @Test
  void aCopyThatLacksAFileIsRefused() throws IOException {
    Backup.make(data, copy, NOW);
    Files.delete(below(copy, digest(4)));
    refused("the copy lacks content/kernel-sensor/whole/");
  }

  @Test
  void aCopyWithAForeignFileIsRefused() throws IOException {
    Backup.make(data, copy, NOW);
    Files.writeString(copy.resolve("admin.token.2"), "mine");
    refused("admin.token.2 was not part of the copy");
  }

  @Test
  void aManifestThatLeadsOutsideIsRefused() throws IOException {
    Backup.make(data, copy, NOW);
    Path manifest = copy.resolve("manifest.json");
    Files.writeString(
        manifest, Files.readString(manifest).replace("\"admin.token\"", "\"../admin.token\""));
    refused("names ../admin.token");
  }

  @Test
  void aCopyWhoseLogWasCutOffIsRefused() throws IOException {
    Backup.make(data, copy, NOW);
    Path older = folder.resolve("older");
    try (SqliteLedger shorter = SqliteLedger.open(older.resolve("ledger.db"), CLOCK)) {
      shorter.decide(
          call("ann"), (_, _) -> new Decided<>(List.of(new Event.AccessDenied("x")), true));
    }
    Files.copy(
        older.resolve("ledger.db"), copy.resolve("ledger.db"), StandardCopyOption.REPLACE_EXISTING);
    Manifest was = Manifest.read(copy);
    Manifest forged =
        new Manifest(
            was.format(),
            was.made(),
            was.files().stream()
                .map(item -> item.path().equals("ledger.db") ? forged() : item)
                .toList(),
            was.heads());
    Files.write(copy.resolve("manifest.json"), forged.bytes());
    refused("the log of kernel-sensor is not what it was");
  }

  private Manifest.Item forged() {
    try {
      return Tree.item(copy.resolve("ledger.db"), "ledger.db");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void contentThatTheLogNamesMustBeThere() throws IOException {
    Backup.make(data, copy, NOW);
    Files.delete(below(copy, digest(5)));
    Manifest was = Manifest.read(copy);
    Manifest forged =
        new Manifest(
            was.format(),
            was.made(),
            was.files().stream().filter(item -> !item.name().equals(digest(5).hex())).toList(),
            was.heads());
    Files.write(copy.resolve("manifest.json"), forged.bytes());
    refused("the log names content that the copy lacks: kernel-sensor " + digest(5));
  }

  @Test
  void damageIsFoundWhenTheCopyIsMade() throws IOException {
    Files.writeString(content(digest(5)), "bit rot", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> Backup.make(data, copy, NOW))
        .hasMessageContaining("content is damaged")
        .hasMessageContaining(digest(5).hex());
    assertThat(copy).doesNotExist();
  }

  @Test
  void aCopyThatDidNotComeToItsEndIsBegunAnew() throws IOException {
    Files.createDirectories(folder.resolve("copies/monday.part"));
    Files.writeString(folder.resolve("copies/monday.part/ledger.db"), "half");

    Backup.make(data, copy, NOW);

    assertThat(folder.resolve("copies/monday.part")).doesNotExist();
  }
}
