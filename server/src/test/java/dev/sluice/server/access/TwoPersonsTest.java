package dev.sluice.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.event.PersonName;
import org.junit.jupiter.api.Test;

class TwoPersonsTest {
  private static boolean differ(String asked, String agrees) {
    return TwoPersons.differ(new PersonName(asked), new PersonName(agrees));
  }

  @Test
  void nobodyAgreesWithThemselvesHoweverTheyAreSpelled() {
    assertThat(differ("ann", "ben")).isTrue();
    assertThat(differ("ann", "ann")).isFalse();
    assertThat(differ("ann", "Ann")).isFalse();
  }

  @Test
  void theServerIsNoPerson() {
    assertThat(TwoPersons.differ(new PersonName("ann"), PersonName.SERVER)).isFalse();
  }
}
