package dev.sluice.proving.environment.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProcessorShareTest {
  private static final String LOCKUP =
      "[   28.016000] watchdog: BUG: soft lockup - CPU#0 stuck for 26s! [insmod:84]\n";

  private long now = 5_000_000_000L;
  private @Nullable Duration used = Duration.ZERO;

  private final ProcessorShare share =
      new ProcessorShare(() -> now, () -> Optional.ofNullable(used));

  @Test
  void aMachineThatTookNearlyAllWasNotKeptWaiting() {
    run(40, 0.9);

    assertThat(starved()).isEmpty();
  }

  @Test
  void aMachineThatGotLittleWasKeptWaiting() {
    run(40, 0.2);

    assertThat(starved())
        .singleElement()
        .satisfies(s -> assertThat(s).isCloseTo(0.2, within(0.01)));
  }

  @Test
  void idlingBeforeTheStandstillDoesNotCount() {
    run(60, 0.01);
    run(22, 1.0);

    assertThat(starved()).isEmpty();
  }

  @Test
  void aBusyBootDoesNotHideThatItWasKeptWaitingLater() {
    run(60, 1.0);
    run(22, 0.1);

    assertThat(starved()).hasSize(1);
  }

  @Test
  void aHostThatDoesNotSayExcusesNothing() {
    used = null;
    now += 60_000_000_000L;

    assertThat(starved()).isEmpty();
  }

  @Test
  void theConsoleSaysOnceWhatAStandstillIsWorth() throws IOException {
    run(40, 0.13);
    var console = new ConsoleWatch(share);

    console.drain(new ByteArrayInputStream((LOCKUP + "more\n").getBytes(StandardCharsets.UTF_8)));

    assertThat(console.text())
        .isEqualTo(
            LOCKUP
                + "more\n\n"
                + "sluice: this host was busy: the machine got 13 % of a processor in the last 20"
                + " s\n");
  }

  @Test
  void aConsoleWithoutAStandstillIsLeftAsItIs() throws IOException {
    run(40, 0.13);
    var console = new ConsoleWatch(share);

    console.drain(new ByteArrayInputStream("all well\n".getBytes(StandardCharsets.UTF_8)));

    assertThat(console.text()).isEqualTo("all well\n");
  }

  private void run(int seconds, double of) {
    for (int i = 0; i < seconds; i++) {
      now += 1_000_000_000L;
      if (used != null) {
        used = used.plusMillis((long) (of * 1000));
      }
      share.sample();
    }
  }

  private List<Double> starved() {
    List<Double> shares = new ArrayList<>();
    share.ifStarved(shares::add);
    return shares;
  }
}
