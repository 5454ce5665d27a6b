package dev.sluice.proving.page;

import gg.jte.Content;
import gg.jte.html.HtmlTemplateOutput;

/** What all pages have in common. */
public final class Look {
  private Look() {}

  /** The {@code style} element; others may follow it. */
  public static Content style() {
    return out -> JtestyleGenerated.render((HtmlTemplateOutput) out, null);
  }
}
