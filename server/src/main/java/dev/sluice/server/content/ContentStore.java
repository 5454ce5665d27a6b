package dev.sluice.server.content;

import dev.sluice.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Bytes by their SHA-256; what was once stored under a digest never changes. Safe for use by
 * several threads and survives being killed at any point: content is there whole or not at all.
 */
public interface ContentStore {
  /** How many bytes are stored under a digest; empty when there are none. */
  OptionalLong size(Digest digest) throws IOException;

  /**
   * How many bytes are durably here: all of them, those of an upload that was begun, or 0. An
   * upload goes on there.
   */
  default long received(Digest digest) throws IOException {
    return size(digest).orElse(0);
  }

  /**
   * Opens stored bytes from {@code offset} on.
   *
   * @throws java.nio.file.NoSuchFileException when nothing is stored under the digest
   */
  InputStream open(Digest digest, long offset) throws IOException;

  /** Stores bytes that are in memory, durably; a no-op when they are there. */
  Digest put(byte[] bytes) throws IOException;

  /** Stores a file, durably; goes on where an upload of it was. */
  default void put(Digest digest, Path file) throws IOException {
    Upload upload = upload(digest, Files.size(file));
    if (!upload.isComplete()) {
      long offset = upload.offset();
      try (InputStream in = Files.newInputStream(file)) {
        in.skipNBytes(offset);
        upload.append(offset, in);
      }
    }
  }

  /** Removes what is stored under a digest, durably; a no-op when nothing is. */
  void remove(Digest digest) throws IOException;

  /**
   * An upload of a known digest and size, resumed where the last one ended.
   *
   * @param digest of the whole
   * @param size of the whole, in bytes; what was begun with another size is discarded
   * @throws ContentException when there is no room
   */
  Upload upload(Digest digest, long size) throws IOException;

  /** A part that is there may be continued after a restart. */
  interface Upload {
    /** How many bytes are durably here; the size when all are. */
    long offset();

    /** Whether the whole is stored and verified. */
    boolean isComplete();

    /**
     * Appends what the stream gives, and stores the whole durably once it is complete.
     *
     * @param offset must be {@link #offset()}
     * @return the new offset
     * @throws ContentException when the offset is another, more comes than was announced, or the
     *     whole has another digest (then nothing of it is kept)
     */
    long append(long offset, InputStream bytes) throws IOException;
  }
}
