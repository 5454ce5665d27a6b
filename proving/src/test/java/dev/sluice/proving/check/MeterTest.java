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
