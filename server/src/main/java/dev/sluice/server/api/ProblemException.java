package dev.sluice.server.api;

import java.util.HashMap;
import java.util.Map;

/** Ends a request with a problem that its caller is told; see {@link Problems}. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String type;
  private final String title;
  private final int status;
  private final transient Map<String, String> headers;

  ProblemException(
      String type, String title, int status, String detail, Map<String, String> headers) {
    // No stack trace: it is an answer, not a fault, and a hostile client causes many.
    super(detail, null, false, false);
    this.type = type;
    this.title = title;
    this.status = status;
    this.headers = Map.copyOf(headers);
  }

  /** The last part of the documentation's address. */
  public String type() {
    return type;
  }

  /** The same for every problem of the type. */
  public String title() {
    return title;
  }

  public int status() {
    return status;
  }

  /** What was wrong here, the limit and the way out. */
  public String detail() {
    return String.valueOf(getMessage());
  }

  /** To be sent with it. */
  public Map<String, String> headers() {
    return headers;
  }

  /** The same with one more header. */
  public ProblemException with(String name, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return new ProblemException(type, title, status, detail(), more);
  }
}
