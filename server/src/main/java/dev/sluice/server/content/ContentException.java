package dev.sluice.server.content;

import java.io.IOException;

/** An upload cannot go on so; says what is wrong for whoever sends. */
public final class ContentException extends IOException {
  private static final long serialVersionUID = 1;

  private final Kind kind;

  /** What is wrong. */
  public enum Kind {
    /** The sender and the store disagree about how much is here. */
    OFFSET,
    /** More bytes than were announced. */
    TOO_MUCH,
    /** The bytes are not those of the digest. */
    DIGEST,
    /** No room on the disk. */
    FULL
  }

  public ContentException(Kind kind, String sentence) {
    super(sentence);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
