package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImpactReportTest {
  private static final Path HOSPITAL =
      Path.of(System.getProperty("sluice.root", ".."), "examples/hospital/outcomes.yaml");

  @TempDir private Path folder = Path.of("");
  private Shell shell = new Shell(folder);

  @BeforeEach
  void home() {
    shell = new Shell(folder);
  }

  @Test
  void theHospitalsPageIsWritten() throws IOException {
    Path out = folder.resolve("new/impact.html");

    Shell.Ended ended =
        shell.run("impact", "report", "--out", out, "--file", HOSPITAL, "--today", "2026-11-25");

    assertThat(ended.err()).isEmpty();
    assertThat(ended.status()).isZero();
    assertThat(ended.out()).isEqualTo("Written: " + out + "\n");
    assertThat(Files.readString(out))
        .contains("site main-building")
        .contains("an emergency patient is admitted")
        .contains("stale: tried 437 days ago");
  }

  @Test
  void aFileThatIsNotValidGivesNoPage() throws IOException {
    Path file = Files.writeString(folder.resolve("outcomes.yaml"), "sluice-outcomes: 1\n");
    Path out = folder.resolve("impact.html");

    Shell.Ended ended = shell.run("impact", "report", "--out", out, "--file", file);

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err()).contains("outcomes.yaml:1:");
    assertThat(out).doesNotExist();
  }

  @Test
  void theFileItselfIsNeverOverwritten() throws IOException {
    Path file = Files.copy(HOSPITAL, folder.resolve("outcomes.yaml"));

    Shell.Ended ended = shell.run("impact", "report", "--out", file, "--file", file);

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err()).contains("is the file of outcomes itself");
    assertThat(file).hasSameTextualContentAs(HOSPITAL);
  }
}
