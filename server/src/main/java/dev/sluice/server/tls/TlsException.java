package dev.sluice.server.tls;

import java.io.IOException;

/** A certificate or key that cannot be used; says which file and what to do. */
public final class TlsException extends IOException {
  private static final long serialVersionUID = 1;

  TlsException(String sentence) {
    super(sentence);
  }

  TlsException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
