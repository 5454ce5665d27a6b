package dev.sluice.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.model.Digest;
import dev.sluice.server.content.ContentStore;
import dev.sluice.server.content.disk.DiskContents;
import dev.sluice.server.event.RunKey;
import dev.sluice.server.ledger.RunRecord;
import dev.sluice.server.ledger.Told;
import dev.sluice.server.life.RunState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceTest {
  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

  @TempDir Path folder;
  private ContentStore store;

  @BeforeEach
  void open() throws IOException {
    store = new DiskContents(folder, 0).of(Told.SENSOR);
  }

  private static RunRecord run(int number, RunState state, Digest evidence) {
    return new RunRecord(
        Told.SENSOR,
        RunKey.of(number),
        number,
        number,
        Told.prove(Told.channel(291)),
        state,
        NOW,
        NOW,
        null,
        null,
        evidence,
        null,
        0,
        1);
  }

  private Digest archive(byte[] before, String name, String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("before"));
      zip.write(before);
      zip.putNextEntry(new ZipEntry(name));
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return store.put(out.toByteArray());
  }

  @Test
  void theSuitesOfAllRunsAreOneDocument() throws IOException {
    Digest one =
        archive(
            new byte[10],
            "junit.xml",
            "<?xml version=\"1.0\"?>\n<testsuites><testsuite name=\"a\"><testcase name=\"boots\"/>"
                + "</testsuite></testsuites>");
    Digest two = archive(new byte[0], "junit.xml", "<testsuite name=\"b &amp; c\"/>");
    String all =
        new String(
            Evidence.junit(
                List.of(
                    run(3, new RunState.Passed(null, null), one),
                    run(4, new RunState.Failed("it panicked"), two)),
                store),
            StandardCharsets.UTF_8);
    assertThat(all)
        .startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n")
        .contains("<testsuite name=\"a\"><testcase name=\"boots\"></testcase></testsuite>")
        .contains("<testsuite name=\"b &amp; c\"></testsuite>")
        .endsWith("</testsuites>\n");
  }

  @Test
  void theReportOfTheRunThatFailedIsShownUnlessAnotherIsAskedFor() throws IOException {
    List<RunRecord> runs =
        List.of(
            run(
                3,
                new RunState.Passed(null, null),
                archive(new byte[0], "report.html", "<p>passed</p>")),
            run(
                4,
                new RunState.Failed("it panicked"),
                archive(new byte[0], "report.html", "<p>failed</p>")));
    assertThat(new String(Evidence.report(runs, store, null), StandardCharsets.UTF_8))
        .isEqualTo("<p>failed</p>");
    assertThat(new String(Evidence.report(runs, store, RunKey.of(3)), StandardCharsets.UTF_8))
        .isEqualTo("<p>passed</p>");
  }

  @Test
  void aBombIsNotUnpackedToItsEnd() throws IOException {
    Digest bomb = archive(new byte[300 << 20], "junit.xml", "<testsuite/>");
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> Evidence.junit(List.of(run(3, new RunState.Failed("no"), bomb)), store))
        .satisfies(e -> assertThat(e.status()).isEqualTo(413));
  }

  @Test
  void anEntityIsNotFollowed() throws IOException {
    Digest evil =
        archive(
            new byte[0],
            "junit.xml",
            "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><testsuite>&x;</testsuite>");
    try {
      String all =
          new String(
              Evidence.junit(List.of(run(3, new RunState.Failed("no"), evil)), store),
              StandardCharsets.UTF_8);
      assertThat(all).doesNotContain("root:");
    } catch (ProblemException e) {
      assertThat(e.status()).isEqualTo(404);
    }
  }
}
