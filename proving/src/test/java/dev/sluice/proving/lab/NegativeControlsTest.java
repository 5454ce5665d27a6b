package dev.sluice.proving.lab;

import static dev.sluice.proving.Examples.digest;
import static dev.sluice.proving.Examples.name;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.model.Digest;
import dev.sluice.model.Version;
import dev.sluice.proving.report.ControlRecord;
import dev.sluice.proving.report.ControlRecord.Shown;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NegativeControlsTest {
  /** In docs/formats/negative-controls.md too. */
  private static final String GOLDEN_SHA256 =
      "1c19679e17ffb6ac93b4eb7cadb613dd144c5149946c4675343d91f448c88846";

  private static final Digest SUITE = digest("the suite");
  private static final Instant MONDAY = Instant.parse("2026-11-23T17:32:07Z");
  private static final Instant TUESDAY = Instant.parse("2026-11-24T09:00:00.5Z");

  private static final NegativeControls.Defined BOOTS =
      new NegativeControls.Defined(
          name("channel"), new Version("291"), digest("bad"), "boots", new Version("7.15"));
  private static final NegativeControls.Defined CATCHES =
      new NegativeControls.Defined(
          name("channel"), new Version("292"), digest("blind"), "catches", null);

  @TempDir private Path state;
  private NegativeControls controls;

  @BeforeEach
  void open() {
    controls = new NegativeControls(state);
  }

  private ControlRecord only(NegativeControls.Defined control) {
    return controls.records(SUITE, List.of(control)).getFirst();
  }

  private Path file() {
    return state.resolve("negative-controls").resolve(SUITE + ".json");
  }

  @Test
  void whatWasNeverShownWasNeverRedAndWithholdsNothing() {
    ControlRecord record = only(BOOTS);

    assertThat(record.lastRed()).isNull();
    assertThat(record.lastShown()).isNull();
    assertThat(record.withholdsProofs()).isFalse();
  }

  @Test
  void redIsKeptWithItsTime() {
    controls.note(SUITE, BOOTS, Shown.RED, MONDAY);

    assertThat(only(BOOTS).lastRed()).isEqualTo(MONDAY);
    assertThat(only(BOOTS).lastShown()).isEqualTo(Shown.RED);
    assertThat(only(BOOTS).withholdsProofs()).isFalse();
  }

  @Test
  void whatIsNotedComesBackAsItWas() {
    ControlRecord red = controls.note(SUITE, BOOTS, Shown.RED, MONDAY);
    ControlRecord green = controls.note(SUITE, CATCHES, Shown.GREEN, TUESDAY);

    assertThat(new NegativeControls(state).records(SUITE, List.of(CATCHES, BOOTS)))
        .containsExactly(green, red);
  }

  @Test
  void greenWithholdsProofsAndKeepsWhenItWasLastRed() {
    controls.note(SUITE, BOOTS, Shown.RED, MONDAY);
    controls.note(SUITE, BOOTS, Shown.GREEN, TUESDAY);

    assertThat(only(BOOTS).withholdsProofs()).isTrue();
    assertThat(only(BOOTS).lastRed()).isEqualTo(MONDAY);
  }

  @Test
  void redAgainGivesProofsBack() {
    controls.note(SUITE, BOOTS, Shown.GREEN, MONDAY);
    controls.note(SUITE, BOOTS, Shown.RED, TUESDAY);

    assertThat(only(BOOTS).withholdsProofs()).isFalse();
    assertThat(only(BOOTS).lastRed()).isEqualTo(TUESDAY);
  }

  @Test
  void aChangedSuiteHasShownNothing() {
    controls.note(SUITE, BOOTS, Shown.RED, MONDAY);

    assertThat(controls.records(digest("another suite"), List.of(BOOTS)).getFirst().lastShown())
        .isNull();
  }

  @Test
  void anotherControlHasShownNothing() {
    controls.note(SUITE, BOOTS, Shown.RED, MONDAY);

    assertThat(
            controls.records(
                SUITE,
                List.of(
                    new NegativeControls.Defined(
                        name("geo"), BOOTS.version(), BOOTS.file(), "boots", BOOTS.with()),
                    new NegativeControls.Defined(
                        BOOTS.artifact(), new Version("292"), BOOTS.file(), "boots", BOOTS.with()),
                    new NegativeControls.Defined(
                        BOOTS.artifact(), BOOTS.version(), digest("x"), "boots", BOOTS.with()),
                    new NegativeControls.Defined(
                        BOOTS.artifact(), BOOTS.version(), BOOTS.file(), "updates", BOOTS.with()),
                    new NegativeControls.Defined(
                        BOOTS.artifact(),
                        BOOTS.version(),
                        BOOTS.file(),
                        "boots",
                        new Version("7.16")),
                    new NegativeControls.Defined(
                        BOOTS.artifact(), BOOTS.version(), BOOTS.file(), "boots", null))))
        .extracting(ControlRecord::lastShown)
        .containsOnlyNulls();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"controls\":[],\"format\":2,\"suite\":\"x\"}",
        "{\"format\":1}",
        "{\"controls\":[1],\"format\":1}",
        "{\"controls\":[{}],\"format\":1}",
        "{\"controls\":[{\"artifact\":\"channel\",\"goes-red\":\"boots\",\"last-shown\":\"blue\","
            + "\"release\":\"291\",\"sha256\":\"aa\"}],\"format\":1}",
        "\u0000\u0000\u0000"
      })
  void aDamagedFileIsNeverShownAsNothingAndSaysTheWayOut(String content) throws IOException {
    controls.note(SUITE, BOOTS, Shown.GREEN, MONDAY);
    Files.writeString(file(), content);

    assertThatExceptionOfType(LabException.class)
        .isThrownBy(() -> only(BOOTS))
        .withMessageContaining("delete it and run sluice prove --negative-controls")
        .withMessageContaining(file().toString())
        .satisfies(e -> assertThat(e.answer()).isInstanceOf(Answer.CouldNotTell.class));
  }

  @Test
  void everyTruncationIsNoticed() throws IOException {
    controls.note(SUITE, BOOTS, Shown.GREEN, MONDAY);
    byte[] whole = Files.readAllBytes(file());
    for (int length = 0; length < whole.length; length++) {
      Files.write(file(), Arrays.copyOf(whole, length));

      assertThatExceptionOfType(LabException.class).isThrownBy(() -> only(BOOTS));
    }
  }

  /** The temporary file is written, then renamed: a crash leaves it beside the old file. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 10_000})
  void aCrashBeforeTheRenameLeavesTheOldRecord(int written) throws IOException {
    controls.note(SUITE, BOOTS, Shown.RED, MONDAY);
    byte[] old = Files.readAllBytes(file());
    controls.note(SUITE, BOOTS, Shown.GREEN, TUESDAY);
    byte[] next = Files.readAllBytes(file());
    Files.write(file(), old);
    Files.write(
        file().resolveSibling("controls123.tmp"),
        Arrays.copyOf(next, Math.min(written, next.length)));

    assertThat(only(BOOTS).lastShown()).isEqualTo(Shown.RED);

    controls.note(SUITE, BOOTS, Shown.GREEN, TUESDAY);
    assertThat(only(BOOTS).lastShown()).isEqualTo(Shown.GREEN);
  }

  @Test
  void notingLeavesNoTemporaryFile() throws IOException {
    controls.note(SUITE, BOOTS, Shown.RED, MONDAY);
    controls.note(SUITE, CATCHES, Shown.RED, MONDAY);

    try (Stream<Path> files = Files.list(state.resolve("negative-controls"))) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder(SUITE + ".json", SUITE + ".lock");
    }
  }

  @Test
  void aPlaceThatCannotBeWrittenCouldNotTell() throws IOException {
    Files.writeString(state.resolve("negative-controls"), "a file in the folder's place");

    assertThatExceptionOfType(LabException.class)
        .isThrownBy(() -> controls.note(SUITE, BOOTS, Shown.RED, MONDAY))
        .withMessageStartingWith("could not keep what the negative control showed: ");
  }

  private static byte[] golden() throws IOException {
    try (InputStream in =
        NegativeControlsTest.class.getResourceAsStream("/golden/negative-controls.json")) {
      if (in == null) {
        throw new AssertionError("no golden file");
      }
      return in.readAllBytes();
    }
  }

  @Test
  void formatOneIsWrittenAsTheGoldenFile() throws Exception {
    controls.note(SUITE, BOOTS, Shown.RED, MONDAY);
    controls.note(SUITE, CATCHES, Shown.RED, MONDAY);
    controls.note(SUITE, CATCHES, Shown.GREEN, TUESDAY);

    assertThat(file()).hasBinaryContent(golden());
    assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(golden())))
        .isEqualTo(GOLDEN_SHA256);
  }

  @Test
  void theGoldenFileIsRead() throws IOException {
    Files.createDirectories(file().getParent());
    Files.write(file(), golden());

    assertThat(controls.records(SUITE, List.of(BOOTS, CATCHES)))
        .extracting(ControlRecord::lastRed, ControlRecord::lastShown)
        .containsExactly(
            org.assertj.core.api.Assertions.tuple(MONDAY, Shown.RED),
            org.assertj.core.api.Assertions.tuple(MONDAY, Shown.GREEN));
  }

  @Test
  void aFieldThatFormatOneGainsIsPassedOver() throws IOException {
    controls.note(SUITE, BOOTS, Shown.RED, MONDAY);
    Files.writeString(
        file(), Files.readString(file()).replace("\"goes-red\"", "\"gained\":true,\"goes-red\""));

    assertThat(only(BOOTS).lastShown()).isEqualTo(Shown.RED);
  }
}
