package dev.sluice.proving.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proving.cause.Cause;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {
  private static final Cause PANIC =
      new Cause(Cause.PANICKED, "the kernel panicked", List.of("Kernel panic"));
  private static final Cause LOST =
      new Cause(Cause.SILENT, "the machine did not answer", List.of("login:"));

  private static final Map<String, Verdict.Ended> CANDIDATE =
      Map.of(
          "showed everything",
          new Verdict.Ended.Well(),
          "did not show it",
          new Verdict.Ended.NotShown(PANIC),
          "machine broke",
          new Verdict.Ended.Broken("qemu was killed"));

  private static final Map<String, Verdict.Control> CONTROL =
      Map.of(
          "passed",
          new Verdict.Control.Passed(),
          "did not show it either",
          new Verdict.Control.NotShown(LOST),
          "machine broke",
          new Verdict.Control.Broken("no room"),
          "there is none",
          new Verdict.Control.Absent());

  private static <V> V of(Map<String, V> table, String words) {
    V value = table.get(words);
    if (value == null) {
      throw new IllegalArgumentException(words);
    }
    return value;
  }

  private static String word(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Passed _ -> "passed";
      case Verdict.Failed _ -> "failed";
      case Verdict.Retry _ -> "again";
      case Verdict.CouldNotTell _ -> "could not tell";
    };
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # candidate,        control,                first attempt,  last attempt
          showed everything,  passed,                 passed,         passed
          showed everything,  did not show it either, passed,         passed
          showed everything,  machine broke,          passed,         passed
          showed everything,  there is none,          passed,         passed
          did not show it,    passed,                 failed,         failed
          did not show it,    did not show it either, again,          could not tell
          did not show it,    machine broke,          again,          could not tell
          did not show it,    there is none,          could not tell, could not tell
          machine broke,      passed,                 again,          could not tell
          machine broke,      did not show it either, again,          could not tell
          machine broke,      machine broke,          again,          could not tell
          machine broke,      there is none,          again,          could not tell
          """)
  void theWholeRule(String candidate, String control, String first, String last) {
    Verdict.Ended ended = of(CANDIDATE, candidate);
    Verdict.Control controlled = of(CONTROL, control);

    assertThat(word(Verdict.of(ended, controlled, false))).isEqualTo(first);
    assertThat(word(Verdict.of(ended, controlled, true))).isEqualTo(last);
  }

  private record Case(Verdict.Ended candidate, Verdict.Control control, boolean lastAttempt) {
    Verdict verdict() {
      return Verdict.of(candidate, control, lastAttempt);
    }
  }

  private static Stream<Case> everyCase() {
    return CANDIDATE.values().stream()
        .flatMap(
            e ->
                CONTROL.values().stream()
                    .flatMap(c -> Stream.of(new Case(e, c, false), new Case(e, c, true))));
  }

  @Test
  void onlyAControlThatPassesMakesAFailure() {
    assertThat(everyCase().filter(c -> c.verdict() instanceof Verdict.Failed))
        .isNotEmpty()
        .allMatch(
            c ->
                c.control() instanceof Verdict.Control.Passed
                    && c.candidate() instanceof Verdict.Ended.NotShown);
  }

  @Test
  void whatBreaksTheMachineNeverFailsACandidate() {
    assertThat(
            everyCase()
                .filter(
                    c ->
                        c.candidate() instanceof Verdict.Ended.Broken
                            || c.control() instanceof Verdict.Control.Broken))
        .noneMatch(c -> c.verdict() instanceof Verdict.Failed);
  }

  @Test
  void onlyACandidateThatShowedEverythingPasses() {
    assertThat(everyCase().filter(c -> c.verdict() instanceof Verdict.Passed))
        .allMatch(c -> c.candidate() instanceof Verdict.Ended.Well);
  }

  @Test
  void theLastAttemptAsksForNoOther() {
    assertThat(everyCase().filter(Case::lastAttempt))
        .noneMatch(c -> c.verdict() instanceof Verdict.Retry);
  }

  @Test
  void aFailureHasTheCandidatesOwnCause() {
    assertThat(Verdict.of(new Verdict.Ended.NotShown(PANIC), new Verdict.Control.Passed(), false))
        .isEqualTo(new Verdict.Failed(PANIC));
  }

  @Test
  void bothDyingIsInfrastructureAndKeepsWhatTheCandidatesConsoleShowed() {
    Verdict verdict =
        Verdict.of(new Verdict.Ended.NotShown(PANIC), new Verdict.Control.NotShown(LOST), true);

    assertThat(verdict)
        .isEqualTo(
            new Verdict.CouldNotTell(
                new Cause(
                    Cause.INFRASTRUCTURE,
                    "the kernel panicked; the last known good fares no better",
                    List.of("Kernel panic"))));
  }

  @Test
  void withoutALastKnownGoodTheCauseSaysWhyNobodyCanTell() {
    Verdict verdict =
        Verdict.of(new Verdict.Ended.NotShown(PANIC), new Verdict.Control.Absent(), false);

    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.CouldNotTell.class,
            told ->
                assertThat(told.cause().what())
                    .startsWith("the kernel panicked, and with no last known good"));
  }

  @Test
  void aBrokenControlIsNamedAsWhatBroke() {
    Verdict verdict =
        Verdict.of(new Verdict.Ended.NotShown(PANIC), new Verdict.Control.Broken("no room"), false);

    assertThat(verdict).isEqualTo(new Verdict.Retry("the control run broke: no room"));
  }
}
