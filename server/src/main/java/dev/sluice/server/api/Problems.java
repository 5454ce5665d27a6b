package dev.sluice.server.api;

import java.util.Map;

/**
 * Everything that may be wrong with a request, each with its status and title. The argument is the
 * sentence for this one: what was wrong, the limit, the way out.
 */
public final class Problems {
  private Problems() {}

  /** 400: not understood. */
  public static ProblemException malformed(String detail) {
    return problem("malformed", "The request cannot be understood", 400, detail);
  }

  /** 401: no token, or one that is worth nothing. */
  public static ProblemException unidentified(String detail) {
    return problem("unidentified", "A valid token is needed", 401, detail)
        .with("WWW-Authenticate", "Bearer realm=\"sluice\"");
  }

  /** 403: known and not permitted. */
  public static ProblemException notPermitted(String detail) {
    return problem("not-permitted", "The token does not permit this", 403, detail);
  }

  /** 403: somebody else has to. */
  public static ProblemException secondPerson(String detail) {
    return problem("second-person", "This needs another person", 403, detail);
  }

  /** 404: nothing there. */
  public static ProblemException notFound(String detail) {
    return problem("not-found", "There is no such thing", 404, detail);
  }

  /** 405: the path is known, and takes other methods. */
  static ProblemException otherMethod(String detail, String allowed) {
    return problem("other-method", "This path takes other methods", 405, detail)
        .with("Allow", allowed);
  }

  /** 408: the body came too slowly. */
  public static ProblemException tooSlow(String detail) {
    return problem("too-slow", "The request took too long to arrive", 408, detail);
  }

  /** 409: it does not go with what is there. */
  public static ProblemException conflict(String detail) {
    return problem("conflict", "This does not go with what is there", 409, detail);
  }

  /** 409: the upload's offset is another. */
  public static ProblemException otherOffset(String detail, long offset) {
    return problem("other-offset", "The upload goes on elsewhere", 409, detail)
        .with("Upload-Offset", Long.toString(offset));
  }

  /** 409: the runner lost its lease. */
  public static ProblemException leaseLost(String detail) {
    return problem("lease-lost", "The lease is lost", 409, detail);
  }

  /** 409: the runner signs with a lab key that is not trusted. */
  public static ProblemException untrustedLab(String detail) {
    return problem("untrusted-lab", "The lab key is not trusted", 409, detail);
  }

  /** 410: it was here and is removed. */
  public static ProblemException removed(String detail) {
    return problem("removed", "It was removed", 410, detail);
  }

  /** 412: it changed in between. */
  public static ProblemException changed(String detail) {
    return problem("changed", "It changed in between", 412, detail);
  }

  /** 413: too much. */
  public static ProblemException tooLarge(String detail) {
    return problem("too-large", "Too large", 413, detail);
  }

  /** 415: in a form that is not read. */
  public static ProblemException unreadableForm(String detail) {
    return problem("unreadable-form", "This form of content is not read", 415, detail);
  }

  /** 422: understood, and not acceptable. */
  public static ProblemException invalid(String detail) {
    return problem("invalid", "The request is not valid", 422, detail);
  }

  /** 422: the bytes are not those of the digest. */
  public static ProblemException wrongDigest(String detail) {
    return problem("wrong-digest", "The bytes are not those of the digest", 422, detail);
  }

  /** 422: what is named has to be uploaded first. */
  public static ProblemException missingContent(String detail) {
    return problem("missing-content", "Content is missing", 422, detail);
  }

  /** 429: too often. */
  public static ProblemException tooOften(String detail, int retryAfterSeconds) {
    return problem("too-often", "Too many requests", 429, detail)
        .with("Retry-After", Integer.toString(retryAfterSeconds));
  }

  /** 503: not now. */
  public static ProblemException unavailable(String detail, int retryAfterSeconds) {
    return problem("unavailable", "The server cannot do this now", 503, detail)
        .with("Retry-After", Integer.toString(retryAfterSeconds));
  }

  /** 507: no room left. */
  public static ProblemException diskFull(String detail) {
    return problem("disk-full", "The server has no room left", 507, detail);
  }

  /** 500: a fault of the server's, told in its log alone. */
  static ProblemException fault(String detail) {
    return problem("fault", "The server failed", 500, detail);
  }

  private static ProblemException problem(String type, String title, int status, String detail) {
    return new ProblemException(type, title, status, detail, Map.of());
  }
}
