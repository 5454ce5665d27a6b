package dev.sluice.proving.environment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.pipeline.EnvironmentSpec.SandboxBounds;
import org.junit.jupiter.api.Test;

/** What is told of a bound, and what is said of it when the application ends. */
class EnforcedBoundsTest {
  private static final String KILLED = "sluice: killed at the bound of 64 MiB of memory\n";
  private static final String REFUSED = "sluice: refused a process at the bound of 16\n";

  private long kills;
  private long refusals;
  private final EnforcedBounds bounds =
      new EnforcedBounds(new SandboxBounds(64, 20, 16, 4), () -> kills, () -> refusals);

  @Test
  void eachTimeIsToldOnce() {
    assertThat(bounds.news()).isEmpty();
    kills = 2;
    assertThat(bounds.news()).isEqualTo(KILLED);
    assertThat(bounds.news()).isEmpty();
    kills = 3;
    refusals = 7;
    assertThat(bounds.news()).isEqualTo(KILLED + REFUSED);
  }

  /** A kernel may stop to count, as the files of a group go with it. */
  @Test
  void aCountThatGoesBackIsNoNews() {
    kills = 2;
    assertThat(bounds.news()).isEqualTo(KILLED);
    kills = 0;
    assertThat(bounds.news()).isEmpty();
    kills = 2;
    assertThat(bounds.news()).isEmpty();
  }

  @Test
  void anEndWithoutAnyHasNoClause() {
    var _ = bounds.news();

    assertThat(bounds.clauses(3)).isEmpty();
    assertThat(bounds.clauses(137)).isEmpty();
  }

  @Test
  void whatHappenedLastIsTheApplicationsOwn() {
    kills = 1;
    refusals = 1;
    var _ = bounds.news();

    assertThat(bounds.clauses(3))
        .isEqualTo(
            "; a process of it was killed at its bound of 64 MiB of memory"
                + "; a process was refused at its bound of 16 processes");
    assertThat(bounds.clauses(137)).isEqualTo(", at its bound of 64 MiB of memory");
  }

  @Test
  void whatWasToldWithAnAnswerIsNotForgotten() {
    kills = 1;
    refusals = 1;
    var _ = bounds.news() + bounds.news();

    assertThat(bounds.clauses(3))
        .isEqualTo(
            "; earlier a process was killed at the bound of 64 MiB of memory"
                + "; earlier a process was refused at the bound of 16 processes");
    assertThat(bounds.clauses(137)).isEqualTo(", at its bound of 64 MiB of memory");
  }
}
