package dev.sluice.server.fetch;

import java.io.IOException;

/** As many URLs as may be are fetched right now; the sentence is for whoever has to come again. */
public final class FetchesBusyException extends IOException {
  private static final long serialVersionUID = 1;

  FetchesBusyException(String sentence) {
    super(sentence);
  }
}
