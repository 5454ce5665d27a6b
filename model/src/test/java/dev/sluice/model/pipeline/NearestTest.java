package dev.sluice.model.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.file.Nearest;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NearestTest {
  private static final List<String> KNOWN = List.of("catches", "leaves-alone", "in-force", "at");

  @ParameterizedTest
  @CsvSource({
    "lease-alone, leaves-alone",
    "leaves_alone, leaves-alone",
    "Leaves Alone, leaves-alone",
    "cathces, catches",
    "inforce, in-force",
    "ta, at",
    "size,",
    "x,",
    "leave,"
  })
  void fewSlipsLeadToTheWordThatWasMeant(String written, String meant) {
    assertThat(Nearest.to(written, KNOWN)).isEqualTo(meant);
  }
}
