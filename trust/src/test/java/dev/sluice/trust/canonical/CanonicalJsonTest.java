package dev.sluice.trust.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {
  private static String written(Json value) {
    return new String(CanonicalJson.write(value), StandardCharsets.UTF_8);
  }

  @Test
  void onlyQuotesAndBackslashesAreEscaped() {
    assertThat(written(new Json.Text("a\"b\\c\n\t/ü"))).isEqualTo("\"a\\\"b\\\\c\n\t/ü\"");
  }

  @Test
  void namesAreSortedByCodePointAndNotByUtf16Unit() {
    // U+1F600 is written with the surrogates D83D DE00, below U+FF5E as a unit, above it as a
    // point.
    Map<String, Json> fields = new LinkedHashMap<>();
    fields.put("\uD83D\uDE00", new Json.Whole(3));
    fields.put("\uFF5E", new Json.Whole(2));
    fields.put("a", new Json.Whole(1));
    fields.put("B", new Json.Whole(0));

    assertThat(written(new Json.Fields(fields)))
        .isEqualTo("{\"B\":0,\"a\":1,\"\uFF5E\":2,\"\uD83D\uDE00\":3}");
  }

  @Test
  void everyOtherKindOfValueHasOneWriting() {
    Json all =
        new Json.Items(
            List.of(
                new Json.Flag(true),
                new Json.Flag(false),
                new Json.Nothing(),
                new Json.Whole(-12),
                new Json.Items(List.of()),
                new Json.Fields(Map.of())));

    assertThat(written(all)).isEqualTo("[true,false,null,-12,[],{}]");
  }

  @Test
  void integersEndWhereDoublesLoseThem() {
    assertThat(written(new Json.Whole(9_007_199_254_740_991L))).isEqualTo("9007199254740991");
    assertThat(written(new Json.Whole(-9_007_199_254_740_991L))).isEqualTo("-9007199254740991");
    assertThatIllegalArgumentException().isThrownBy(() -> new Json.Whole(9_007_199_254_740_992L));
    assertThatIllegalArgumentException().isThrownBy(() -> new Json.Whole(-9_007_199_254_740_992L));
  }

  @Test
  void fractionsHaveNoCanonicalWriting() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CanonicalJson.write(new Json.OtherNumber("0.5")));
  }

  @Test
  void halfASurrogatePairIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CanonicalJson.write(new Json.Text("\uD83D")));
  }
}
