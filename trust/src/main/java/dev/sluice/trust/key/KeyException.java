package dev.sluice.trust.key;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A key file or folder cannot be used: absent, not a key, open to others, a full disk. The message
 * is a sentence for people that names the file and, where one line mends it, that line.
 */
public final class KeyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Path path;

  KeyException(Path path, String sentence) {
    this(path, sentence, null);
  }

  KeyException(Path path, String sentence, @Nullable Throwable cause) {
    super(path + ": " + sentence, cause);
    this.path = path;
  }

  /** The file or folder that is meant. */
  public Path path() {
    return path;
  }
}
