package dev.sluice.cli.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.impact.Impact;
import dev.sluice.model.outcome.Outcome;
import dev.sluice.model.outcome.Thing;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImpactPageTest {
  private static final String CLINIC =
      """
      sluice-outcomes: 1
      place: Example Clinic
      outcomes:
        prescription:
          says: a patient gets a prescription
          people: 40
          harm-after: 4 h
          needs: [practice-system, doctor]
          fallback: { says: by hand, needs: [doctor], keeps-for: 1 d, exercised: 2024-10-20 }
      groups:
        practice-pcs: { hosts: 4, runs: [], at: practice }
      services:
        practice-system: { needs: [practice-pcs] }
      sites: { practice: { needs: [] } }
      people: { doctor: { count: 2 } }
      """;

  private static final String HOSTILE =
      """
      sluice-outcomes: 1
      place: "<script>alert('place')</script>"
      outcomes:
        one:
          says: "</title></svg><script>alert(1)</script> \\" onload=\\"x \\u202Eevil & co"
          who: "<img src=https://example.org/x>"
          harm-after: 0 s
          needs:
            - { need: it, degraded: "<a href='https://example.org'>" }
            - it
          degraded-modes:
            - { says: "<b>bold</b>", needs: [] }
          fallback: { says: "'><i>", needs: [it], exercised: 2020-01-01 }
      services:
        it: { says: "</text><script>", needs: [] }
      policy: { exercised-within: 30 }
      waivers:
        w: { accepts: untried-fallback, for: [one], reason: "<u>why</u>", until: 2027-01-01 }
      """;

  @Test
  void singleFailuresComeFirst() {
    String html = page(CLINIC);

    assertThat(html.indexOf("id=\"points\"")).isPositive().isLessThan(html.indexOf("id=\"map\""));
    assertThat(html.indexOf("id=\"map\"")).isLessThan(html.indexOf("id=\"outcomes\""));
    assertThat(html)
        .contains("<h1>3 failures lose an outcome alone, and nothing that was tried stands in</h1>")
        .contains("stale: tried 766 days ago")
        .contains("It is lost at once, by way of practice-system");
  }

  @Test
  void whatIsDrilledHoldsAndThePageSaysSo() {
    assertThat(page(CLINIC.replace("2024-10-20", "2026-10-20")))
        .contains("<h1>No single failure loses an outcome with nothing standing in</h1>")
        .contains("3 failures lose outcomes, all held for a time by something that was tried.")
        .contains("tried 36 days ago");
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 60, 150})
  void thePageLoadsNothingAndLeadsNowhere(int nodes) {
    isAlone(page(nodes == 5 ? CLINIC : SeededFile.of(1, nodes)));
  }

  @Test
  void textOfTheFileIsEscapedWhereverItStands() {
    String html = page(HOSTILE);

    assertThat(html)
        .contains("&lt;script&gt;")
        .doesNotContain("<script", "<img", "<i>", "<u>", "<b>bold", "\u202e", "<a href='")
        .doesNotContainPattern("<[^>]*onload");
    // The file's text makes no element that the page of another file has not.
    assertThat(union(tags(page(CLINIC)), Set.of("details", "ul"))).containsAll(tags(html));
  }

  @Test
  void everyOutcomeAndThingIsInATable() {
    Impact impact = SeededFile.read(SeededFile.of(3, 150));
    String html = ImpactPage.of(impact, "outcomes.yaml");

    for (Outcome outcome : impact.outcomes().outcomes()) {
      assertThat(html).contains(outcome.says() + "</span> <span class=\"state");
    }
    for (Thing thing : impact.outcomes().things()) {
      assertThat(html)
          .contains(
              "<tr id=\"thing-%s\"><th scope=\"row\">%s<small>"
                  .formatted(thing.name(), thing.name()));
    }
  }

  @Test
  void theSamePageTwice() {
    String file = SeededFile.of(4, 150);

    assertThat(page(file)).isEqualTo(page(file));
  }

  @Test
  void aMapHasATitleAndADescriptionAndAnotherWayToItsContent() {
    assertThat(page(CLINIC))
        .contains("aria-labelledby=\"map-title map-desc\"")
        .contains("<title id=\"map-title\">Map of outcomes and what they hang on</title>")
        .contains("<desc id=\"map-desc\">1 outcome at the left")
        .contains("<a href=\"#things\">");
  }

  @Test
  void aBoxOfTheMapLeadsToItsRow() {
    String html = page(CLINIC);
    String map = html.substring(html.indexOf("<svg role"), html.indexOf("id=\"after-map\""));

    assertThat(all(map, "<a class=\"box [^>]*href=\"#([^\"]*)\""))
        .contains(
            "outcome-prescription",
            "stands-in-0-prescription",
            "thing-practice-system",
            "thing-practice-pcs",
            "thing-practice");
    assertThat(html).contains("<a href=\"#after-map\">");
  }

  private static void isAlone(String html) {
    assertThat(html)
        .contains("content=\"default-src 'none'; style-src 'unsafe-inline'\"")
        .doesNotContain("<script", "<link", "http:", "https:", "src=", "url(", "@import", "srcset");
    List<String> ids = all(html, " id=\"([^\"]*)\"");
    assertThat(ids).doesNotHaveDuplicates();
    for (String href : all(html, "href=\"([^\"]*)\"")) {
      assertThat(href).startsWith("#");
      assertThat(ids).contains(href.substring(1));
    }
    for (String labels : all(html, "aria-labelledby=\"([^\"]*)\"")) {
      assertThat(ids).contains(labels.split(" ", -1));
    }
    // Opened and closed alike, but for those that HTML never closes.
    for (String tag : tags(html)) {
      if (!tag.equals("meta")) {
        assertThat(all(html, "(<" + tag + ")[ >]"))
            .as(tag)
            .hasSameSizeAs(all(html, "(</" + tag + ">)"));
      }
    }
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    Set<String> both = new HashSet<>(one);
    both.addAll(other);
    return both;
  }

  private static Set<String> tags(String html) {
    return new HashSet<>(all(html, "<([a-z][a-z0-9]*)[ >]"));
  }

  private static List<String> all(String html, String pattern) {
    return Pattern.compile(pattern)
        .matcher(html)
        .results()
        .map((MatchResult found) -> found.group(1))
        .toList();
  }

  private static String page(String file) {
    return ImpactPage.of(SeededFile.read(file), "outcomes.yaml");
  }
}
