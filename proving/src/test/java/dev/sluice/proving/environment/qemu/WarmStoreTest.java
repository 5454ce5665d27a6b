package dev.sluice.proving.environment.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.proving.environment.EnvironmentException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Warm states of a few bytes: found, made once, doubted, pruned, verified. */
@Timeout(60)
class WarmStoreTest {
  private static final String KEY = "0123456789abcdef0123456789abcdef";
  private static final String OTHER = "f".repeat(32);
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

  @TempDir private Path cache;
  private final List<String> told = new ArrayList<>();
  private int made;

  private WarmStore store() {
    return store(NOW);
  }

  private WarmStore store(Instant now) {
    return new WarmStore(cache, () -> now, told::add);
  }

  private String maker(Path folder) {
    made++;
    try {
      for (String file : List.of(WarmState.RAM, WarmState.DEVICES, WarmState.DISK)) {
        Files.writeString(folder.resolve(file), file + " of a machine");
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return "notes";
  }

  private Optional<WarmState> get(WarmStore store, String key) throws InterruptedException {
    return store.findOrMake(key, "debian-12", "7.2.22", this::maker);
  }

  private Path file(String name) {
    return cache.resolve("warm").resolve(KEY).resolve(name);
  }

  private List<String> folders() throws IOException {
    try (Stream<Path> entries = Files.list(cache.resolve("warm"))) {
      return entries.filter(Files::isDirectory).map(p -> p.getFileName().toString()).toList();
    }
  }

  @Test
  void aStateIsMadeOnceAndThenFound() throws Exception {
    WarmState first = get(store(), KEY).orElseThrow();
    WarmState again = get(store(), KEY).orElseThrow();

    assertThat(again).isEqualTo(first);
    assertThat(again.notes()).isEqualTo("notes");
    assertThat(again.ram()).hasContent("ram of a machine");
    assertThat(made).isEqualTo(1);
    assertThat(folders()).containsExactly(KEY);
  }

  @Test
  void anotherKeyIsAnotherState() throws Exception {
    get(store(), KEY);
    get(store(), OTHER);

    assertThat(made).isEqualTo(2);
    assertThat(folders()).containsExactlyInAnyOrder(KEY, OTHER);
  }

  @Test
  void twoAtOnceMakeItOnce() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      WarmStore shared = store();
      Callable<Optional<WarmState>> asking =
          () ->
              shared.findOrMake(
                  KEY,
                  "debian-12",
                  "7.2.22",
                  folder -> {
                    synchronized (this) {
                      return maker(folder);
                    }
                  });
      List<Future<Optional<WarmState>>> all =
          threads.invokeAll(List.of(asking, asking, asking, asking));
      for (Future<Optional<WarmState>> one : all) {
        assertThat(one.get()).isPresent();
      }
    }
    assertThat(made).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {WarmState.RAM, WarmState.DEVICES, WarmState.DISK, WarmState.NOTES, "manifest"})
  void aTruncatedFileIsThrownAwayAndMadeAnew(String file) throws Exception {
    get(store(), KEY);
    try (var cut = new RandomAccessFile(file(file).toFile(), "rw")) {
      cut.setLength(cut.length() - 2);
    }

    assertThat(get(store(), KEY)).isPresent();
    assertThat(made).isEqualTo(2);
    assertThat(told).anyMatch(line -> line.startsWith("a warm state is thrown away: "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {WarmState.RAM, WarmState.DEVICES, WarmState.DISK, WarmState.NOTES, "manifest"})
  void aMissingFileIsThrownAwayAndMadeAnew(String file) throws Exception {
    get(store(), KEY);
    Files.delete(file(file));

    assertThat(get(store(), KEY)).isPresent();
    assertThat(made).isEqualTo(2);
  }

  @Test
  void memoryThatWasWrittenToIsNotBelieved() throws Exception {
    get(store(), KEY);
    Files.setLastModifiedTime(file(WarmState.RAM), FileTime.from(NOW));

    get(store(), KEY);

    assertThat(made).isEqualTo(2);
    assertThat(told).contains("a warm state is thrown away: ram was written to");
  }

  /** Size and time are as they were; only the content tells. */
  @Test
  void devicesOfAnotherContentAreNotBelieved() throws Exception {
    get(store(), KEY);
    FileTime time = Files.getLastModifiedTime(file(WarmState.DEVICES));
    Files.writeString(file(WarmState.DEVICES), "Devices of a machine");
    Files.setLastModifiedTime(file(WarmState.DEVICES), time);

    get(store(), KEY);

    assertThat(made).isEqualTo(2);
    assertThat(told).contains("a warm state is thrown away: devices has another content");
  }

  @Test
  void whatAKilledMakerLeftIsClearedAway() throws Exception {
    Path left = Files.createDirectories(cache.resolve("warm/making-" + KEY));
    Files.writeString(left.resolve("ram"), "half");

    assertThat(get(store(), KEY)).isPresent();
    assertThat(folders()).containsExactly(KEY);
  }

  @Test
  void aMachineThatCannotBeKeptIsNoVerdictAndLeavesNothing() throws Exception {
    Optional<WarmState> none =
        store()
            .findOrMake(
                KEY,
                "debian-12",
                "7.2.22",
                folder -> {
                  maker(folder);
                  throw new WarmStore.NotKept("the disk is full");
                });

    assertThat(none).isEmpty();
    assertThat(folders()).isEmpty();
    assertThat(told)
        .contains(
            "debian-12: no warm state can be kept (the disk is full); the machine is started from"
                + " cold");
  }

  @Test
  void aMachineThatDoesNotGetThereIsSaidAndLeavesNothing() throws Exception {
    assertThatExceptionOfType(EnvironmentException.class)
        .isThrownBy(
            () ->
                store()
                    .findOrMake(
                        KEY,
                        "debian-12",
                        "7.2.22",
                        folder -> {
                          throw new EnvironmentException("it does not start");
                        }))
        .withMessage("it does not start");
    assertThat(folders()).isEmpty();
  }

  // For people

  @Test
  void whatThereIsIsListedTheLastUsedFirst() throws Exception {
    get(store(NOW.minus(Duration.ofDays(2))), OTHER);
    get(store(), KEY);

    assertThat(new WarmStates(cache).list())
        .extracting(WarmStates.Kept::key, WarmStates.Kept::environment, WarmStates.Kept::lastUsed)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(KEY, "debian-12", NOW),
            org.assertj.core.groups.Tuple.tuple(OTHER, "debian-12", NOW.minus(Duration.ofDays(2))));
  }

  @Test
  void anAbsentCacheHoldsNothing() throws Exception {
    assertThat(new WarmStates(cache.resolve("absent")).list()).isEmpty();
  }

  @Test
  void everyByteIsVerified() throws Exception {
    get(store(), KEY);
    assertThat(new WarmStates(cache).verify()).allMatch(state -> state.trouble() == null);
    FileTime time = Files.getLastModifiedTime(file(WarmState.RAM));
    Files.writeString(file(WarmState.RAM), "Ram of a machine");
    Files.setLastModifiedTime(file(WarmState.RAM), time);

    assertThat(new WarmStates(cache).verify())
        .extracting(WarmStates.Verified::trouble)
        .containsExactly("ram has another content");
  }

  /** As another prover, whose machines run from it, would hold it. */
  @Test
  void whatIsHeldIsNotPruned() throws Exception {
    get(store(), KEY);

    assertThat(new WarmStates(cache).prune(0, Duration.ZERO, NOW.plusSeconds(1))).isEmpty();
    assertThat(folders()).containsExactly(KEY);
  }

  @Test
  void theOldGoesAndThenTheLongestUnused() throws Exception {
    keepUnheld(KEY, NOW);
    keepUnheld(OTHER, NOW.minus(Duration.ofHours(1)));
    keepUnheld("a".repeat(32), NOW.minus(Duration.ofDays(40)));
    var states = new WarmStates(cache);
    long one = states.list().getFirst().bytes();

    List<WarmStates.Kept> old = states.prune(3 * one, Duration.ofDays(30), NOW);
    List<WarmStates.Kept> large = states.prune(one, Duration.ofDays(30), NOW);

    assertThat(old).extracting(WarmStates.Kept::key).containsExactly("a".repeat(32));
    assertThat(large).extracting(WarmStates.Kept::key).containsExactly(OTHER);
    assertThat(folders()).containsExactly(KEY);
  }

  /** Made by a store whose hold is given up. */
  private void keepUnheld(String key, Instant used) throws Exception {
    WarmStore store = store(used);
    get(store, key);
    store.letGo();
  }
}
