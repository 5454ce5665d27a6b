package dev.sluice.cli.page;

import dev.sluice.model.impact.Impact;
import dev.sluice.proving.page.Look;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;

/** The page of a file of outcomes. */
public final class ImpactPage {
  private ImpactPage() {}

  /**
   * Writes it.
   *
   * @param file for commands that the page names
   * @return HTML that stands alone
   */
  public static String of(Impact impact, String file) {
    var out = new StringOutput();
    JtepageGenerated.render(
        new OwaspHtmlTemplateOutput(out), null, PageOf.page(impact, file), Look.style());
    return out.toString();
  }
}
