package dev.sluice.proving.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryTest {
  @TempDir private Path folder;

  private static Instant at(int minute) {
    return Past.NOON.plus(Duration.ofMinutes(minute));
  }

  @Test
  void whatIsKeptIsReadBackTheSame() {
    PastProve kept =
        Past.prove(
            "5c1e-1",
            Past.NOON,
            Result.FAILED,
            Past.run("5c1e-1", 1, Past.NOON, Result.FAILED, false),
            Past.run("5c1e-1", 2, Past.NOON, Result.PASSED, true));
    try (History history = History.in(folder)) {
      history.keep(kept);
    }

    try (History later = History.in(folder)) {
      assertThat(later.prove("5c1e-1")).contains(kept);
      assertThat(later.prove("5c1e-2")).isEmpty();
      assertThat(later.remarks()).isEmpty();
    }
  }

  @Test
  void nothingIsMadeByAskingAnEmptyStore() {
    try (History history = History.in(folder.resolve("state"))) {
      assertThat(history.runs(asked())).isEmpty();
      assertThat(history.prove("5c1e-1")).isEmpty();
      assertThat(history.lastPass(Past.PRODUCT, Past.LINUX, "sensor 7.15", at(1))).isEmpty();
      assertThat(history.prune(at(0))).isZero();
    }

    assertThat(folder.resolve("state")).doesNotExist();
  }

  private static Asked asked() {
    return new Asked(100, false, false, null, null, null);
  }

  @Test
  void runsAreListedNewestFirstAndByWhatIsAsked() {
    try (History history = History.in(folder)) {
      history.keep(Past.single("5c1e-1", at(1), Result.PASSED, false));
      history.keep(Past.single("5c1e-2", at(2), Result.FAILED, false));
      history.keep(
          Past.prove(
              "5c1e-3",
              at(3),
              Result.COULD_NOT_TELL,
              Past.run("5c1e-3", 1, at(3), Result.COULD_NOT_TELL, true, "debian-12", "sensor 7.11"),
              Past.run("5c1e-3", 2, at(3), Result.PASSED, false, "debian-12", "sensor 7.16")));

      assertThat(ids(history, asked()))
          .containsExactly("5c1e-3.1", "5c1e-3.2", "5c1e-2.1", "5c1e-1.1");
      assertThat(ids(history, new Asked(1, false, false, null, null, null)))
          .containsExactly("5c1e-3.1");
      assertThat(ids(history, new Asked(9, true, false, null, null, null)))
          .containsExactly("5c1e-3.1", "5c1e-2.1");
      assertThat(ids(history, new Asked(9, false, false, Past.LINUX, null, null)))
          .containsExactly("5c1e-2.1", "5c1e-1.1");
      assertThat(ids(history, new Asked(9, false, false, null, "channel", "291"))).hasSize(4);
      assertThat(ids(history, new Asked(9, false, false, null, "channel", "290"))).isEmpty();
      assertThat(ids(history, new Asked(9, false, false, null, "sensor", null))).isEmpty();
    }
  }

  private static List<String> ids(History history, Asked asked) {
    return history.runs(asked).stream().map(PastRun::id).map(RunId::toString).toList();
  }

  @Test
  void theLastPassIsThatOfTheSameCounterpartIfThereIsOne() {
    try (History history = History.in(folder)) {
      history.keep(Past.single("5c1e-1", at(1), Result.PASSED, false));
      history.keep(
          Past.prove(
              "5c1e-2",
              at(2),
              Result.PASSED,
              Past.run("5c1e-2", 1, at(2), Result.PASSED, false, Past.LINUX, "sensor 7.16")));
      history.keep(Past.single("5c1e-3", at(3), Result.FAILED, false));

      assertThat(history.lastPass(Past.PRODUCT, Past.LINUX, "sensor 7.15", at(9)))
          .map(run -> run.id().toString())
          .contains("5c1e-1.1");
      assertThat(history.lastPass(Past.PRODUCT, Past.LINUX, "sensor 7.11", at(9)))
          .map(run -> run.id().toString())
          .contains("5c1e-2.1");
      assertThat(history.lastPass(Past.PRODUCT, Past.LINUX, "sensor 7.15", at(1))).isEmpty();
      assertThat(history.lastPass("another", Past.LINUX, "sensor 7.15", at(9))).isEmpty();
    }
  }

  @Test
  void flakesCountUntilSomebodyHasLooked() {
    try (History history = History.in(folder)) {
      for (int i = 1; i <= 4; i++) {
        history.keep(Past.single("5c1e-" + i, at(i), Result.PASSED, i > 1));
      }
      assertThat(history.flakiness(Past.PRODUCT, Past.LINUX, List.of(), 10))
          .isEqualTo(new Flakiness(3, 4, 10));
      assertThat(history.flakiness(Past.PRODUCT, Past.LINUX, List.of(true), 10))
          .isEqualTo(new Flakiness(4, 5, 10));

      history.looked(Past.PRODUCT, Past.LINUX, at(4), "a backup ran on the host");
      assertThat(history.flakiness(Past.PRODUCT, Past.LINUX, List.of(), 10))
          .isEqualTo(new Flakiness(0, 0, 10));

      history.keep(Past.single("5c1e-5", at(5), Result.PASSED, true));
      assertThat(history.flakiness(Past.PRODUCT, Past.LINUX, List.of(), 10))
          .isEqualTo(new Flakiness(1, 1, 10));
      assertThat(history.flakiness("another", Past.LINUX, List.of(), 10).runs()).isZero();
    }
  }

  @Test
  void controlsAreListedApartAndCountNowhere() {
    try (History history = History.in(folder)) {
      history.keep(Past.single("5c1e-1", at(1), Result.PASSED, false));
      for (int i = 2; i <= 9; i++) {
        history.keep(Past.control("bad0-" + i, at(i), Result.PASSED, true));
      }
      history.keep(Past.control("bad0-10", at(10), Result.FAILED, false));

      assertThat(ids(history, asked())).containsExactly("5c1e-1.1");
      assertThat(ids(history, new Asked(2, false, true, null, null, null)))
          .containsExactly("bad0-10.1", "bad0-9.1");
      assertThat(ids(history, new Asked(9, true, true, Past.LINUX, "channel", "291")))
          .containsExactly("bad0-10.1");
      assertThat(history.flakiness(Past.PRODUCT, Past.LINUX, List.of(), 10))
          .isEqualTo(new Flakiness(0, 1, 10));
      assertThat(history.lastPass(Past.PRODUCT, Past.LINUX, "sensor 7.15", at(20)))
          .map(run -> run.id().toString())
          .contains("5c1e-1.1");
    }
  }

  @Test
  void aControlIsReadBackAsOneAndKnowsWhetherItWentRed() {
    PastProve red = Past.control("bad0-1", at(1), Result.FAILED, false);
    PastProve green = Past.control("bad0-2", at(2), Result.PASSED, false);
    try (History history = History.in(folder)) {
      history.keep(red);
      history.keep(green);

      assertThat(history.prove("bad0-1")).contains(red);
      assertThat(red.runs().getFirst().isRedAsItMust()).isTrue();
      assertThat(green.runs().getFirst().isRedAsItMust()).isFalse();
    }
  }

  @Test
  void onlyTheNewestFiftyRunsCount() {
    try (History history = History.in(folder)) {
      history.keep(Past.single("5c1e-1", at(0), Result.PASSED, true));
      for (int i = 2; i <= 51; i++) {
        history.keep(Past.single("5c1e-" + i, at(i), Result.PASSED, false));
      }

      assertThat(history.flakiness(Past.PRODUCT, Past.LINUX, List.of(), 10))
          .isEqualTo(new Flakiness(0, 50, 10));
    }
  }

  @Test
  void severalProversAtOnceGetNamesOfTheirOwnAndLoseNothing() throws Exception {
    int provers = 4;
    int each = 10;
    List<String> names = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(provers)) {
      List<Future<List<String>>> made =
          threads.invokeAll(
              java.util.Collections.nCopies(provers, (Callable<List<String>>) () -> claim(each)));
      for (Future<List<String>> future : made) {
        names.addAll(future.get());
      }
    }

    assertThat(names).hasSize(provers * each).doesNotHaveDuplicates();
    try (History history = History.in(folder)) {
      assertThat(history.runs(asked())).hasSize(provers * each);
      assertThat(history.claim("5c1e", 1)).isEqualTo(provers * each + 1);
      assertThat(history.claim("5c1e", 900)).isEqualTo(900);
      assertThat(history.claim("ffff", 1)).isEqualTo(1);
    }
  }

  @Test
  void proversThatBeginOnANewMachineAtTheSameMomentAllGetTheirStore() throws Exception {
    int provers = 8;
    for (int round = 0; round < 30; round++) {
      Path fresh = folder.resolve("round-" + round);
      var together = new CyclicBarrier(provers);
      try (var threads = Executors.newFixedThreadPool(provers)) {
        List<Future<Integer>> claims =
            threads.invokeAll(
                java.util.Collections.nCopies(
                    provers,
                    () -> {
                      together.await();
                      try (History history = History.in(fresh)) {
                        return history.claim("5c1e", 1);
                      }
                    }));
        List<Integer> numbers = new ArrayList<>();
        for (Future<Integer> claim : claims) {
          numbers.add(claim.get());
        }
        assertThat(numbers).hasSize(provers).doesNotHaveDuplicates();
      }
    }
  }

  private List<String> claim(int times) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      try (History history = History.in(folder)) {
        String name = "5c1e-" + history.claim("5c1e", 1);
        history.keep(Past.single(name, at(i), Result.PASSED, false));
        names.add(name);
      }
    }
    return names;
  }

  @Test
  void aClaimIsNoRun() {
    try (History history = History.in(folder)) {
      String claimed = "5c1e-" + history.claim("5c1e", 1);

      assertThat(history.prove(claimed)).isEmpty();
      assertThat(history.runs(asked())).isEmpty();
    }
  }

  @Test
  void whatIsOlderThanAskedIsForgotten() {
    try (History history = History.in(folder)) {
      history.keep(Past.single("5c1e-1", at(1), Result.PASSED, false));
      history.keep(Past.single("5c1e-2", at(2), Result.PASSED, false));

      assertThat(history.prune(at(2))).isEqualTo(1);
      assertThat(ids(history, asked())).containsExactly("5c1e-2.1");
    }
  }

  @Test
  void aStoreOfNoiseIsMovedAsideAndANewOneBegun() throws IOException {
    Files.writeString(History.file(folder), "this is no database ".repeat(500));

    try (History history = History.in(folder)) {
      history.keep(Past.single("5c1e-1", at(1), Result.PASSED, false));

      assertThat(history.remarks()).singleElement().asString().contains("runs.db.damaged-1");
      assertThat(history.prove("5c1e-1")).isPresent();
    }
    assertThat(folder.resolve("runs.db.damaged-1")).content().startsWith("this is no database");
  }

  @Test
  void aStoreThatBreaksInItsMiddleIsMovedAsideToo() throws IOException {
    try (History history = History.in(folder)) {
      for (int i = 1; i <= 60; i++) {
        history.keep(Past.single("5c1e-" + i, at(i), Result.PASSED, false));
      }
    }
    byte[] whole = Files.readAllBytes(History.file(folder));
    java.util.Arrays.fill(whole, 4096, whole.length, (byte) 0x5a);
    Files.write(History.file(folder), whole);

    try (History history = History.in(folder)) {
      history.keep(Past.single("5c1e-61", at(61), Result.PASSED, false));

      assertThat(history.remarks()).hasSize(1);
      assertThat(ids(history, asked())).containsExactly("5c1e-61.1");
    }
  }

  @Test
  void anEmptyFileIsAnEmptyStore() throws IOException {
    Files.createFile(History.file(folder));

    try (History history = History.in(folder)) {
      assertThat(history.runs(asked())).isEmpty();
      assertThat(history.remarks()).isEmpty();
    }
  }

  @Test
  void aStoreOfANewerProgramIsLeftAlone() throws Exception {
    try (History history = History.in(folder)) {
      history.keep(Past.single("5c1e-1", at(1), Result.PASSED, false));
    }
    try (var connection =
            new org.sqlite.JDBC()
                .connect("jdbc:sqlite:" + History.file(folder), new java.util.Properties());
        var statement = connection.createStatement()) {
      statement.executeUpdate("PRAGMA user_version = 99");
    }

    try (History history = History.in(folder)) {
      assertThatThrownBy(() -> history.runs(asked()))
          .isInstanceOf(HistoryException.class)
          .hasMessageContaining("newer sluice")
          .hasMessageContaining("left alone");
    }
    assertThat(folder.resolve("runs.db.damaged-1")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aStoreOfAnEarlierFormIsBroughtUpToDateAndKeepsItsRuns(int form) throws Exception {
    try (var connection =
            new org.sqlite.JDBC()
                .connect("jdbc:sqlite:" + History.file(folder), new java.util.Properties());
        var statement = connection.createStatement()) {
      for (int i = 1; i <= form; i++) {
        statement.executeUpdate(
            new String(
                History.class.getResourceAsStream(i + ".sql").readAllBytes(),
                java.nio.charset.StandardCharsets.UTF_8));
      }
      statement.executeUpdate(
          "INSERT INTO prove VALUES ('5c1e-1', '5c1e', 1, 5, 'p', 'channel', '291', '"
              + "5c".repeat(32)
              + "', '/f', 'passed', 's', 9, 1, '/p', '/p/out/5c1e-1'"
              + (form == 1 ? ")" : ", NULL)"));
      statement.executeUpdate(
          "INSERT INTO run VALUES ('5c1e-1', 1, 5, 'p', 'c', 'with', 'e', 'passed', NULL, NULL, 9,"
              + " 1, 0, NULL, 'n')");
      statement.executeUpdate("PRAGMA user_version = " + form);
    }

    try (History history = History.in(folder)) {
      assertThat(history.prove("5c1e-1"))
          .hasValueSatisfying(
              prove -> {
                assertThat(prove.where().file()).isNull();
                assertThat(prove.candidate().goesRed()).isNull();
              });
      assertThat(ids(history, asked())).containsExactly("5c1e-1.1");
      assertThat(history.flakiness("p", "e", List.of(), 10)).isEqualTo(new Flakiness(1, 1, 10));
      assertThat(history.claim("5c1e", 1)).isEqualTo(2);
      assertThat(history.remarks()).isEmpty();
    }
  }

  @Test
  void aFolderThatCannotBeMadeIsOneSentence() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    try (History history = History.in(file.resolve("state"))) {
      assertThatThrownBy(() -> history.claim("5c1e", 1))
          .isInstanceOf(HistoryException.class)
          .hasMessageContaining("cannot be made");
    }
  }

  @Test
  void theStoreIsItsOwnersAlone() throws IOException {
    try (History history = History.in(folder)) {
      history.claim("5c1e", 1);
    }

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(History.file(folder))))
        .isEqualTo("rw-------");
  }
}
