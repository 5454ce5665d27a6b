package dev.sluice.acceptance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The replay, as somebody sees it who has just cloned the sources. */
class DemoTest {
  @Test
  @Tag("vm")
  void everyActGoesAsItMust() {
    try (Desk desk = Desk.open()) {
      Ended ended = desk.sluice("demo", "--headless");
      assertThat(ended.status()).as(ended.out() + ended.err()).isZero();
      assertThat(ended.out().lines().filter(line -> line.contains("as it must"))).hasSize(3);
    }
  }

  /** Fetches another Debian with all it takes to build and run; minutes, and root's to do. */
  @Test
  @Tag("long")
  void aBareDebian13ReachesTheEndOfTheReplay() {
    try (Desk desk = Desk.open()) {
      desk.with("SLUICE_INSTALL", "");
      Ended ended =
          desk.start(
                  List.of(
                      Desk.sources().resolve("scripts/try-on-debian").toString(),
                      "trixie",
                      "./sluice",
                      "demo",
                      "--headless"))
              .endedWithin(Duration.ofMinutes(30));
      assertThat(ended.status()).as(ended.out() + ended.err()).isZero();
    }
  }
}
