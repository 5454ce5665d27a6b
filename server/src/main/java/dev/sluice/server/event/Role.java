package dev.sluice.server.event;

import java.util.Locale;
import java.util.Optional;

/** What a token may do, on one product or on all. */
public enum Role {
  /** Read everything of a product. */
  VIEWER,
  /** Read, and submit releases and pipeline files. */
  SUBMITTER,
  /** Read, and approve what somebody else asked for. */
  APPROVER,
  /** Read, hand on, cancel and retry. */
  OPERATOR,
  /** Everything, tokens included, but the approval of one's own. */
  ADMIN,
  /** Claim runs and give their results; nothing else. */
  RUNNER;

  /** As in commands and JSON. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Role> of(String word) {
    for (Role role : values()) {
      if (role.word().equals(word)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
