package dev.sluice.proving.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MeasuredBootsTest {
  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("boots/image-tcg");
  }

  private MeasuredBoots boots() {
    return new MeasuredBoots(file());
  }

  private static void add(MeasuredBoots boots, long... millis) {
    for (long one : millis) {
      boots.add(Duration.ofMillis(one));
    }
  }

  @Test
  void nothingIsKnownOfAnImageThatWasNeverBooted() {
    assertThat(boots().median()).isEmpty();
  }

  @Test
  void oneSlowBootDoesNotMoveTheMedian() {
    MeasuredBoots boots = boots();
    add(boots, 1500, 1400, 60_000, 1600, 1450);

    assertThat(boots.median()).contains(Duration.ofMillis(1500));
  }

  @Test
  void whatIsSavedIsThereTheNextTime() {
    MeasuredBoots boots = boots();
    add(boots, 1500, 1400, 1600);
    boots.save();

    assertThat(boots().median()).contains(Duration.ofMillis(1500));
  }

  @Test
  void onlyTheRecentBootsCount() {
    MeasuredBoots boots = boots();
    for (int i = 0; i < 100; i++) {
      add(boots, 9000);
    }
    for (int i = 0; i < 15; i++) {
      add(boots, 1500);
    }

    assertThat(boots.median()).contains(Duration.ofMillis(1500));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n\n",
        "half a li",
        "-5\n",
        "1e9\n",
        "99999999999999999999\n",
        "\u0000\u0000"
      })
  void aDamagedFileIsAnUnknownImage(String content) throws IOException {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), content);

    assertThat(boots().median()).isEmpty();
  }

  @Test
  void bytesThatAreNoTextAreAnUnknownImage() throws IOException {
    Files.createDirectories(file().getParent());
    Files.write(file(), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});

    assertThat(boots().median()).isEmpty();
  }

  @Test
  void whatIsWholeInADamagedFileStillCounts() throws IOException {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), "\u0000\u0000\n".repeat(20) + "1500\n15");

    assertThat(boots().median()).isPresent();
  }

  @Test
  void savingLeavesNoTemporaryFile() throws IOException {
    MeasuredBoots boots = boots();
    add(boots, 1500);
    boots.save();
    boots.save();

    try (Stream<Path> files = Files.list(file().getParent())) {
      assertThat(files.toList()).containsExactly(file());
    }
  }

  @Test
  void aCacheThatCannotBeWrittenIsASentence() throws IOException {
    Files.writeString(folder.resolve("boots"), "a file in the folder's place");

    assertThatExceptionOfType(EnvironmentException.class)
        .isThrownBy(() -> boots().save())
        .withMessageStartingWith("could not write ");
  }

  @ParameterizedTest
  @CsvSource({
    // median, load per core, deadline in seconds
    "1500, 0.0, 20",
    "1500, 1.0, 20",
    "2000, 0.5, 20",
    "2001, 1.0, 20.01",
    "8000, 1.0, 80",
    "1500, 2.5, 50",
    "8000, 3.0, 240",
    "1500, 10.0, 200",
    "1500, 500, 200",
    "0, 1.0, 20"
  })
  void theDeadlineFollowsTheMedianAndTheLoad(long median, double load, double seconds) {
    assertThat(MeasuredBoots.deadline(Duration.ofMillis(median), load))
        .isEqualTo(Duration.ofMillis(Math.round(1000 * seconds)));
  }

  @Test
  void anUnknownImageHasTwoMinutes() {
    assertThat(MeasuredBoots.deadline(null, 0.3)).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void whateverTheHostTheDeadlineIsTenMediansOrMore() {
    Random random = new Random(23);
    for (int i = 0; i < 1000; i++) {
      Duration median = Duration.ofMillis(random.nextLong(600_000));
      double load = random.nextDouble(30);

      assertThat(MeasuredBoots.deadline(median, load))
          .isGreaterThanOrEqualTo(median.multipliedBy(10))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(20))
          .isLessThanOrEqualTo(
              List.of(median.multipliedBy(100), Duration.ofSeconds(200)).stream()
                  .max(Duration::compareTo)
                  .orElseThrow());
    }
  }
}
