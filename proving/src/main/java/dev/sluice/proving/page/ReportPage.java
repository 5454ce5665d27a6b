package dev.sluice.proving.page;

import dev.sluice.proving.report.ProveReport;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.io.IOException;

/** The page of a prove. */
public final class ReportPage {
  private ReportPage() {}

  /**
   * Writes it.
   *
   * @return HTML that stands alone
   * @throws IOException when evidence cannot be read
   */
  public static String of(ProveReport report, Surroundings surroundings) throws IOException {
    return html(PageOf.page(report, surroundings, Material.gather(report, surroundings)));
  }

  static String html(Page page) {
    var out = new StringOutput();
    JtepageGenerated.render(new OwaspHtmlTemplateOutput(out), null, page);
    return out.toString();
  }
}
