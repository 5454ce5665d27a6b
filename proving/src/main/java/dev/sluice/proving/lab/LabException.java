package dev.sluice.proving.lab;

/** A call to the lab that ends before a run does. The message is a sentence. */
final class LabException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Which answer it becomes. */
  enum Kind {
    REFUSED,
    UNUSABLE,
    COULD_NOT_TELL
  }

  private final Kind kind;

  LabException(Kind kind, String sentence) {
    super(sentence);
    this.kind = kind;
  }

  Answer answer() {
    String sentence = String.valueOf(getMessage());
    return switch (kind) {
      case REFUSED -> new Answer.Refused(sentence);
      case UNUSABLE -> new Answer.Unusable(sentence);
      case COULD_NOT_TELL -> new Answer.CouldNotTell(sentence);
    };
  }
}
