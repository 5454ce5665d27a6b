package dev.sluice.model.impact;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SinglePointsTest {
  @Test
  void oneHostIsASinglePointWhereAllAreNeeded() {
    Impact impact =
        Asked.admission("[{ hosts: 3, in: desks }]", "groups: { desks: { hosts: 3, runs: [] } }\n");

    assertThat(impact.singlePoints().sets())
        .extracting(set -> set.parts().getFirst().spoken())
        .containsExactly("host-group desks", "one host of desks");
  }

  @Test
  void aSpareHostIsNone() {
    Impact impact =
        Asked.admission("[{ hosts: 2, in: desks }]", "groups: { desks: { hosts: 3, runs: [] } }\n");

    assertThat(impact.singlePoints().sets())
        .extracting(set -> set.parts().getFirst().spoken())
        .containsExactly("host-group desks");
  }

  @Test
  void aRoleThatSeveralFillIsNone() {
    Impact impact =
        Asked.admission(
            "[nurse, expert]", "people: { nurse: { count: 2 }, expert: { says: the one } }\n");

    assertThat(impact.singlePoints().sets())
        .extracting(set -> set.parts().getFirst().name())
        .containsExactly("expert");
  }

  @Test
  void theWorstComesFirst() {
    Impact impact =
        Asked.of(
            """
            sluice-outcomes: 1
            outcomes:
              late: { says: late, people: 50, harm-after: 3 d, needs: [a] }
              soon: { says: soon, people: 50, harm-after: 1 h, needs: [b] }
              many: { says: many, people: 900, harm-after: 9 d, needs: [c] }
              held:
                says: held
                people: 5000
                harm-after: 1 h
                needs: [d]
                fallback: { says: paper, keeps-for: 4 h, exercised: 2026-11-01 }
            services:
              a: { needs: [] }
              b: { needs: [] }
              c: { needs: [] }
              d: { needs: [] }
            """);

    assertThat(impact.singlePoints().sets())
        .extracting(set -> set.parts().getFirst().name())
        .containsExactly("c", "b", "a", "d");
    CutSet last = impact.singlePoints().sets().getLast();
    assertThat(last.isBare()).isFalse();
    assertThat(last.harmAfter()).isEqualTo(Duration.ofHours(5));
  }

  @Test
  void whatHoldsIsNotKnownToHoldWhileItHangsOnWhatIsOpen() {
    Impact impact =
        Asked.of(
            """
            sluice-outcomes: 1
            outcomes:
              admission:
                says: a patient is admitted
                harm-after: 2 h
                needs: [records]
                fallback: { says: paper, needs: [forms], exercised: 2026-11-01 }
            services: { records: { needs: [] }, forms: {} }
            """);

    assertThat(impact.singlePoints().notKnown())
        .singleElement()
        .extracting(SinglePoints.NotKnown::open)
        .isEqualTo(List.of(new Answer.Open("forms", "what it hangs on")));
  }
}
