package dev.sluice.cli.card;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import dev.sluice.model.drill.DrillPlan;
import dev.sluice.model.file.FileText;
import dev.sluice.model.file.ProblemReport;
import dev.sluice.model.impact.Impact;
import dev.sluice.model.outcome.Outcomes;
import dev.sluice.model.outcome.OutcomesFile;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DrillCardTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 25);
  private static final int PIXELS = 6;

  private static Impact impact(String says, String more) {
    String yaml =
        """
        sluice-outcomes: 1
        place: Birch Clinic
        outcomes:
          admission:
            says: "%s"
            harm-after: 2 h
            needs: [{ hosts: 2, in: ward-pcs }, records, nurse]
            degraded-modes: [{ says: the read-only copy }]
            fallback:
              says: paper forms
              needs: [{ any: [forms, blank-paper] }, nurse%s]
              keeps-for: 90 m
        groups:
          ward-pcs: { hosts: 3, runs: [] }
        services:
          records: { needs: [] }
          forms: { says: the box of forms, needs: [] }
          blank-paper: { needs: [] }
        people:
          nurse: { says: a nurse, count: 5 }
        """
            .formatted(says, more);
    return switch (OutcomesFile.parse("outcomes.yaml", yaml.getBytes(UTF_8))) {
      case FileText.Read<Outcomes>(var outcomes) -> Impact.of(outcomes, TODAY);
      case FileText.Refused<Outcomes>(var problems) ->
          throw new AssertionError(ProblemReport.of(problems));
    };
  }

  private static DrillPlan.Next next(Impact impact) {
    return DrillPlan.of(impact.outcomes(), TODAY).drills().getFirst();
  }

  @Test
  void theCardSaysWhatToDoAndWithWhatInPlainWords() {
    Impact impact = impact("a patient is admitted", "");
    Card card = DrillCard.card(impact, next(impact), null);

    assertThat(card.needs()).containsExactly("The box of forms or blank paper", "A nurse");
    assertThat(card.gone()).as("the people stay").containsExactly("Ward pcs", "Records");
    assertThat(card.before()).containsExactly("The read-only copy");
    assertThat(card.lasts())
        .containsExactly(
            "It can be kept up for 1 hour 30 minutes.",
            "People are harmed after 2 hours in which nothing works.");
    assertThat(card.tried()).isEqualTo("never tried");
  }

  @Test
  void textOfTheOwnerIsTextAndBounded() {
    Impact impact = impact("<script>alert(1)</script>" + "x".repeat(4_000), "");
    String page = DrillCard.of(impact, next(impact), null);

    assertThat(page).contains("&lt;script&gt;").doesNotContain("<script");
    assertThat(page.length()).isLessThan(12_000);
  }

  @Test
  void aCardWithMuchOnItIsPrintedSmaller() {
    Impact impact = impact("a patient is admitted", "");
    assertThat(DrillCard.of(impact, next(impact), "https://clinic.example/how"))
        .contains("<body class=\"roomy\">");

    List<String> items = Collections.nCopies(6, "x".repeat(60));
    var much =
        new Card("", "o", "", "f", List.of(), items, items, List.of(), "never tried", "", "", null);
    assertThat(much.dense()).isTrue();
  }

  @Test
  void aReaderFindsTheAddressInTheCode() throws Exception {
    String address = "https://clinic.example/how?ward=3&language=de";
    Impact impact = impact("a patient is admitted", "");
    String page = DrillCard.of(impact, next(impact), address);

    assertThat(page).contains("https://clinic.example/how?ward=3&amp;language=de");
    assertThat(new QRCodeReader().decode(picture(page)).getText()).isEqualTo(address);
  }

  /** The page's path, drawn as a browser draws it. */
  private static BinaryBitmap picture(String page) {
    Matcher box = Pattern.compile("viewbox=\"0 0 ([0-9]+) ").matcher(page);
    assertThat(box.find()).isTrue();
    int size = Integer.parseInt(box.group(1));
    int side = size * PIXELS;
    int[] pixels = new int[side * side];
    Arrays.fill(pixels, 0xFFFFFF);
    Matcher dark = Pattern.compile("M([0-9]+),([0-9]+)h1v1h-1z").matcher(page);
    while (dark.find()) {
      int left = Integer.parseInt(dark.group(1)) * PIXELS;
      int top = Integer.parseInt(dark.group(2)) * PIXELS;
      for (int y = top; y < top + PIXELS; y++) {
        Arrays.fill(pixels, y * side + left, y * side + left + PIXELS, 0);
      }
    }
    return new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(side, side, pixels)));
  }
}
