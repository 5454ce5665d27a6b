package dev.sluice.server.access;

import dev.sluice.server.event.Role;

/** What a route asks of its caller. */
public enum Permission {
  /** Nothing: anybody may call it, without a token. */
  OPEN,
  /** A valid token, whatever its role. */
  KNOWN,
  /** To read what is known of a product. */
  READ,
  /** To fetch content by its digest. */
  FETCH,
  /** To store content. */
  STORE,
  /** To submit releases and propose pipeline files. */
  SUBMIT,
  /** To agree to what somebody else asked for. */
  APPROVE,
  /** To turn a proposal down: whoever may make one or agree to one. */
  REJECT,
  /** To hand on, cancel and retry, and to ask what would be removed. */
  OPERATE,
  /** To claim runs and give their results. */
  RUN,
  /** To make and revoke tokens. */
  ADMINISTER;

  /** Whether a role includes it. */
  public boolean isOf(Role role) {
    return switch (this) {
      case OPEN, KNOWN -> true;
      case READ ->
          switch (role) {
            case VIEWER, SUBMITTER, APPROVER, OPERATOR, ADMIN -> true;
            case RUNNER -> false;
          };
      case FETCH -> true;
      case STORE ->
          switch (role) {
            case SUBMITTER, ADMIN, RUNNER -> true;
            case VIEWER, APPROVER, OPERATOR -> false;
          };
      case SUBMIT ->
          switch (role) {
            case SUBMITTER, ADMIN -> true;
            case VIEWER, APPROVER, OPERATOR, RUNNER -> false;
          };
      case APPROVE ->
          switch (role) {
            case APPROVER, ADMIN -> true;
            case VIEWER, SUBMITTER, OPERATOR, RUNNER -> false;
          };
      case REJECT ->
          switch (role) {
            case SUBMITTER, APPROVER, ADMIN -> true;
            case VIEWER, OPERATOR, RUNNER -> false;
          };
      case OPERATE ->
          switch (role) {
            case OPERATOR, ADMIN -> true;
            case VIEWER, SUBMITTER, APPROVER, RUNNER -> false;
          };
      case RUN ->
          switch (role) {
            case RUNNER, ADMIN -> true;
            case VIEWER, SUBMITTER, APPROVER, OPERATOR -> false;
          };
      case ADMINISTER ->
          switch (role) {
            case ADMIN -> true;
            case VIEWER, SUBMITTER, APPROVER, OPERATOR, RUNNER -> false;
          };
    };
  }
}
