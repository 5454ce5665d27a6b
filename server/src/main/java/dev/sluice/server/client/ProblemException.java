package dev.sluice.server.client;

import dev.sluice.server.wire.Problem;

/** The server said no; says what was wrong, the limit and the way out. */
public final class ProblemException extends ServerException {
  private static final long serialVersionUID = 1;

  private final transient Problem problem;

  ProblemException(Problem problem) {
    super(problem.detail(), null);
    this.problem = problem;
  }

  public int status() {
    return problem.status();
  }

  public Problem problem() {
    return problem;
  }
}
