package dev.sluice.proving.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeterTest {
  @TempDir private Path folder;

  private static String run(List<String> shell, String script) throws Exception {
    Process process = new ProcessBuilder(shell).redirectErrorStream(true).start();
    process.getOutputStream().write(script.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static Meter meter(String output) {
    return Meter.read(output).orElseThrow(() -> new AssertionError(output));
  }

  private void readsThisMachine(List<String> shell) throws Exception {
    Meter before = meter(run(shell, Meter.script(folder.toString())));
    Files.write(folder.resolve("8 MiB"), new byte[8 << 20]);
    Meter after = meter(run(shell, Meter.script(folder.toString())));

    assertThat(before.busyTicks()).isPositive();
    assertThat(after.busyTicks()).isGreaterThanOrEqualTo(before.busyTicks());
    assertThat(before.availableKib()).isGreaterThan(1024);
    assertThat(after.usedKib()).isPositive();
  }

  @Test
  void theScriptReadsARealMachine() throws Exception {
    readsThisMachine(List.of("sh"));
  }

  @Test
  void theScriptReadsARealMachineWithBusybox() throws Exception {
    Path busybox = Path.of("/bin/busybox");
    org.junit.jupiter.api.Assumptions.assumeTrue(Files.isExecutable(busybox), "busybox is absent");

    readsThisMachine(List.of(busybox.toString(), "sh"));
  }

  @Test
  void timeThatTicksMissedCountsAsBusy() throws Exception {
    Path stat = folder.resolve("stat");
    Path uptime = Files.writeString(folder.resolve("uptime"), "100.08 50.00\n");
    Files.writeString(
        stat,
        """
        cpu  10 0 20 5000 500 1 1 0 0 0
        cpu0 5 0 10 2500 250 1 0 0 0 0
        cpu1 5 0 10 2500 250 0 1 0 0 0
        intr 12345
        """);
    String script =
        Meter.script(folder.toString())
            .replace("/proc/stat", stat.toString())
            .replace("/proc/uptime", uptime.toString());

    assertThat(meter(run(List.of("sh"), script)).busyTicks()).isEqualTo(2 * 10_008 - 5_500);
  }

  @Test
  void aMountThatIsNotThereGivesNoReading() throws Exception {
    assertThat(Meter.read(run(List.of("sh"), Meter.script("/no/such/mount")))).isEmpty();
  }

  @Test
  void theLineIsFoundAmongOtherOutput() {
    assertThat(Meter.read("warning: late\nsluice-meter 12 345 6\nbye\n"))
        .contains(new Meter(12, 345, 6));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sluice-meter 1 2",
        "sluice-meter 1 2 ",
        "sluice-meter 1 2 3 4",
        "sluice-meter 1 -2 3",
        "sluice-meter 1 2 3.5",
        "sluice-meter 1 2 99999999999999999999",
        " sluice-meter 1 2 3"
      })
  void anythingElseIsNoReading(String output) {
    assertThat(Meter.read(output)).isEmpty();
  }
}
