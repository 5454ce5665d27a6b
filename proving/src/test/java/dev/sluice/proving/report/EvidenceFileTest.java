package dev.sluice.proving.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proving.report.EvidenceFile.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvidenceFileTest {
  private static final String RUN = "sensor-7.1";

  private static final List<EvidenceFile> FILES =
      EvidenceFile.of(
          List.of(
              "control-0.sensor-7.1.boot-2.console.txt",
              "control-1.sensor-7.1.boot-2.console.txt",
              "sensor-7.1.boot-1.console.txt",
              "sensor-7.1.boot-10.console.txt",
              "sensor-7.1.boot-2.console.txt",
              "sensor-7.1.machine-1.boot-1.console.txt",
              "sensor-7.1.retry.boot-2.console.txt",
              "sensor-7.1.retry.boot-1.console.txt",
              "sensor-7.1.retry.boot-1.screen.png",
              "sensor-7.1.boot-1.ssh.txt",
              "sensor-7.1.failed.json",
              "sensor-7.15.boot-1.console.txt",
              "2.sensor-7.1.boot-1.console.txt",
              "result.json"),
          RUN);

  private static List<String> names(List<EvidenceFile> files) {
    return files.stream().map(EvidenceFile::fileName).toList();
  }

  @Test
  void filesAreOrderedAsThingsHappened() {
    assertThat(names(FILES))
        .containsExactly(
            "sensor-7.1.boot-1.console.txt",
            "sensor-7.1.boot-1.ssh.txt",
            "sensor-7.1.boot-2.console.txt",
            "sensor-7.1.boot-10.console.txt",
            "sensor-7.1.machine-1.boot-1.console.txt",
            "sensor-7.1.retry.boot-1.console.txt",
            "sensor-7.1.retry.boot-1.screen.png",
            "sensor-7.1.retry.boot-2.console.txt",
            "control-0.sensor-7.1.boot-2.console.txt",
            "control-1.sensor-7.1.boot-2.console.txt");
  }

  @Test
  void theMachineThatWasToBeKeptWarmIsShownWhereNoOtherWasThere() {
    List<String> made =
        List.of("sensor-7.1.making.boot-0.console.txt", "sensor-7.1.making.boot-0.screen.png");
    assertThat(names(EvidenceFile.ofRun(EvidenceFile.of(made, RUN), Kind.SCREEN)))
        .containsExactly("sensor-7.1.making.boot-0.screen.png");

    List<String> both = List.of(made.getFirst(), "sensor-7.1.boot-1.console.txt");
    assertThat(names(EvidenceFile.ofRun(EvidenceFile.of(both, RUN), Kind.CONSOLE)))
        .containsExactly("sensor-7.1.boot-1.console.txt");

    List<String> retried =
        List.of("sensor-7.1.making.boot-0.screen.png", "sensor-7.1.retry.making.boot-0.screen.png");
    assertThat(names(EvidenceFile.ofRun(EvidenceFile.of(retried, RUN), Kind.SCREEN)))
        .containsExactly("sensor-7.1.retry.making.boot-0.screen.png");
  }

  @Test
  void ofARunThatWasRetriedTheSecondAttemptCounts() {
    assertThat(names(EvidenceFile.ofRun(FILES, Kind.CONSOLE)))
        .containsExactly(
            "sensor-7.1.retry.boot-1.console.txt", "sensor-7.1.retry.boot-2.console.txt");
    assertThat(names(EvidenceFile.ofRun(FILES, Kind.SCREEN)))
        .containsExactly("sensor-7.1.retry.boot-1.screen.png");
  }

  @Test
  void besideABootStandsTheSameBootOfTheNewestControlRun() {
    EvidenceFile second = EvidenceFile.ofRun(FILES, Kind.CONSOLE).getLast();

    assertThat(second.inControl(FILES))
        .map(EvidenceFile::fileName)
        .contains("control-1.sensor-7.1.boot-2.console.txt");
    assertThat(EvidenceFile.ofRun(FILES, Kind.CONSOLE).getFirst().inControl(FILES)).isEmpty();
  }
}
