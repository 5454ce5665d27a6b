package dev.sluice.model.impact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.outcome.Thing;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class HostBudgetTest {
  @Test
  void theQuorumOfAnOutcomeBoundsHowManyMayBeDown() {
    HostBudget budget =
        Asked.admission(
                "[{ hosts: 4, in: desks }, records]",
                """
                groups:
                  desks: { hosts: 9, runs: [], recovers-in: 20 m }
                  servers: { hosts: 3, runs: [] }
                  spare: { hosts: 2, runs: [] }
                services:
                  records: { needs: [{ need: { hosts: 2, in: servers }, holds-for: 4 h }] }
                """)
            .hostBudget();

    assertThat(budget.margins()).extracting(HostBudget.Margin::down).containsExactly(1L, 5L, 2L);
    assertThat(budget.margins())
        .extracting(HostBudget.Margin::anHour)
        .containsExactly(null, 15L, null);
    assertThat(Objects.requireNonNull(budget.narrowest()).group().name()).isEqualTo("servers");
    assertThat(budget.margins().getLast().bound()).isNull();
  }

  @Test
  void whereOneGroupStandsInForAnotherEitherMayBeDownWhole() {
    HostBudget budget =
        Asked.admission(
                "{ any: [{ hosts: 2, in: a }, b] }",
                "groups: { a: { hosts: 5, runs: [] }, b: { hosts: 3, runs: [] } }\n")
            .hostBudget();

    assertThat(budget.margins()).extracting(HostBudget.Margin::bound).containsOnlyNulls();
    assertThat(budget.margins()).extracting(HostBudget.Margin::down).containsExactly(3L, 5L);
  }

  @Test
  void aPlainNeedOfAGroupIsThatOfOneHost() {
    HostBudget budget =
        Asked.admission("[a]", "groups: { a: { hosts: 5, runs: [] } }\n").hostBudget();

    assertThat(budget.margins().getFirst().down()).isEqualTo(4);
  }

  @Test
  void aGroupWithoutANumberOfHostsIsNotKnownWhereAnOutcomeHangsOnIt() {
    HostBudget budget =
        Asked.admission("[a, { need: b, degraded: slowly }]", "groups: { a: {}, b: {}, c: {} }\n")
            .hostBudget();

    assertThat(budget.margins()).isEmpty();
    assertThat(budget.notKnown()).extracting(Thing::name).containsExactly("a");
  }
}
