package dev.sluice.server.backup;

/** A copy cannot be made or believed; says why, for people. */
public final class BackupException extends RuntimeException {
  private static final long serialVersionUID = 1;

  BackupException(String sentence) {
    super(sentence);
  }

  BackupException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
