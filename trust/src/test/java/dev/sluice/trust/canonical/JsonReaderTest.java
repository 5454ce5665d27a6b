package dev.sluice.trust.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
  private static final int LIMIT = 100_000;

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Json read(String text) throws MalformedInput {
    return JsonReader.read(utf8(text), LIMIT);
  }

  private static void assertRefused(byte[] bytes, String why) {
    assertThatExceptionOfType(MalformedInput.class)
        .isThrownBy(() -> JsonReader.read(bytes, LIMIT))
        .withMessageContaining(why);
  }

  @Test
  void everyKindOfValueIsRead() throws MalformedInput {
    assertThat(
            read(
                " {\"a\": [1, -0, 1.5, 9007199254740993, true, null, \"\\u00fc\\ud83d\\ude00\"]} "))
        .isEqualTo(
            new Json.Fields(
                Map.of(
                    "a",
                    new Json.Items(
                        List.of(
                            new Json.Whole(1),
                            new Json.OtherNumber("-0"),
                            new Json.OtherNumber("1.5"),
                            new Json.OtherNumber("9007199254740993"),
                            new Json.Flag(true),
                            new Json.Nothing(),
                            new Json.Text("ü\uD83D\uDE00"))))));
  }

  @Test
  void aDuplicateNameIsRefusedHoweverItIsWritten() {
    assertRefused(utf8("{\"a\":1,\"a\":2}"), "uplicate");
    assertRefused(utf8("{\"a\":1,\"\\u0061\":2}"), "uplicate");
    assertRefused(utf8("{\"b\":{\"a\":1,\"a\":1}}"), "uplicate");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1,]",
        "[1",
        "{\"a\"}",
        "{\"a\":}",
        "{a:1}",
        "{'a':1}",
        "01",
        "+1",
        ".5",
        "1.",
        "NaN",
        "Infinity",
        "tru",
        "\"a",
        "\"\\x\"",
        "\"\t\"",
        "// c\n1",
        "/* c */1",
        "{} {}",
        "1 2",
        "{}x",
        "]",
        "}",
        ":",
        "[,]"
      })
  void whatIsNotOneJsonValueIsRefused(String text) {
    assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> read(text));
  }

  @Test
  void otherEncodingsThanPlainUtf8AreRefused() {
    assertRefused("{}".getBytes(StandardCharsets.UTF_16LE), "");
    assertRefused("{}".getBytes(StandardCharsets.UTF_16), "not UTF-8");
    assertRefused(utf8("\uFEFF{}"), "");
    assertRefused(new byte[] {'"', (byte) 0xC0, (byte) 0x80, '"'}, "not UTF-8");
    assertRefused(new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'}, "not UTF-8");
  }

  @Test
  void halfASurrogatePairIsRefusedInTextAndNames() {
    assertRefused(utf8("\"\\ud83d\""), "surrogate");
    assertRefused(utf8("{\"\\ude00\":1}"), "surrogate");
  }

  @Test
  void depthAndSizeAreBounded() {
    assertRefused(utf8("[".repeat(33) + "]".repeat(33)), "nest");
    assertRefused(utf8("[".repeat(90_000)), "nest");
    byte[] large = new byte[LIMIT + 1];
    Arrays.fill(large, (byte) ' ');
    assertRefused(large, "more than the 100000 allowed");
    assertRefused(utf8("1".repeat(5_000)), "");
  }

  @Test
  void aMissingFieldAndOneOfAnotherTypeAreNamed() throws MalformedInput {
    Json.Fields fields = JsonReader.readFields(utf8("{\"a\":1,\"b\":\"x\",\"c\":null}"), LIMIT);

    assertThatExceptionOfType(MalformedInput.class)
        .isThrownBy(() -> fields.text("d"))
        .withMessage("field \"d\" is missing");
    assertThatExceptionOfType(MalformedInput.class)
        .isThrownBy(() -> fields.whole("b"))
        .withMessage("field \"b\" is not a whole number");
    assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> fields.items("a"));
    assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> fields.text("c"));
    assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> fields.fields("a"));
  }

  @Test
  void whatIsShownOfAStrangersTextCannotMoveACursor() {
    assertThat(PlainText.quoted("a\u001b[2Jb\u202ec\u0000")).isEqualTo("\"a?[2Jb?c?\"");
    assertThat(PlainText.quoted("x".repeat(500))).hasSize(123);
    assertThat(PlainText.isPlain("Debian 12, größer")).isTrue();
    assertThat(PlainText.isPlain("a\nb")).isFalse();
    assertThat(PlainText.isPlain(" ")).isFalse();
    assertThat(PlainText.isPlain("\uD83D")).isFalse();
    assertThat(PlainText.isPlain("x".repeat(513))).isFalse();
    assertThat(PlainText.plain("a\nb")).isEqualTo("a?b");
    assertThat(PlainText.plain("x".repeat(512))).isEqualTo("x".repeat(512));
    assertThat(PlainText.plain("x".repeat(513))).isEqualTo("x".repeat(511) + "…");
    assertThat(PlainText.isPlain(PlainText.plain("\uD83D\uDE00".repeat(300)))).isTrue();
  }
}
