package dev.sluice.server.ledger.sqlite;

import static dev.sluice.server.ledger.Told.SENSOR;
import static dev.sluice.server.ledger.Told.call;
import static dev.sluice.server.ledger.Told.channel;
import static dev.sluice.server.ledger.Told.digest;
import static dev.sluice.server.ledger.Told.submitted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.Result;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.RunKey;
import dev.sluice.server.ledger.Decided;
import dev.sluice.server.ledger.Ledger;
import dev.sluice.server.ledger.LedgerContract;
import dev.sluice.server.ledger.LedgerException;
import dev.sluice.server.ledger.Told;
import dev.sluice.server.ledger.audit.Audit;
import dev.sluice.server.ledger.audit.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteLedgerTest extends LedgerContract {
  private static final List<String> TABLES =
      List.of(
          "products", "pipelines", "releases", "runs", "controls", "runners", "tokens", "removed");

  @TempDir Path folder;

  @Override
  protected Ledger open(InstantSource clock) {
    return SqliteLedger.open(file(), clock);
  }

  private Path file() {
    return folder.resolve("data").resolve("ledger.db");
  }

  private SqliteLedger sqlite() {
    return (SqliteLedger) ledger;
  }

  private void sql(String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      for (String one : statements) {
        statement.executeUpdate(one);
      }
    }
  }

  private List<String> dump() throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      for (String table : TABLES) {
        try (ResultSet row =
            statement.executeQuery("SELECT * FROM " + table + " ORDER BY 1, 2, 3")) {
          int columns = row.getMetaData().getColumnCount();
          while (row.next()) {
            StringBuilder text = new StringBuilder(table);
            for (int i = 1; i <= columns; i++) {
              text.append('|').append(row.getString(i));
            }
            rows.add(text.toString());
          }
        }
      }
    }
    return rows;
  }

  private void tellAStory() {
    append(
        new Event.PipelineProposed(digest("bundle"), null, List.of()),
        new Event.PipelineInUse(digest("bundle")));
    for (int version = 1; version <= 30; version++) {
      long number = ledger.<Long>read(records -> records.nextNumber(SENSOR));
      RunKey run = RunKey.of(number + 2);
      append(
          submitted(version),
          new Event.ReleaseAdmitted(channel(version), digest("bundle"), List.of("a sentence")),
          Told.queued(number + 2, channel(version)),
          new Event.RunClaimed(run, new PersonName("lab-1"), 1, Told.lab("lab")));
      if (version % 3 > 0) {
        append(
            Told.ended(run, List.of(Result.values()).get(version % 3)),
            version % 3 == 1
                ? new Event.ReleaseUndecided(channel(version), "no machine")
                : new Event.ReleaseStopped(channel(version), run, "it panics"));
      }
    }
  }

  @Test
  void projectionsAreBuiltAgainToTheSame() throws SQLException {
    tellAStory();
    List<String> before = dump();

    assertThat(sqlite().rebuild()).isEqualTo(162);

    assertThat(dump()).isEqualTo(before).hasSizeGreaterThan(60);
  }

  @Test
  void projectionsOfAnotherFormAreBuiltAgainAtTheStart() throws SQLException {
    tellAStory();
    List<String> before = dump();
    ledger.close();
    sql("DELETE FROM releases WHERE version = '7'", "UPDATE projected SET form = 'older'");

    ledger = open(now::get);

    assertThat(dump()).isEqualTo(before);
  }

  @Test
  void aSecondServerIsRefused() {
    assertThatThrownBy(() -> open(now::get))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("another server uses " + file());
    append(submitted(1));
  }

  @Test
  void aFileOfANewerSluiceIsLeftAlone() throws SQLException, IOException {
    append(submitted(1));
    ledger.close();
    sql(
        "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
            + " checksum, installed_by, execution_time, success)"
            + " VALUES (2, '99', 'newer', 'SQL', 'V99__newer.sql', 1, '', 1, 1)");
    byte[] before = Files.readAllBytes(file());

    assertThatThrownBy(() -> open(now::get))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("left alone");

    assertThat(Files.readAllBytes(file())).isEqualTo(before);
    sql("DELETE FROM flyway_schema_history WHERE version = '99'");
    ledger = open(now::get);
  }

  @Test
  void whatIsNoDatabaseIsToldAndLeftAlone() throws IOException {
    ledger.close();
    Path other = folder.resolve("other.db");
    Files.writeString(other, "these are notes of somebody's, and no database ".repeat(100));

    assertThatThrownBy(() -> SqliteLedger.open(other, now::get))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining(other.toString());

    assertThat(Files.readString(other)).startsWith("these are notes");
    ledger = open(now::get);
  }

  @Test
  void theFileIsItsOwnersAlone() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void eventsCannotBeChangedByMistake() {
    append(submitted(1));

    assertThatThrownBy(() -> sql("UPDATE event SET actor = 'bob'"))
        .hasMessageContaining("an event is never changed");
    assertThatThrownBy(() -> sql("DELETE FROM event")).hasMessageContaining("never removed");
  }

  @Test
  void anAuditNamesWhatTheFilesOwnerChanged() throws SQLException {
    tellAStory();
    assertThat(new Audit(sqlite()).verify(SENSOR, List.of())).isInstanceOf(Finding.Whole.class);
    assertThat(sqlite().products()).containsExactly("kernel-sensor");
    sql(
        "DROP TRIGGER an_event_is_never_changed",
        "UPDATE event SET body = replace(body, 'upload', 'elsewhere') WHERE number = 3");

    assertThat(new Audit(sqlite()).verify(SENSOR, List.of()))
        .isEqualTo(
            new Finding.Changed(
                2, 3, "event 3 was edited: what it says is not what its hash was made of"));
  }

  @Test
  void decisionsThatWaitTogetherAreEachWholeOrNotAtAll() throws Exception {
    CountDownLatch others = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture<Boolean> first =
          CompletableFuture.supplyAsync(
              () ->
                  ledger.decide(
                      call("ann"),
                      (_, _) -> {
                        waitFor(others);
                        return new Decided<>(List.of(submitted(0)), true);
                      }),
              threads);
      List<CompletableFuture<Boolean>> rest =
          IntStream.rangeClosed(1, 30)
              .mapToObj(
                  version ->
                      CompletableFuture.supplyAsync(
                          () ->
                              ledger.decide(
                                  call("ann"),
                                  (_, _) ->
                                      new Decided<>(
                                          version % 3 == 0
                                              ? List.of(
                                                  submitted(version),
                                                  new Event.ReleaseProven(channel(version)))
                                              : List.of(submitted(version)),
                                          true)),
                          threads))
              .toList();
      others.countDown();
      assertThat(first.get()).isTrue();
      for (int version = 1; version <= 30; version++) {
        var one = rest.get(version - 1);
        if (version % 3 == 0) {
          assertThatThrownBy(one::get).hasCauseInstanceOf(IllegalStateException.class);
        } else {
          assertThat(one.get()).isTrue();
        }
        int asked = version;
        assertThat(ledger.read(records -> records.release(SENSOR, channel(asked))).isPresent())
            .isEqualTo(version % 3 > 0);
      }
    }
    assertThat(new Audit(sqlite()).verify(SENSOR, List.of()).entries()).isEqualTo(21);
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aFullDiskIsToldLosesNothingAndIsOverByItself() {
    append(submitted(0));
    long pages = sqlite().alone(handle -> pragma(handle, "page_count"));
    sqlite().alone(handle -> pragma(handle, "max_page_count = " + (pages + 2)));
    int version = 1;
    LedgerException full = null;
    while (full == null) {
      try {
        append(submitted(version));
        version++;
      } catch (LedgerException e) {
        full = e;
      }
    }

    assertThat(full.isFull()).isTrue();
    assertThat(full).hasMessageContaining("no room left");
    int stored = version;
    assertThat(ledger.<Long>read(records -> records.nextNumber(SENSOR))).isEqualTo(stored + 1);
    assertThat(new Audit(sqlite()).verify(SENSOR, List.of()).entries()).isEqualTo(stored);

    sqlite().alone(handle -> pragma(handle, "max_page_count = 100000"));
    append(submitted(version));
    assertThat(ledger.<Long>read(records -> records.nextNumber(SENSOR))).isEqualTo(stored + 2);
  }

  /** Else the file that SQLite writes ahead would grow without end. */
  @Test
  void whoeverReadHoldsNothingAfterwards() {
    tellAStory();
    ledger.read(records -> records.releases(SENSOR, null, Long.MAX_VALUE, 5));
    ledger.read(records -> records.pipelineInUse(SENSOR));
    ledger.read(records -> records.runsOf(SENSOR, channel(3)));
    sqlite().lines(SENSOR, 3, 5);

    long busy = sqlite().alone(handle -> pragma(handle, "wal_checkpoint(TRUNCATE)"));

    assertThat(busy).isZero();
    assertThat(folder.resolve("data/ledger.db-wal")).isEmptyFile();
  }

  private static long pragma(org.jdbi.v3.core.Handle handle, String pragma) {
    return handle.createQuery("PRAGMA " + pragma).mapTo(Long.class).one();
  }
}
