package dev.sluice.acceptance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every signature set of the example {@code clamav}, on both engines, as one table. */
@Tag("vm")
@Tag("long")
class ClamavTableTest {
  private final Desk desk = Desk.open();

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  void everySetComesToWhatItMust() {
    Ended ended = desk.startSluice("demo", "--clamav").endedWithin(Duration.ofMinutes(90));

    assertThat(ended.status()).as("%s%n%s", ended.out(), ended.err()).isZero();
    assertThat(ended.out()).doesNotContain("NOT as it must").contains("false-positive", "slow");
  }
}
