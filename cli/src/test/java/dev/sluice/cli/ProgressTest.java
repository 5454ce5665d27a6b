package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.screen.Board;
import dev.sluice.cli.screen.Reports;
import dev.sluice.proving.plan.Plan;
import dev.sluice.proving.report.ProveReport;
import dev.sluice.proving.run.RunReport;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Progress progress(boolean live) {
    var printer = new Printer(stream(out), stream(err), live, live);
    return Progress.on(printer, printer, new Board(), (_, _) -> List.of("the header"));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static void tell(Progress progress) {
    ProveReport report = Reports.bad();
    Plan plan =
        new Plan(report.runs().stream().map(RunReport::planned).toList(), List.of(), Duration.ZERO);
    progress.busy("building the guest\u001b[2J");
    progress.planned(report.candidate(), plan);
    progress.phase(plan.runs().getFirst(), "first boot");
    progress.checkPassed(plan.runs().getFirst(), "boots", 2, 9);
    progress.ended(report.runs().getFirst());
  }

  @Test
  void inALogEachThingThatHappensIsALineWithoutMovement() {
    try (Progress progress = progress(false)) {
      tell(progress);
    }

    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("the header\n");
    assertThat(err.toString(StandardCharsets.UTF_8).replaceAll("(?m)^ *[0-9.]+ s", "T"))
        .isEqualTo(
            """
            T  building the guest[2J
            T  planned: sensor 7.15 + channel 291 · linux-6.1
                      8,450 hosts run sensor 7.15
            T  planned: sensor 7.11 + channel 291 · linux-6.1
                      30,000 hosts run sensor 7.11
            T  planned: sensor 7.16 + channel 291 · linux-6.1
                      1,550 hosts run sensor 7.16
            T  sensor 7.15 + channel 291 · linux-6.1: first boot
            T  sensor 7.15 + channel 291 · linux-6.1: ▲ failed, boots, 1.5 s
            """);
  }

  @Test
  void onATerminalTheLinesAreGoneWhenItIsOver() {
    try (LiveProgress progress = (LiveProgress) progress(true)) {
      tell(progress);
      progress.draw();
    }

    String written = err.toString(StandardCharsets.UTF_8);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("the header\n");
    assertThat(written).contains("sensor 7.15 + channel 291 · linux-6.1  ");
    assertThat(written).doesNotContain("guest\u001b[2J");
    assertThat(written).endsWith("\u001b[3A\u001b[J");
  }
}
